"""What does the reference say? Pages written from the code that they describe, by `make docs`.

It writes `docs/reference/`; a test fails where a committed page differs from what it would write.
"""

from __future__ import annotations

import ast
import enum
import hashlib
import inspect
import json
import sys
import tomllib
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import typer
from api_reference import api_page
from as_table import as_table
from field_tables import FORMS, doc, own_fields, with_parts

from lineproof.cli.main import app
from lineproof.contract.answers import ANSWERS
from lineproof.contract.contract import Amendment, Answer, Contract, Head
from lineproof.contract.fields import Term
from lineproof.contract.parse import json_schema
from lineproof.contract.terms.registry import KINDS, RESERVED, Kind
from lineproof.model.circuit import CIRCUITS
from lineproof.model.codes import CODES
from lineproof.model.record import COMMON, RECORDS
from lineproof.model.table import Column, ColumnType, Table
from lineproof.model.target import TARGETS
from lineproof.reconcile.causes import Cause
from lineproof.report.causes import cause_meaning, cause_name

DOCS = Path(__file__).parent
REFERENCE = DOCS / "reference"
SHAPES = DOCS.parent / "src" / "lineproof" / "report" / "json-shapes.toml"
VERIFIER = DOCS.parent / "src" / "lineproof" / "seal" / "standalone.py"

MADE = "<!-- Written by `make docs` from the code. Change the code, not this page. -->\n"
INTROS = {
    "term-kinds": """\
# Term kinds

What may stand in `contract.toml`, and what each of it means.
The same as a JSON Schema for editors: [contract.schema.json](contract.schema.json).
Records that feed the terms: [records.md](records.md).
""",
    "records": """\
# Records and schedules

What happened, one file a kind in `records/`, as CSV (or XLSX or Parquet).
Rows are only ever added: `lineproof record DIR KIND --COLUMN VALUE …`.
A row that names another in `replaces` corrects it; one with nothing else withdraws it.

A column is also read under its other headers.
Case, spaces, underscores and anything in brackets make no difference in a header.
""",
    "findings": """\
# Findings

What `lineproof check` and the readers of files can find, by code.
A code never changes its meaning.
Where the answers name `as_signed`, both parties may accept an error as it stands:
[how](../how-to/your-own-contract.md#answer-what-is-open).
""",
    "commands": """\
# Commands

`lineproof COMMAND --help` says the same.
`DIR` is a contract folder.
`SEAL` is a sealed month in it, such as `settled/2025-03/r0`.
`init`, `record`, `prepare`, `ingest`, `collect`, `seal` and `ledger book` write into `DIR`.
`sign` writes into `SEAL`.
`availability` keeps what it worked out in `DIR/measurements/states`.
`serve` and `server` work on a data folder of their own, and only read `DIR` or write a new one.
The others change nothing in them.
""",
    "json": """\
# JSON

What `--json` prints, on one line unless said otherwise.
Amounts are texts such as `"812.90"`, or null where they aren't known.
Dates are ISO texts; `to` is the first day no longer in it.
Keys are added in later versions, never renamed or taken away.
""",
    "causes": """\
# Causes of differences

Why a bill may differ from what is owed: a closed list, in the order that it is looked through.
Each part of a difference has exactly one cause, and the parts sum to billed less expected.
How that is done: [differences have causes](../explanation/differences-have-causes.md).
""",
    "verifier": """\
# The one-file verifier

[standalone.py](../../src/lineproof/seal/standalone.py) checks a sealed month.
It needs nothing but Python 3.11 or newer.
It is for those who don't want to trust lineproof: one file, short enough to be read.
How it fits in: [check the other side's seal](../how-to/check-the-other-sides-seal.md).
""",
}
HOW_TO_VERIFY = """\
Get it from a release, or from the source of one; never from whoever made the seal.
Then compare its SHA-256 with the one above, read it or have it read, and run it:

```sh
sha256sum standalone.py
python3 standalone.py settled/2025-03/r0 --key buyer=HEX --key provider=HEX
```

`HEX` is a party's public key, as you got it from that party.
Without `--key` the keys are those that the sealed contract names.
With a key of your own, a signature by any other one is found.

It says of itself:
"""
HOW_FORMS_READ = """\
A form with `= …` behind it may be left out, and has that value then.
One with `?` may be left out, and says nothing then.
"""
HOW_KINDS_READ = """\
*Computed* says whether it yields amounts, dates or rights.
Prose has no computable form: every settlement lists it as agreed.
"""
SEVERITIES = {
    "E": ("Errors", "Something is wrong: it blocks what it touches until it is corrected."),
    "Q": ("Questions", "The document leaves something open: what it touches waits for an answer."),
    "W": ("Warnings", "Something is worth a look: it blocks nothing."),
}
EXIT_CODES = (
    ("0", "Fine."),
    ("1", "An open error or question touches what was asked."),
    ("2", "The command cannot go on; it says why, and writes nothing."),
)


