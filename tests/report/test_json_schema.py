"""Does the schema say what the declaration of a shape says?"""

from __future__ import annotations

from lineproof.report.json_schema import json_schema, shapes


def test_every_shape_has_a_schema() -> None:
    """Each says of every key what it is, and allows no other."""
    for name in shapes():
        made = json_schema(name, tree="#/node")
        assert made["type"] == "object", name
        assert made["properties"], name
        assert made["additionalProperties"] is False, name


def test_an_amount_is_an_exact_decimal_or_null() -> None:
    """`settle` has `gross` as "amount or null", and `lines[].from` as a date."""
    made = json_schema("settle")["properties"]
    assert made["gross"]["anyOf"][0]["pattern"].startswith("^-?")
    assert made["gross"]["anyOf"][1] == {"type": "null"}
    assert made["lines"]["items"]["properties"]["from"]["format"] == "date"


def test_what_is_there_only_at_times_isn_t_needed() -> None:
    """A line has its bounds "only where a line of the month isn't known"; `bounds` likewise."""
    made = json_schema("settle")
    line = made["properties"]["lines"]["items"]
    assert set(line["properties"]) - set(line["required"]) == {"low", "high"}
    assert set(made["properties"]) - set(made["required"]) == {"bounds"}


def test_a_table_may_be_null_where_it_says_so() -> None:
    """Of `unproven` it is said that it is null at times; of a bill's `totals` it isn't."""
    made = json_schema("reconcile")["properties"]
    assert {"type": "null"} in made["unproven"]["anyOf"]
    assert made["causes"]["additionalProperties"]["type"] == "string"
    assert "anyOf" not in json_schema("bill show")["properties"]["totals"]


def test_a_tree_leads_to_itself() -> None:
    """`inputs[]` holds nodes of the same kind."""
    made = json_schema("explain", tree="#/components/schemas/Explanation")
    assert made["properties"]["inputs"]["items"]["$ref"] == "#/components/schemas/Explanation"


def test_a_list_s_own_items_are_told_apart() -> None:
    """What a line of a settlement is, without the settlement."""
    whole = json_schema("settle")
    made = json_schema("settle", within="lines")
    assert made["properties"] == whole["properties"]["lines"]["items"]["properties"]
    rest = json_schema("settle", within="-lines")
    assert set(whole["properties"]) - set(rest["properties"]) == {"lines"}


def test_words_to_choose_from_are_listed() -> None:
    """`lines[].charge` of `settle` is one of four; `kind` of a bill one of three."""
    charge = json_schema("settle", within="lines")["properties"]["charge"]
    assert charge["enum"] == ["rent", "deduction", "one_off", "late_interest"]
    assert json_schema("seal")["properties"]["revision"]["anyOf"][0]["type"] == "integer"
