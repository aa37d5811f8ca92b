"""What is wrong with a contract? `lineproof check` and the schema of its file."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from lineproof.cli.running import (
    FINE,
    FOUND,
    AsJson,
    AsKnown,
    Folder,
    In,
    Language,
    day_of,
    printing,
    write_json,
)


def check(
    folder: Folder,
    as_known: AsKnown = None,
    is_coverage: Annotated[
        bool, typer.Option("--coverage", help="Say which clauses execute instead.")
    ] = False,
    is_json: AsJson = False,
    language: In = Language.EN,
) -> int:
    """List what is wrong or doubtful, and the money at stake.

    Exit code 1: an error or a question is open; with --coverage, a clause that doesn't execute.
    """
    from lineproof.contract.check import check as checked
    from lineproof.report.as_json import check_json, dumped
    from lineproof.report.terminal import print_findings
    from lineproof.sources.folder import read_folder
    from lineproof.store.samples_check import check_store

    if is_coverage:
        return _coverage(folder, is_json=is_json, language=language)
    day = day_of(as_known, option="--as-known")
    read = read_folder(folder)
    case = read.case
    findings = checked(case, as_known=day) if case is not None else read.findings
    findings = (*findings, *check_store(folder))
    digits = case.contract.digits if case is not None else 2
    if is_json:
        write_json(dumped(check_json(findings, digits=digits)))
    else:
        print_findings(findings, printing(language), digits=digits)
    return FOUND if any(f.is_open_block for f in findings) else FINE


def _coverage(folder: Path, *, is_json: bool, language: Language) -> int:
    """Print how much of a contract executes."""
    from lineproof.assess.coverage import coverage
    from lineproof.report.as_json import dumped
    from lineproof.report.coverage import coverage_json, print_coverage
    from lineproof.sources.folder import read_contract

    found = coverage(read_contract(folder))
    if is_json:
        write_json(dumped(coverage_json(found)))
    else:
        print_coverage(found, printing(language))
    return FINE if all(c.executes == "computed" for c in found.clauses) else FOUND


def schema() -> int:
    """Print the JSON Schema of contract.toml, for editors."""
    import json

    from lineproof.contract.parse import json_schema

    write_json(json.dumps(json_schema(), indent=2, ensure_ascii=False))
    return FINE