def pages() -> dict[str, str]:
    """Return every page of the reference that the code writes, by file name."""
    return {
        "term-kinds.md": term_kinds(),
        "records.md": records(),
        "findings.md": findings(),
        "commands.md": commands(),
        "json.md": json_shapes(),
        "causes.md": causes(),
        "verifier.md": verifier(),
        "api.md": api_page(MADE),
        "contract.schema.json": json.dumps(json_schema(), indent=2, ensure_ascii=False) + "\n",
    }


def main() -> int:
    """Write the pages, or with --check compare them; return the exit code."""
    is_check, is_stale = "--check" in sys.argv[1:], False
    for name, text in pages().items():
        path = REFERENCE / name
        is_same = path.is_file() and path.read_text("utf-8") == text
        if not is_same and not is_check:
            path.write_text(text, "utf-8")
        if not is_same:
            print(f"docs/reference/{name} {'is not what the code says' if is_check else 'written'}")
        is_stale = is_stale or not is_same
    return 1 if is_check and is_stale else 0


# ---------------------------------------------------------------- term kinds


def term_kinds() -> str:
    """Return the page of `contract.toml`: its head, its terms, amendments and answers."""
    parts = [
        INTROS["term-kinds"],
        MADE,
        "## How values are written\n",
        as_table(("form", "how it is written"), FORMS.values()),
        HOW_FORMS_READ,
        "## The file\n",
        own_fields(Contract),
        "## The head: `[contract]`\n",
        with_parts(Head),
        "## What every term may say\n",
        own_fields(Term),
        "## The kinds\n",
        HOW_KINDS_READ,
        as_table(("kind", "what it says", "fed by", "computed"), map(_kind_row, KINDS.values())),
        *(part for kind in KINDS.values() for part in _kind(kind)),
        "## Amendments: `[[amendment]]`\n",
        doc(Amendment),
        own_fields(Amendment),
        "## Answers: `[[answer]]`\n",
        doc(Answer),
        own_fields(Answer),
        "## Reserved kinds\n",
        "These are counted as `unmodelled`, with a warning, until a later version computes them:\n"
        + ", ".join(f"`{name}`" for name in RESERVED)
        + ".\n",
    ]
    return "\n".join(parts)


def _kind_row(kind: Kind) -> tuple[str, ...]:
    """Return a kind's row in the table of kinds."""
    first = _summary(kind.type)
    return f"[`{kind.name}`](#{kind.name})", first, _fed_by(kind), _computed(kind)


def _kind(kind: Kind) -> Iterator[str]:
    """Yield what the page says of one kind."""
    yield f"### {kind.name}\n"
    yield doc(kind.type)
    yield f"Fed by: {_fed_by(kind)}.\nComputed: {_computed(kind)}.\n"
    yield with_parts(kind.type)


def _fed_by(kind: Kind) -> str:
    """Return which records a kind reads."""
    links = (
        "the signed text alone" if name == "contract" else f"[{name}](records.md#{name})"
        for name in kind.fed_by
    )
    return ", ".join(links)


def _computed(kind: Kind) -> str:
    """Return whether a kind is computed today."""
    return "yes" if kind.is_computed else "no: prose"


