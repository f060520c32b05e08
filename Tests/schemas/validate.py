#!/usr/bin/env python3
"""Validates records and documents against docs/schemas (JSON Schema 2020-12).

usage: validate.py              the schemas themselves, their examples, the expected output of every golden case, the
                                documents in git, and those that the golden pipelines write (programs in $BIN)
       validate.py records FILE...          records, each by its "type" (- is standard input)
       validate.py document SCHEMA FILE...  whole documents, such as `document unified-catalogue FILE`
       validate.py tree DATA                every document and record file of a data tree

Ends with 1 when anything is not as its schema says, naming file, line, member and reason.
"""

import copy
import json
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from jsonschema import Draft202012Validator
from referencing import Registry, Resource

ROOT = Path(__file__).resolve().parents[2]
SCHEMAS = {path.stem: json.loads(path.read_text()) for path in sorted((ROOT / "docs/schemas").glob("*.json"))}
REGISTRY = Registry().with_resources(
    (schema["$id"], Resource.from_contents(schema)) for schema in SCHEMAS.values()
)
VALIDATORS = {name: Draft202012Validator(schema, registry=REGISTRY) for name, schema in SCHEMAS.items()}
# Where design section 5 keeps which document.
TREE = {
    "settings.json": "settings",
    "halilit_official_brands.json": "official-brands",
    "sync_results.json": "sync-results",
    "brands/*/scrape_config.json": "scrape-config",
    "brands/*/scrape_config.json.proposed": "scrape-config",
    "catalogs_halilit/*_halilit.json": "halilit-catalogue",
    "catalogs/*_catalog.json": "brand-catalogue",
    "catalogs_unified/*_unified.json": "unified-catalogue",
    "gap_reports/*_gap_report.json": "gap-report",
    "gap_reports/summary_gap_report.json": "summary-gap-report",
    "state/*/*.json": "source-state",
    "runs/*.json": "run",
    "health/health_report.json": "health-report",
    "reports/ecosystem_*.json": "ecosystem",
    "reports/report_*.json": "report",
}
RECORD_FILES = ["links/*.jsonl", "review/*.jsonl", "curated/**/*.jsonl", "history/*.jsonl", "rejects/**/*.jsonl", "health/*.jsonl", "alerts/*.jsonl"]

findings: list[str] = []
checked = 0


def find(where: str, reason: str) -> None:
    findings.append(f"{where}: {reason}")


def check(where: str, name: str, value: object) -> None:
    global checked
    checked += 1
    errors = sorted(VALIDATORS[name].iter_errors(value), key=lambda error: list(map(str, error.absolute_path)))
    for error in errors:
        find(where, f"{name}: {error.json_path}: {error.message[:300]}")


def check_records(path: Path | None) -> None:
    lines = (sys.stdin if path is None else path.open(encoding="utf-8")).read().split("\n")
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        where = f"{path or '-'}:{number}"
        try:
            record = json.loads(line)
        except json.JSONDecodeError as error:
            find(where, f"not JSON: {error}")
            continue
        name = record.get("type") if isinstance(record, dict) else None
        if name not in SCHEMAS:
            find(where, f"no schema for a record of type {name!r}")
        else:
            check(where, name, record)


def check_tree(data: Path) -> None:
    for pattern, name in TREE.items():
        for path in sorted(data.glob(pattern)):
            if name != "gap-report" or path.name != "summary_gap_report.json":
                check(str(path), name, json.loads(path.read_text(encoding="utf-8")))
    for pattern in RECORD_FILES:
        for path in sorted(data.glob(pattern)):
            check_records(path)


def check_pipelines(programs: Path) -> None:
    """Runs each golden pipeline in a copy of its folder and looks at every document it leaves."""
    for case in sorted((ROOT / "Tests/GoldenTests/cases/pipeline").glob("*/cmd")):
        with tempfile.TemporaryDirectory() as folder:
            copy_of_case = shutil.copytree(case.parent, Path(folder) / case.parent.name)
            environment = {**os.environ, "PATH": f"{programs}:{os.environ['PATH']}", "LC_ALL": "C", "TZ": "UTC"}
            command = ["bash", "-euo", "pipefail", "cmd"]
            ran = subprocess.run(command, cwd=copy_of_case, env=environment, capture_output=True, check=False)
            if ran.returncode != 0:
                find(str(case), f"ended with {ran.returncode}: {ran.stderr.decode(errors='replace')[-500:]}")
            before = checked
            check_tree(copy_of_case / "data")
            if checked == before:
                find(str(case), "left no document in data/")


def check_examples() -> None:
    """Each schema has an example; without a required member it is refused, with an unknown one it is not."""
    for name in sorted(SCHEMAS.keys() - {"common"}):
        Draft202012Validator.check_schema(SCHEMAS[name])
        paths = [path for end in ("json", "jsonl") if (path := ROOT / f"docs/schemas/examples/{name}.{end}").exists()]
        if len(paths) != 1:
            find(f"docs/schemas/examples/{name}.*", f"{len(paths)} files; one is needed")
            continue
        texts = paths[0].read_text(encoding="utf-8")
        values = [json.loads(text) for text in (texts.splitlines() if paths[0].suffix == ".jsonl" else [texts])]
        for number, value in enumerate(values, 1):
            where = f"{paths[0].relative_to(ROOT)}:{number}"
            check(where, name, value)
            if not VALIDATORS[name].is_valid({**value, "x_unknown": {"kept": [1.50]}}):
                find(where, "an unknown member is refused")
            for member in SCHEMAS[name].get("required", []):
                less = copy.copy(value)
                less.pop(member, None)
                if VALIDATORS[name].is_valid(less):
                    find(where, f"taken without its required member {member!r}")
                if VALIDATORS[name].is_valid({**value, member: [0.5]}):
                    find(where, f"taken with [0.5] as {member!r}")
        for stray in (ROOT / "docs/schemas/examples").glob("*"):
            if stray.stem not in SCHEMAS:
                find(str(stray.relative_to(ROOT)), "an example without a schema")


def main(words: list[str]) -> int:
    match words:
        case []:
            check_examples()
            for path in sorted((ROOT / "Tests/GoldenTests/cases").glob("*/*/expected.jsonl")):
                check_records(path)
            for path in (ROOT / "data", ROOT / "pipelines/demo/data"):
                check_tree(path)
            check_pipelines(Path(os.environ.get("BIN", ROOT / ".build/release")).resolve())
        case ["records", *files] if files:
            for file in files:
                check_records(None if file == "-" else Path(file))
        case ["document", name, *files] if name in SCHEMAS and files:
            for file in files:
                check(file, name, json.loads(Path(file).read_text(encoding="utf-8")))
        case ["tree", data]:
            check_tree(Path(data))
        case _:
            print(__doc__, file=sys.stderr)
            return 64
    for finding in findings:
        print(f"validate: {finding}", file=sys.stderr)
    print(f"{checked} records and documents against {len(SCHEMAS) - 1} schemas: {len(findings)} findings")
    return 1 if findings else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
