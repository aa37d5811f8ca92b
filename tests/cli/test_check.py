"""Does `check` say what is wrong, to people and to programs? And does `schema` print a schema?"""

from __future__ import annotations

import datetime as dt
import re
import tomllib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, TypeAlias

Run: TypeAlias = Callable[..., Any]
Schema: TypeAlias = dict[str, Any]
Edit: TypeAlias = Callable[[str, str, str], Path]

KEYS = ("code", "severity", "status", "clause", "where", "message", "fix", "amount", "answers")
TYPES: dict[str, type | tuple[type, ...]] = {
    "object": dict, "array": list, "string": (str, dt.date), "integer": int, "boolean": bool,
    "number": int, "null": type(None),
}  # fmt: skip
ROOT = Path(__file__).parents[2]


def test_a_contract_in_order_ends_with_0(program: Run, small: Path) -> None:
    """Its one finding is answered: it stays listed, with 600 × 12 = 7,200.00 at stake."""
    ended = program("check", small, "--json")
    assert ended.code == 0
    (finding,) = ended.json["findings"]
    assert set(KEYS) <= set(finding)
    assert (finding["code"], finding["status"]) == ("E-CIRCUIT-DUPLICATE", "answered")
    assert (finding["where"], finding["amount"]) == ("circuits.csv:2", "7200.00")
    assert {k: ended.json[k] for k in ("errors", "questions", "warnings")} == {
        "errors": 0, "questions": 0, "warnings": 0,
    }  # fmt: skip
    assert ended.err == ""


def test_an_open_error_ends_with_1(program: Run, edited: Edit) -> None:
    """Without the provider, the answer waits: an error and a warning are open."""
    folder = edited("contract.toml", 'by = ["buyer", "provider"]', 'by = ["buyer"]')
    ended = program("check", folder, "--json")
    assert ended.code == 1
    assert (ended.json["errors"], ended.json["warnings"]) == (1, 1)


def test_an_open_question_ends_with_1(lineproof: Run, edited: Edit) -> None:
    """Its answers are listed; an amount that can't be told is null."""
    folder = edited("contract.toml", 'after_last = "refund"\n', "")
    ended = lineproof("check", folder, "--json")
    assert ended.code == 1
    (question,) = (f for f in ended.json["findings"] if f["severity"] == "question")
    assert question["answers"] == ["refund", "lapse"]
    assert question["amount"] is None
    assert ended.json["questions"] == 1


def test_a_warning_alone_ends_with_0(lineproof: Run, edited: Edit) -> None:
    """A cited clause isn't checked here; an unmodelled term that nobody accepted is a warning."""
    unmodelled = '[[term]]\nid = "X"\nkind = "unmodelled"\nclause = "9"\nreason = "prose"\n\n'
    folder = edited("contract.toml", '[[term]]\nid = "VAT"', f'{unmodelled}[[term]]\nid = "VAT"')
    ended = lineproof("check", folder, "--json")
    assert (ended.code, ended.json["warnings"]) == (0, 1)


def test_people_see_where_and_how_to_mend_it(program: Run, edited: Edit) -> None:
    """The code, the file and line, the value, and the fix."""
    folder = edited("circuits.csv", "900.00", "9oo.00")
    ended = program("check", folder)
    assert ended.code == 1
    assert "circuits.csv:2" in ended.out
    assert "9oo.00" in ended.out
    assert ended.err == ""


def test_a_day_before_the_answer_was_given_leaves_it_open(lineproof: Run, small: Path) -> None:
    """It was given on 2024-01-10, a day that is part of --as-known."""
    assert lineproof("check", small, "--as-known", "2024-01-09").code == 1
    assert lineproof("check", small, "--as-known", "2024-01-10").code == 0


def test_a_folder_that_is_none_ends_with_2(lineproof: Run, small: Path, tmp_path: Path) -> None:
    """A missing folder, one without a contract, and a file in its place."""
    for folder in (tmp_path / "nosuch", tmp_path, small / "contract.toml"):
        ended = lineproof("check", folder, "--json")
        assert (ended.code, ended.codes) == (2, ["E-FILE-MISSING"])


def test_chinese_is_a_language(lineproof: Run, small: Path) -> None:
    """Clauses stay as they were written, our words don't."""
    ended = lineproof("check", small, "--language", "zh")
    assert ended.code == 0
    assert ended.out != lineproof("check", small).out


