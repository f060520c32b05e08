# Watching an installation: is the tree well, and who should hear of it.

RECOVER ?=

.PHONY: health

health: build ## how well the data tree stands; alerts go out as the environment says (RECOVER=1: mend what can be mended)
	@pipelines/health $(if $(RECOVER),--recover)
