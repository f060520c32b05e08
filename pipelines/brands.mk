# The pure part of every flow: from the pages of the last complete crawl to the published documents, brand by brand.
# pipelines/run calls it with DATA, BIN, PIPELINES (all without spaces, which make cannot bear) and BRANDS; make decides
# what is stale and runs brands side by side.
#
# A filter that dies looks like end of file to the next one. So a recipe writes parts under work/, and only after every
# stage ended well does `store` publish them. Targets are stamps, never published documents: unchanged content keeps its
# document and its time, and a .doc file carries that time to the steps after, which then have nothing to do. A stamp
# holds the checksums of the documents its step is the writer of: pipelines/run drops stamps whose documents were lost.

SHELL := bash
.SHELLFLAGS := -euo pipefail -c
.ONESHELL:
.DELETE_ON_ERROR:
.SECONDEXPANSION:
MAKEFLAGS += --no-builtin-rules

WORK := $(DATA)/work
settings := $(wildcard $(DATA)/settings.json)
programs = $(addprefix $(BIN)/,$1)
# Static patterns, not implicit ones: make would take a stamp that is missing in the middle of a chain for unnecessary.
every = $(BRANDS:%=$(WORK)/%/$1)

# The documents and crawls of the brand at hand, where they are.
halilit = $(DATA)/catalogs_halilit/$*_halilit.json
brand = $(DATA)/catalogs/$*_catalog.json
links = $(DATA)/links/$*.jsonl
crawl = $(DATA)/pages/crawls/$1/$*.jsonl

# Begins every recipe: a step that ran leaves <step>.log, <step>.rejects and <step>.status (status, milliseconds) for the
# run record; only one that ended well leaves <step>.stamp. Descriptor 8 is where the run talks to people.
define step
@[[ -d $(@D) ]] || mkdir -p $(@D); [[ ! -e $@ ]] || rm -f $@; exec 2>$(@:stamp=log); begun=$${EPOCHREALTIME/.}
trap 'echo "$$? $$((($${EPOCHREALTIME/.} - begun) / 1000))" >$(@:stamp=status); cat $(@:stamp=log) >&8' EXIT
endef

# Ends every recipe: the stamp, with the checksums of those of the documents $1 that are there.
define stamped
cd $(DATA)
for document in $1; do if [[ -e $$document ]]; then sha256sum "$$document"; fi; done >$@
endef

# A few bad records do not cost a brand its update; they are kept, and counted in the run record.
tolerant = $(BIN)/$1 --rejects $(@:.stamp=.$1.rejects)

# What the brand's catalogues hold; a brand may have only one.
define load-catalogues
[[ ! -e $(halilit) ]] || $(BIN)/load halilit --data $(DATA) --brand $*
[[ ! -e $(brand) ]] || $(BIN)/load brand --data $(DATA) --brand $*
endef

all: $(call every,unified.stamp)
prices: $(call every,prices.stamp)
unmatched: $(call every,unmatched.stamp)
.PHONY: all prices unmatched

# What Halilit sells.
$(call every,halilit.stamp): $(WORK)/%/halilit.stamp: $$(wildcard $$(call crawl,halilit) $(DATA)/brands/_halilit/scrape_config.json) $(settings) $(call programs,load parse-halilit normalize store)
	$(step)
	if [[ -e $(call crawl,halilit) ]]; then
	  $(BIN)/load pages --data $(DATA) --source halilit --brand $* | $(call tolerant,parse-halilit) --configs $(DATA)/brands | $(call tolerant,normalize) >$(@D)/halilit.part
	  $(BIN)/store halilit --data $(DATA) --brand $* $(@D)/halilit.part || status=$$?
	  $(PIPELINES)/repair halilit $* $${status-0}
	fi
	$(call stamped,catalogs_halilit/$*_halilit.json)

