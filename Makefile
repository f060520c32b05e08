# What people type. Every target is described after its name; `make` alone prints the list.

SHELL := bash
.SHELLFLAGS := -euo pipefail -c
.DELETE_ON_ERROR:
.DEFAULT_GOAL := help
MAKEFLAGS += --no-builtin-rules --no-print-directory

DATA ?= data
JOBS ?= $(shell nproc)
PORT ?=
CONFORMANCE := $(or $(STOCKTAKE_CONFORMANCE),../shared/data)
PAGES ?= $(CONFORMANCE)/pages
CATALOGS ?= $(CONFORMANCE)/catalogs
BIN := $(CURDIR)/.build/release
export DATA JOBS PORT BIN PAGES CATALOGS

scripts := $(wildcard pipelines/* pipelines/*/* .ci/* Tests/pipelines/*)
shell_scripts = $(shell grep -lsE '^\#!/usr/bin/env (bash|bats)' $(scripts)) pipelines/statuses.sh $(wildcard pipelines/flow/*.sh Tests/pipelines/*.bash)

.PHONY: help deps build test test-long fuzz check docs docs-check bench demo real weekly daily prices brands gaps replay report
.PHONY: quality ecosystem clean

help: ## this list
	@sed -nE 's/^([a-z-]+):.*## (.*)/\1|\2/p' $(MAKEFILE_LIST) | awk -F '|' '{ printf "  make %-17s %s\n", $$1, $$2 }'

## For developers

deps: ## install the Debian packages that are missing
	@pipelines/deps apt-packages.txt

build: deps ## build the programs into .build/release
	swift build --configuration release

test: deps deps-python build ## all tests: Swift, schemas, flows
	swift build --build-tests
	STOCKTAKE_PROGRAMS=$(BIN) swift test --skip-build
	$(MAKE) schema-test
	$(MAKE) flow-test

test-long: deps ## the tests that take minutes: all mutants of the real pages, many damaged ones, pages without end
	swift build --build-tests
	STOCKTAKE_LONG=1 swift test --skip-build --filter "Mutant|FuzzCorpus|HostilePage"

fuzz: deps ## feed made-up pages to the parsers for SECONDS (default 600), from the corpus in Tests/Fuzzing
	STOCKTAKE_FUZZ=1 swift build --configuration release --sanitize fuzzer --scratch-path .build/fuzz --product fuzz-pages
	mkdir -p .build/fuzz/found
	.build/fuzz/release/fuzz-pages -max_total_time=$(or $(SECONDS),600) -timeout=20 -rss_limit_mb=1024 -max_len=65536 \
	  -artifact_prefix=.build/fuzz/ .build/fuzz/found Tests/Fuzzing/corpus

check: deps ## format, imports, shell scripts, generated documents
	swift format lint --strict --recursive --parallel Package.swift Sources Tests
	pipelines/imports
	shellcheck --external-sources $(shell_scripts)
	$(MAKE) docs-check

docs: build ## write docs/programs from the programs themselves
	pipelines/docs docs/programs

docs-check: build
	@pipelines/docs --check docs/programs

bench: build deps-bench ## measure speed against other tools
	python3 -B pipelines/bench/run.py $(BIN)

include pipelines/test.mk pipelines/operate.mk pipelines/watch.mk
include pipelines/match.mk

## For everyone

demo: build ## the whole weekly flow against a small shop and three brand sites on this machine
	@pipelines/demo/demo

real: build ## the programs on saved pages and catalogues: PAGES=... CATALOGS=...
	@pipelines/real/real

weekly daily prices brands gaps replay: build
	@pipelines/run $@
weekly: ## read everything: index, listings, brand sites, links, gaps (PRIORITY=1: only some brands)
daily: ## as weekly for the brands that are due: new, failed, changed, unseen for a week
prices: ## read the shop's prices and stock only
brands: ## as weekly for some brands: BRANDS="roland nord"
gaps: ## links and gaps once more from what is published
replay: ## everything derived once more from the stored pages

report: build ## the daily report of the data tree: DATA/reports/report_YYYYMMDD.{json,html}
	@$(BIN)/report --data $(DATA)
quality: build ## what is missing, doubled, misread or dead; asks for SAMPLE=20 images
	@pipelines/quality-review
ecosystem: build ## families, accessories and their instruments, gaps by category and price
	@$(BIN)/ecosystem --data $(DATA)

clean: ## remove what was built and the demo's data
	rm -rf .build .demo
