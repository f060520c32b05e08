# Tests that need tools from outside Swift: JSON Schema validation with `jsonschema` in a virtual environment.

venv := .deps/venv

.PHONY: deps-python deps-bench schema-test

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
