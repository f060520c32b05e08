# How good `match` is, and where its constants come from. Reads labelled sets: CONFORMANCE=...

match_venv := .deps/venv-match

.PHONY: quality-match train-match calibrate

quality-match: build ## how right the links are on labelled sets; fails below recorded floors
	pipelines/quality/quality $(BIN) $(CONFORMANCE)

$(match_venv)/installed: pipelines/quality/requirements.txt
	python3 -m venv $(match_venv)
	$(match_venv)/bin/pip install --quiet --disable-pip-version-check --requirement $<
	touch $@

train-match: build $(match_venv)/installed ## fit the matcher's constants again and print how they do on sets left out
	$(match_venv)/bin/python pipelines/quality/train.py $(BIN) $(CONFORMANCE) --write Sources/Matching/MatchConstants+Fitted.swift
	git diff --stat -- Sources/Matching

calibrate: build ## propose how people's decisions correct probabilities; APPLY=1 applies what was proposed
	@pipelines/calibrate $(if $(APPLY),--apply)
