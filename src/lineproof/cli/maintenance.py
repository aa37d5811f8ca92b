"""What does a provider's maintenance mail claim? `lineproof maintenance`: proposed, not agreed."""

from __future__ import annotations

import datetime as dt
import hashlib
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from lineproof.cli.running import FINE, FOUND, AsJson, Folder, write_json
from lineproof.model.errors import LineproofError

if TYPE_CHECKING:
    from lineproof.contract.case import Case
    from lineproof.model.finding import Finding
    from lineproof.sources.maintenance_mail import Announced


def maintenance(
    folder: Folder,
    mail: Annotated[Path, typer.Argument(metavar="MAIL", help="The mail, as a file .eml.")],
    provider: Annotated[str, typer.Option(help="Who wrote it.")] = "genericprovider",
    cause: Annotated[str, typer.Option(help="Cause of the claims.")] = "maintenance",
    is_json: AsJson = False,
) -> int:
    """Propose what a provider's maintenance mail announces as exclusions; nobody has agreed yet.

    Each circuit and window becomes a claim in records/exclusions.csv without an answer, and the
    mail is kept in DIR/evidence. A mail that cancels works withdraws what wasn't answered yet.
    """
    from lineproof.report.as_json import check_json, dumped
    from lineproof.sources.folder import read_case
    from lineproof.store.files import write_file

    try:
        from lineproof.sources.maintenance_mail import announced
    except ImportError as missing:
        raise LineproofError(
            "maintenance mails need an extra: pip install 'lineproof[maintenance]'"
        ) from missing

    try:
        content = mail.read_bytes()
    except OSError as problem:
        raise LineproofError(f"{mail}: {problem.strerror}") from problem
    case = read_case(folder)
    found = announced(content, provider=provider, file=mail.name)
    sha256 = hashlib.sha256(content).hexdigest()
    rows, findings = _rows(case, found, cause=cause, evidence=sha256)
    if rows:
        kept = folder / "evidence" / f"{sha256}.eml"
        kept.parent.mkdir(exist_ok=True)
        write_file(kept, content)
    made = [_append(folder, case, row) for row in rows]
    if is_json:
        told = check_json(findings, digits=case.contract.digits)
        write_json(dumped({"recorded": made} | told))
    else:
        for name, row in zip(made, rows, strict=True):
            what = f"withdrew {row['replaces']}" if "replaces" in row else f"proposed {name}"
            sys.stdout.write(f"{what}\n")
        sys.stdout.writelines(f"{f.code} {f.message}\n  {f.fix}\n" for f in findings)
        sys.stdout.write("" if made else "nothing new\n")
    return FOUND if findings else FINE


def _append(folder: Path, case: Case, row: dict[str, str]) -> str:
    """Append one row to the exclusions and return its id."""
    from lineproof.store.records import append_record

    common = {"recorded_at": dt.datetime.now(tz=dt.UTC).isoformat(), "by": "maintenance mail"}
    return append_record(folder, case.contract, "exclusions", common | row)


def _rows(
    case: Case, found: tuple[Announced, ...], *, cause: str, evidence: str
) -> tuple[list[dict[str, str]], list[Finding]]:
    """Return the rows to append, and a finding for each circuit that the contract doesn't have."""
    from lineproof.contract.case import view
    from lineproof.model.finding import error
    from lineproof.model.record import RECORDS

    lines: dict[str, set[str]] = {}
    for rows in case.schedules.values():
        for line, circuit in rows.select("line", "id").iter_rows():
            lines.setdefault(circuit or line, set()).add(line)
    written = case.records.get("exclusions", RECORDS["exclusions"].empty())
    taken = set(written.get_column("id"))
    standing = dict(view(case).rows("exclusions").select("id", "answer").iter_rows())
    made: dict[str, dict[str, str]] = {}
    findings = []
    for each in found:
        if each.circuit not in lines:
            message = f'{each.works} is about "{each.circuit}", which no schedule has'
            fix = "Ask the provider which circuit it means."
            findings.append(error("E-MAINTENANCE-CIRCUIT", message, fix=fix))
            continue
        prefix = f"M-{_digest(each.works, each.circuit)}-"
        name = "" if each.is_cancelled else f"{prefix}{each.begins:%Y%m%d%H%M}-{each.ends:%H%M}"
        for old, answer in standing.items():
            is_moved = old.startswith(prefix) and old != name
            if is_moved and answer is None:
                made[f"{old}-off"] = {"id": f"{old}-off", "replaces": old, "evidence": evidence}
        if name and name not in taken:
            made[name] = {
                "id": name, "cause": cause, "from": each.begins.isoformat(),
                "to": each.ends.isoformat(), "lines": ";".join(sorted(lines[each.circuit])),
                "proposed_by": "provider", "proposed_on": each.received.date().isoformat(),
                "notice_received": each.received.isoformat(), "evidence": evidence,
            }  # fmt: skip
    return list(made.values()), findings


def _digest(*parts: str) -> str:
    """Return a short name for some texts."""
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()[:10]
