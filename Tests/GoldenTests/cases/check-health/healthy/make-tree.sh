# Makes data/ of brand.part, halilit.part and catalogue.part by the suite's own programs.
set -euo pipefail
mkdir -p data/brands/acme data/runs work
cp settings.json data
cp scrape_config.json data/brands/acme
cp 000001-weekly.json data/runs
store brands --data data brand.part
store halilit --brand acme --data data halilit.part
store brand --brand acme --data data catalogue.part
{ load halilit --data data; load brand --data data; } | match >work/links.part
store links --data data work/links.part
{ load halilit --data data; load brand --data data; load links --data data; } >work/all.part
gap <work/all.part >work/gap.part
unify <work/all.part >work/unified.part
store unified --data data work/unified.part work/gap.part
gap --summary work/gap.part >work/summary.part
store summary --data data work/summary.part