def _summary(owner: type) -> str:
    """Return a class's first sentence."""
    return inspect.cleandoc(owner.__doc__ or "").partition("\n\n")[0].replace("\n", " ")


# ---------------------------------------------------------------- records


def records() -> str:
    """Return the page of records and of the circuit schedule."""
    feeds: dict[str, list[str]] = {}
    for kind in KINDS.values():
        for name in kind.fed_by:
            feeds.setdefault(name, []).append(f"[{kind.name}](term-kinds.md#{kind.name})")
    parts = [
        INTROS["records"],
        MADE,
        "## How cells are written\n",
        as_table(("type", "how it is written"), _CELLS),
        "## Columns that every record has\n",
        _columns(COMMON),
    ]
    for table in RECORDS.values():
        parts += [
            f"## {table.name}\n",
            f"{table.meaning}\n\nFeeds: {', '.join(feeds[table.name])}.\n",
        ]
        parts.append(_columns(table.columns[len(COMMON) :]))
    parts += [_schedule(CIRCUITS), _targets(TARGETS)]
    return "\n".join(parts)


_CELLS = (
    (ColumnType.TEXT, "Any text; ids are texts, never numbers."),
    (ColumnType.MONEY, "A plain decimal in the contract's currency, such as 812.90."),
    (ColumnType.DECIMAL, "A plain decimal of any precision, such as 89.99."),
    (ColumnType.COUNT, "A whole number, 0 or more."),
    (ColumnType.DATE, "Such as 2025-03-04; the year comes first."),
    (ColumnType.INSTANT, "Such as 2025-03-04T08:30+08:00; else in the contract's timezone."),
    (ColumnType.MONTH, "Such as 2025-03."),
    (ColumnType.HASH, "SHA-256 as 64 hexadecimal digits."),
)  # fmt: skip


def _schedule(table: Table) -> str:
    """Return what the page says of a circuit schedule."""
    said = (
        "## The circuit schedule\n\n"
        f"{table.meaning}\n"
        "A CSV or XLSX file beside `contract.toml`, named by a term of the kind "
        "[circuit_schedule](term-kinds.md#circuit_schedule).\n"
    )
    return f"{said}\n{_columns(table.columns)}"


def _targets(table: Table) -> str:
    """Return what the page says of a table of targets."""
    said = (
        "## Targets\n\n"
        f"{table.meaning}\n"
        "A CSV or XLSX file that [`lineproof collect`](commands.md#collect) is given.\n"
    )
    return f"{said}\n{_columns(table.columns)}"


def _columns(columns: Iterable[Column]) -> str:
    """Return the table of some columns."""
    rows = []
    for column in columns:
        meaning = column.meaning
        if column.choices:
            meaning += " One of " + ", ".join(f"`{choice}`" for choice in column.choices) + "."
        needed = "yes" if column.is_required else ""
        rows.append((f"`{column.name}`", column.type, needed, meaning, ", ".join(column.aliases)))
    return as_table(("column", "type", "required", "meaning", "other headers"), rows)


# ---------------------------------------------------------------- findings


def findings() -> str:
    """Return the page of codes."""
    parts = [
        INTROS["findings"],
        MADE,
    ]
    for letter, (title, said) in SEVERITIES.items():
        rows = [
            (f"`{code}`", known.meaning, known.fix, _answers(code, known.fix))
            for code, known in sorted(CODES.items())
            if code.startswith(letter)
        ]
        parts += [f"## {title}\n", f"{said}\n"]
        parts.append(as_table(("code", "meaning", "how to fix", "answers"), rows))
    return "\n".join(parts)


def _answers(code: str, fix: str) -> str:
    """Return the values that an answer to a finding may have."""
    if code in ANSWERS:
        return ", ".join(f"`{value}`" for value in ANSWERS[code]) or "as the finding lists"
    return ", ".join(f"`{value}`" for value in ("as_signed", "largest_only") if value in fix)


# ---------------------------------------------------------------- causes


