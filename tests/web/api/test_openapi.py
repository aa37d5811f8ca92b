"""Does the document say what is really answered?"""

from __future__ import annotations

import json
import sys
from http import HTTPStatus
from typing import Any

from tests.web.api.test_door import document

from lineproof.report.json_schema import json_schema
from lineproof.web.api.openapi import problems_told


def answers() -> list[tuple[str, str, dict[str, Any]]]:
    """Return each operation's answers by status."""
    return [
        (operation["operationId"], str(status), answer)
        for path in document()["paths"].values()
        for operation in path.values()
        for status, answer in operation["responses"].items()
    ]


def test_every_problem_is_told_in_its_type() -> None:
    """From 400 on `application/problem+json`; each operation says 401, 403, 404, 422 and 429."""
    for name, status, answer in answers():
        if status >= "400":
            assert list(answer["content"]) == ["application/problem+json"], name
    assert HTTPStatus(409).phrase == problems_told([409])[409]["description"]
    said = {name: {s for n, s, _ in answers() if n == name} for name, _, _ in answers()}
    assert all({"401", "403", "404", "422", "429"} <= each for each in said.values())


def test_what_is_read_has_its_etag_and_files_their_bytes() -> None:
    """200 and 304 name the state; a sealed file is no JSON."""
    told = {(name, status): answer for name, status, answer in answers()}
    assert "ETag" in told["contract", "200"]["headers"]
    assert "ETag" in told["contract", "304"]["headers"]
    assert list(told["seal_file", "200"]["content"]) == ["application/octet-stream"]


def test_shapes_of_json_are_the_declared_ones() -> None:
    """`check --json` and the findings of a contract are one and the same."""
    made = document()
    shape = made["components"]["schemas"]["Check"]
    assert shape == json_schema("check")
    assert "x-shape" not in json.dumps(made)


def test_every_reference_leads_somewhere() -> None:
    """To a schema that is in the document."""
    made = document()
    named = {f"#/components/schemas/{name}" for name in made["components"]["schemas"]}
    assert references(made) <= named


def references(part: object) -> set[str]:
    """Return every reference in a part of a document."""
    if isinstance(part, dict):
        own = {part["$ref"]} if isinstance(part.get("$ref"), str) else set()
        return own.union(*map(references, part.values()))
    return set().union(*map(references, part)) if isinstance(part, list) else set()


def test_each_shape_has_a_name_of_its_own() -> None:
    """Two of one name would be one in the document: the later, for both."""
    told = document()["components"]["schemas"]
    modules = [m for name, m in sys.modules.items() if name.startswith("lineproof.web.api.")]
    made = [
        each.__name__
        for module in modules
        for each in vars(module).values()
        if isinstance(each, type) and each.__module__ == module.__name__ and each.__name__ in told
    ]
    assert sorted(made) == sorted(set(made))


def test_every_operation_says_what_it_is_for() -> None:
    """A sentence, the right that it needs, and its resource."""
    for path in document()["paths"].values():
        for operation in path.values():
            assert operation["summary"].endswith("."), operation["operationId"]
            assert operation["x-right"], operation["operationId"]
            assert operation["tags"], operation["operationId"]
