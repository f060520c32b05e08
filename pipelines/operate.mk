# Living with an installation: copies of the data tree, schedules, what to look at, programs in their places.

PREFIX ?= $(HOME)/.local
SCHEDULER ?= $(if $(shell command -v systemctl),systemd,cron)
PROFILE ?= daily
export PREFIX SCHEDULER PROFILE DRY

.PHONY: backup restore restore-test install uninstall install-schedule remove-schedule checklist

backup: ## one more copy of the data tree (see pipelines/backup); old copies, logs and rejects go
	@pipelines/backup

restore: ## the data tree as it was: AT=2026-11-20, or the name of a copy
	@pipelines/backup restore "$(or $(AT),latest)"

restore-test: ## does the latest copy give back every file?
	@pipelines/backup test

install: build ## programs, flows, man pages and completions below PREFIX=...
	@pipelines/install

uninstall: ## what install put below PREFIX=..., and nothing else
	@pipelines/install --remove

install-schedule: ## timers for the flows: SCHEDULER=systemd|cron PROFILE=daily|weekly; DRY=1 only shows them
	@pipelines/schedule/schedule install

remove-schedule: ## the timers that install-schedule made
	@pipelines/schedule/schedule remove

checklist: ## what to look at today, this week, this month, with the figures of this tree
	@pipelines/checklist