def test_the_schema_describes_the_file(program: Run) -> None:
    """One JSON object: every part is found, and every key the examples use is declared."""
    ended = program("schema")
    assert ended.code == 0
    schema = ended.json
    names = {name for part in schema["$defs"].values() for name in part.get("properties", ())}
    assert set(_references(schema)) <= {f"#/$defs/{name}" for name in schema["$defs"]}
    assert {"lines", "items", "bands", "file", "rate"} <= names
    assert {"schema", "contract", "term", "amendment", "answer", "draft"} <= set(
        schema["properties"]
    )
    assert schema["additionalProperties"] is False


def test_the_schema_accepts_the_examples(program: Run, small: Path) -> None:
    """Checked structurally: types, required and unknown keys, choices, by `kind`."""
    schema = program("schema").json
    contracts = [small / "contract.toml", *sorted((ROOT / "examples").glob("*/contract.toml"))]
    for contract in contracts:
        document = tomllib.loads(contract.read_text("utf-8"))
        assert list(_violations(document, schema, schema)) == [], contract
    assert list(_violations({"schema": "contract/1", "termm": []}, schema, schema)) != []


def _references(part: object) -> Iterator[str]:
    """Yield every reference in a schema."""
    if isinstance(part, dict):
        if isinstance(part.get("$ref"), str):
            yield part["$ref"]
        for child in part.values():
            yield from _references(child)
    elif isinstance(part, list):
        for child in part:
            yield from _references(child)


def _violations(value: object, schema: Schema, root: Schema, at: str = "") -> Iterator[str]:
    """Yield where a value isn't what a schema says, as far as contracts need it."""
    if "$ref" in schema:
        schema = root["$defs"][schema["$ref"].rpartition("/")[2]]
    if "discriminator" in schema:
        mapping, name = schema["discriminator"]["mapping"], schema["discriminator"]["propertyName"]
        chosen = mapping.get(value.get(name)) if isinstance(value, dict) else None
        yield from _violations(value, {"$ref": chosen}, root, at) if chosen else [f"{at}: no kind"]
        return
    if "anyOf" in schema:
        ways = [list(_violations(value, way, root, at)) for way in schema["anyOf"]]
        if all(ways):
            yield from ways[0]
        return
    yield from _form_violations(value, schema, at)
    if isinstance(value, list):
        for number, child in enumerate(value):
            yield from _violations(child, schema.get("items", {}), root, f"{at}[{number}]")
    if isinstance(value, dict):
        yield from _table_violations(value, schema, root, at)


def _form_violations(value: object, schema: Schema, at: str) -> Iterator[str]:
    """Yield where a value has another type, choice or pattern."""
    if "type" in schema and not isinstance(value, TYPES[schema["type"]]):
        yield f"{at}: {value!r} is no {schema['type']}"
    if value not in schema.get("enum", [value]):
        yield f"{at}: {value!r} is none of {schema['enum']}"
    if value != schema.get("const", value):
        yield f"{at}: {value!r} is not {schema['const']}"
    if isinstance(value, str) and not re.search(schema.get("pattern", ""), value):
        yield f"{at}: {value!r} has another form"


def _table_violations(table: Schema, schema: Schema, root: Schema, at: str) -> Iterator[str]:
    """Yield where a table lacks a key or has an unknown one, and what is wrong inside it."""
    declared, other = schema.get("properties", {}), schema.get("additionalProperties", {})
    yield from (f"{at}: {key} is missing" for key in schema.get("required", ()) if key not in table)
    for key, child in table.items():
        if key not in declared and other is False:
            yield f"{at}: {key} is unknown"
        elif isinstance(known := declared.get(key, other), dict):
            yield from _violations(child, known, root, f"{at}.{key}")


def test_coverage_says_which_clauses_execute(lineproof: Run, small: Path) -> None:
    """A clause in words alone keeps the contract from executing wholly: exit code 1."""
    ended = lineproof("check", small, "--coverage", "--json")
    assert ended.json["count"] == len(ended.json["clauses"])
    assert ended.code == (0 if ended.json["computed"] == ended.json["count"] else 1)
    shown = lineproof("check", small, "--coverage", "--language", "zh")
    assert "可执行条款" in shown.out