# What the brand makes.
$(call every,brand.stamp): $(WORK)/%/brand.stamp: $$(wildcard $$(call crawl,brand) $(DATA)/brands/$$*/scrape_config.json) $(settings) $(call programs,load parse-brand normalize store)
	$(step)
	if [[ -e $(call crawl,brand) ]]; then
	  $(BIN)/load pages --data $(DATA) --source brand --brand $* | $(call tolerant,parse-brand) --configs $(DATA)/brands | $(call tolerant,normalize) >$(@D)/brand.part
	  $(BIN)/store brand --data $(DATA) --brand $* $(@D)/brand.part || status=$$?
	  $(PIPELINES)/repair brand $* $${status-0}
	elif [[ -e $(DATA)/brands/$*/scrape_config.json ]]; then
	  echo "$*: its site was never read to the end, so nothing is said of what it makes" >&2
	  exit 69
	fi
	$(call stamped,catalogs/$*_catalog.json)

# Applied by people: make calibrate APPLY=1.
calibration := $(wildcard $(DATA)/curated/calibration.json)

# Which products are the same, and which pairs a person should decide.
$(call every,links.stamp): $(WORK)/%/links.stamp: $(WORK)/%/halilit.doc $(WORK)/%/brand.doc $$(wildcard $(DATA)/curated/decisions/$$*.jsonl) $(calibration) $(call programs,load match store)
	$(step)
	{
	  $(load-catalogues)
	  $(BIN)/load decisions --data $(DATA) --brand $*
	} >$(@D)/catalogues.part
	$(BIN)/match $(addprefix --calibration ,$(calibration)) <$(@D)/catalogues.part >$(@D)/links.part
	$(BIN)/store links --data $(DATA) --brand $* $(@D)/links.part
	$(call stamped,links/$*.jsonl review/$*.jsonl)

# Publishes the unified catalogue and the gap report from the records in all.part.
define unify
$(BIN)/gap <$(@D)/all.part >$(@D)/gap.part
$(BIN)/unify <$(@D)/all.part >$(@D)/unified.part
$(BIN)/store unified --data $(DATA) --brand $* $(@D)/unified.part $(@D)/gap.part
$(call stamped,catalogs_unified/$*_unified.json gap_reports/$*_gap_report.json)
endef

# One record per product, and what Halilit does not sell.
$(call every,unified.stamp): $(WORK)/%/unified.stamp: $(WORK)/%/halilit.doc $(WORK)/%/brand.doc $(WORK)/%/links.doc $(call programs,load gap unify store)
	$(step)
	{
	  $(load-catalogues)
	  $(BIN)/load links --data $(DATA) --brand $*
	} >$(@D)/all.part
	$(unify)

# The same without matching, for the flow `prices`: new items wait for the next match, links to products that went are
# left out.
$(call every,prices.stamp): $(WORK)/%/prices.stamp: $(WORK)/%/halilit.doc $(call programs,load gap unify store)
	$(step)
	{ $(load-catalogues); } >$(@D)/catalogues.part
	{
	  cat $(@D)/catalogues.part
	  $(BIN)/load links --data $(DATA) --brand $* | $(PIPELINES)/links-left $(@D)/catalogues.part
	} >$(@D)/all.part
	$(unify)

# What a brand whose matching failed gets: the links it had, and for people the pairs that look new.
$(call every,unmatched.stamp): $(WORK)/%/unmatched.stamp:
	$(step)
	{ $(load-catalogues); } >$(@D)/catalogues.part
	$(BIN)/load links --data $(DATA) --brand $* | $(PIPELINES)/links-left --complete $(@D)/catalogues.part >$(@D)/links.part
	$(BIN)/store links --data $(DATA) --brand $* $(@D)/links.part
	cat $(@D)/catalogues.part $(@D)/links.part >$(@D)/all.part
	$(unify)

# The time of a document, or the beginning of time where there is none.
as-document = @if [[ -e $1 ]]; then touch -r $1 $@; else touch -d @0 $@; fi
$(call every,halilit.doc): $(WORK)/%/halilit.doc: $(WORK)/%/halilit.stamp ; $(call as-document,$(halilit))
$(call every,brand.doc): $(WORK)/%/brand.doc: $(WORK)/%/brand.stamp ; $(call as-document,$(brand))
$(call every,links.doc): $(WORK)/%/links.doc: $(WORK)/%/links.stamp ; $(call as-document,$(links))
