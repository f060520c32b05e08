# How good `match` is, and where its constants come from. Reads labelled sets: CONFORMANCE=...

match_venv := .deps/venv-match
peers_venv := .deps/venv-peers

.PHONY: quality-match train-match calibrate bench-match bench-growth

quality-match: build ## how right the links are on labelled sets; fails below recorded floors
	pipelines/quality/quality $(BIN) $(CONFORMANCE)

$(match_venv)/installed: pipelines/quality/requirements.txt
	python3 -m venv $(match_venv)
	$(match_venv)/bin/pip install --quiet --disable-pip-version-check --requirement $<
	touch $@

train-match: build $(match_venv)/installed ## fit the matcher's constants again and print how they do on sets left out
	$(match_venv)/bin/python pipelines/quality/train.py $(BIN) $(CONFORMANCE) --write Sources/Matching/MatchConstants+Fitted.swift
	git diff --stat -- Sources/Matching

$(peers_venv)/installed: pipelines/quality/peers.txt
	python3 -m venv $(peers_venv)
	$(peers_venv)/bin/pip install --quiet --disable-pip-version-check --requirement $<
	touch $@

bench-match: build $(match_venv)/installed $(peers_venv)/installed ## how right and fast match is beside its peers; writes docs/matching.md and README's table
	$(match_venv)/bin/python pipelines/quality/bench.py $(BIN) $(CONFORMANCE) $(peers_venv)/bin/python --growth --write docs/matching.md README.md

bench-growth: build ## how match's seconds and memory grow from 10,000 to 300,000 products a side; fails above the power of 1.2
	python3 pipelines/quality/bench.py $(BIN) --growth-only

calibrate: build ## propose how people's decisions correct probabilities; APPLY=1 applies what was proposed
	@pipelines/calibrate $(if $(APPLY),--apply)