def causes() -> str:
    """Return the page of causes, by what reports call them in both languages."""
    rows = [
        (f"`{cause.value}`", cause_name(cause, "en"), cause_name(cause, "zh"),
         cause_meaning(cause, "en").capitalize() + ".")
        for cause in Cause
    ]  # fmt: skip
    return "\n".join([INTROS["causes"], MADE, as_table(("cause", "name", "中文", "when"), rows)])


# ---------------------------------------------------------------- commands


def commands() -> str:
    """Return the page of commands."""
    group: Any = typer.main.get_command(app)
    parts = [
        INTROS["commands"],
        MADE,
        "## Exit codes\n",
        as_table(("code", "meaning"), EXIT_CODES),
        *(_command(name, command) for name, command in _commands(group)),
    ]
    return "\n".join(parts)


def _commands(
    group: Any,  # noqa: ANN401 - typer's own types are private
    before: str = "",
) -> Iterator[tuple[str, Any]]:
    """Yield every command with its name; those of a group in it behind the group's name."""
    for name, command in group.commands.items():
        if hasattr(command, "commands"):
            yield from _commands(command, f"{before}{name} ")
        else:
            yield f"{before}{name}", command


def _command(name: str, command: Any) -> str:  # noqa: ANN401 - the same
    """Return what the page says of one command."""
    arguments = [p for p in command.params if not p.opts[0].startswith("-")]
    options = [p for p in command.params if p.opts[0].startswith("-")]
    usage = " ".join(["lineproof", name, *(p.metavar or p.name.upper() for p in arguments)])
    shown = f"## {name}\n\n```\n{usage}{' [OPTIONS]' if options else ''}\n```\n\n{command.help}\n"
    rows = [
        (f"`{_option(p)}`", "yes" if p.required else _default(p), p.help or "") for p in options
    ]
    if not rows:
        return shown
    return f"{shown}\n{as_table(('option', 'required or default', 'meaning'), rows)}"


def _option(option: Any) -> str:  # noqa: ANN401 - the same
    """Return an option with what it takes."""
    if option.is_flag:
        return str(option.opts[0])
    kind = option.type_descriptor.annotation
    if option.metavar:
        return f"{option.opts[0]} {option.metavar}"
    if isinstance(kind, type) and issubclass(kind, enum.Enum):
        return f"{option.opts[0]} {'/'.join(str(member.value) for member in kind)}"
    return f"{option.opts[0]} {'FILE' if kind is Path else 'TEXT'}"


def _default(option: Any) -> str:  # noqa: ANN401 - the same
    """Return an option's default, where it has one."""
    value = option.default
    if isinstance(value, int) and not isinstance(value, bool):
        return f"`{value}`"
    return f"`{value.value}`" if isinstance(value, enum.Enum) else ""


# ---------------------------------------------------------------- JSON


def json_shapes() -> str:
    """Return the page of what `--json` prints."""
    shapes = tomllib.loads(SHAPES.read_text("utf-8"))
    parts = [
        INTROS["json"],
        MADE,
    ]
    for name, shape in shapes.items():
        parts += [f"## {name}\n", shape["said"]]
        rows = [(f"`{key}`", form, meaning) for key, form, meaning in shape["keys"]]
        parts.append(as_table(("key", "form", "meaning"), rows))
    return "\n".join(parts)


# ---------------------------------------------------------------- the one-file verifier


def verifier() -> str:
    """Return the page of the one-file verifier, with its hash."""
    content = VERIFIER.read_bytes()
    said = ast.get_docstring(ast.parse(content)) or ""
    rows = (
        ("SHA-256", f"`{hashlib.sha256(content).hexdigest()}`"),
        ("bytes", f"{len(content):,}"),
        ("lines", f"{len(content.splitlines())}"),
    )
    parts = [
        INTROS["verifier"],
        MADE,
        as_table(("standalone.py", "of this version"), rows),
        "## How to use it\n",
        HOW_TO_VERIFY,
        f"```text\n{said}\n```\n",
    ]
    return "\n".join(parts)


if __name__ == "__main__":
    sys.exit(main())
