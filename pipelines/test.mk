# Tests that need tools from outside Swift: JSON Schema validation with `jsonschema` in a virtual environment.

venv := .deps/venv

.PHONY: deps-python deps-bench schema-test flow-test faults bench-replay

deps-python: $(venv)/installed

# The stamp is newer than the list of what is installed.
$(venv)/installed: Tests/schemas/requirements.txt
	python3 -m venv $(venv)
	$(venv)/bin/pip install --quiet --disable-pip-version-check --requirement $<
	touch $@

# The peers of `make bench` have an environment of their own: what the tests need stays small.
deps-bench: .deps/venv-bench/installed

.deps/venv-bench/installed: pipelines/bench/requirements.txt
	python3 -m venv $(@D)
	$(@D)/bin/pip install --quiet --disable-pip-version-check --requirement $<
	touch $@

schema-test: deps-python build ## every example, golden case and document of the repository against docs/schemas
	$(venv)/bin/python Tests/schemas/validate.py

# Tests of flows share one clean tree and run side by side where GNU parallel is there: half of them wait for a clock.
flow-test: build ## the flows, as bats runs them
	bats $(if $(shell command -v parallel),--jobs $$((2 * $(shell nproc)))) --print-output-on-failure Tests/pipelines

faults: build ## every fault that must be survived, each call and 200 kills (quick ones are part of make test): SEED=...
	KILLS=$(or $(KILLS),200) FETCH_KILLS=100 STEP=1 MEGABYTES=1000 SITES_SECONDS=3600 \
	  FILTERS="load fetch parse-halilit parse-brand normalize match gap unify store" bats --print-output-on-failure \
	  Tests/pipelines/faults.bats Tests/pipelines/faults-store.bats Tests/pipelines/faults-input.bats Tests/pipelines/fetch.bats

bench-replay: build ## replay of 12,000 and 100,000 products: seconds, memory, nothing rewritten the second time
	python3 -B pipelines/bench/replay.py
