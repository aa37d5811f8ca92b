"""Is every error of a contract file found, placed, and given its fix?"""

import datetime as dt
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lineproof.contract.case import Case
from lineproof.contract.parse import json_schema, located_terms, parse_contract
from lineproof.contract.terms.standing import Unmodelled
from lineproof.model.finding import Finding

HEAD = """\
schema = "contract/1"
[contract]
id = "x"
currency = "CNY"
timezone = "Asia/Shanghai"
start = 2024-01-01
months = 12
rounding = {unit = "0.01"}
parties = {buyer = {name = "B"}, provider = {name = "P"}}
"""
TERM = """\
[[term]]
id = "T"
clause = "1"
"""


def findings(text: str) -> tuple[Finding, ...]:
    """Return what is wrong with a file."""
    return parse_contract(text, file="c.toml").findings


def only(text: str) -> Finding:
    """Return the one thing that is wrong with a file."""
    (finding,) = findings(text)
    return finding


def test_a_file_in_order_becomes_a_contract() -> None:
    """Head and one term."""
    parsed = parse_contract(HEAD + TERM + 'kind = "tax"\nrate = "0.06"\n', file="c.toml")
    assert parsed.findings == ()
    assert parsed.contract is not None
    assert parsed.contract.contract.start == dt.date(2024, 1, 1)
    assert [term.id for term in parsed.contract.term] == ["T"]


@pytest.mark.parametrize(
    ("text", "code", "where"),
    [
        ('schema = "contract/1"\n= 1\n', "E-TOML", "c.toml:2"),
        ('schema = "contract/1"\nx = "open\n', "E-TOML", "c.toml:2"),
        ('schema = "contract/1"\nschema = "contract/1"\n', "E-KEY-DUPLICATE", "c.toml:2"),
        ("[contract]\nid = 'x'\n[contract]\n", "E-KEY-DUPLICATE", "c.toml:3"),
        ("x = 2024-02-30\n", "E-TOML", "c.toml:1"),
        ("x = " + "[" * 5000 + "]" * 5000 + "\n", "E-TOML", "c.toml"),
        ("x = 1e5 5\n", "E-TOML", "c.toml:1"),
    ],
    ids=["no key", "open text", "key twice", "table twice", "no such day", "deep", "two values"],
)
def test_what_is_no_toml_gives_its_first_error(text: str, code: str, where: str) -> None:
    """With its line; too deep a nesting has none."""
    finding = only(text)
    assert (finding.code, finding.where) == (code, where)


def test_an_unknown_key_is_named_with_the_nearest() -> None:
    """`curency` is nearest to `currency`, which is missing too."""
    unknown, missing = sorted(
        findings(HEAD.replace("currency", "curency")), key=lambda f: f.code, reverse=True
    )
    assert (unknown.code, unknown.where) == ("E-KEY-UNKNOWN", "c.toml:4")
    assert unknown.fix == 'Did you mean "currency"?'
    assert (missing.code, missing.message) == (
        "E-KEY-MISSING",
        'the key "currency" is missing in x',
    )


def test_an_unknown_key_of_a_term_is_compared_with_its_kinds_keys() -> None:
    """`rat` of a tax is nearest to `rate`; of an item's step to its own keys."""
    finding = only(HEAD + TERM + 'kind = "tax"\nrat = "0.06"\n')
    assert (finding.where, finding.fix) == ("c.toml:14", 'Did you mean "rate"?')
    plan = 'kind = "payment_plan"\nmode = "monthly"\nitems = [\n  {item = "a", witin = 3},\n]\n'
    finding = only(HEAD + TERM + plan)
    assert (finding.where, finding.fix) == ("c.toml:16", 'Did you mean "within"?')


@pytest.mark.parametrize(
    ("kind", "fix"),
    [("taxx", 'Did you mean "tax"?'), ("zzz", "Use one of:"), ("", "Use one of:")],
)
def test_an_unknown_kind_is_named_with_the_nearest(kind: str, fix: str) -> None:
    """On its own line."""
    finding = only(HEAD + TERM + f'kind = "{kind}"\n')
    assert (finding.code, finding.where) == ("E-KIND", "c.toml:13")
    assert finding.message == f'there is no kind "{kind}"'
    assert finding.fix.startswith(fix)


def test_a_term_without_a_kind_is_an_error() -> None:
    """Nobody can tell what it says."""
    finding = only(HEAD + TERM)
    assert (finding.code, finding.fix) == ("E-KEY-MISSING", "Write kind = …")


def test_an_unknown_deduction_lists_the_known() -> None:
    """Of a scorecard's item."""
    card = 'kind = "scorecard"\nbase = "1"\nitems = [\n  {item = "i", deduction = "stepp"},\n]\n'
    finding = only(HEAD + TERM + card)
    assert (finding.code, finding.fix) == ("E-KIND", 'Did you mean "step"?')


def test_a_reserved_kind_is_kept_as_unmodelled() -> None:
    """Counted, never dropped, whatever keys it has."""
    text = HEAD + TERM + 'kind = "volume_discount"\nquote = "q"\nsteps = [1, 2]\n'
    parsed = parse_contract(text, file="c.toml")
    assert parsed.contract is not None
    (term,) = parsed.contract.term
    assert isinstance(term, Unmodelled)
    assert (term.id, term.quote) == ("T", "q")
    assert "volume_discount" in term.reason


def test_every_error_of_a_file_is_reported_at_once() -> None:
    """A currency in small letters, an amount that is a number, a day that is a text."""
    text = HEAD.replace('"CNY"', '"cny"').replace("2024-01-01", '"2024-01-01"')
    text += "stated_total = 990000.00\n"
    assert [f.where for f in findings(text)] == ["c.toml:4", "c.toml:6", "c.toml:10"]


@pytest.mark.parametrize(
    ("value", "said"),
    [
        ('"1e5"', '"1e5" is not a plain decimal'),
        ('"-1.00"', '"-1.00" is negative'),
        ('"1,000.00"', '"1,000.00" is not a plain decimal'),
        ('"１００"', '"１００" is not a plain decimal'),
        ("100", 'write 100 as text, in quotes, so that it stays exact: "100"'),
        ("1e5", "so that it stays exact"),
        ('" 1"', '" 1" is not a plain decimal'),
    ],
)
def test_an_amount_is_plain_decimal_text(value: str, said: str) -> None:
    """Anything else is quoted with what it should be."""
    finding = only(HEAD + f"stated_total = {value}\n")
    assert (finding.code, finding.where) == ("E-VALUE", "c.toml:10")
    assert said in finding.message


@pytest.mark.parametrize(
    ("currency", "amount", "codes"),
    [
        ("CNY", "0.01", []),
        ("CNY", "0.001", ["E-MONEY-PRECISE"]),
        ("CNY", "0.010", []),
        ("JPY", "1", []),
        ("JPY", "1.5", ["E-MONEY-PRECISE"]),
        ("KWD", "0.001", []),
        ("CNY", "10000000000000.00", []),
        ("CNY", "10000000000000.01", ["E-MONEY-RANGE"]),
    ],
)
def test_an_amount_fits_its_currency(currency: str, amount: str, codes: list[str]) -> None:
    """2 decimals of CNY, none of JPY, 3 of KWD; ten thousand billion at most."""
    text = HEAD.replace("CNY", currency).replace("0.01", "1") + f'stated_total = "{amount}"\n'
    assert [f.code for f in findings(text)] == codes


def test_an_over_precise_amount_is_found_inside_terms() -> None:
    """A rent of a tenth of a cent; a price a unit may be finer."""
    lines = 'lines = [{line = "1", name = "n", qty = 1, monthly_rent = "0.001"}]\n'
    assert only(HEAD + TERM + 'kind = "price_lines"\n' + lines).code == "E-MONEY-PRECISE"
    bundle = 'unit = "message"\nincluded = 1\nfee = "1"\noverage_price = "0.0001"\n'
    assert findings(HEAD + TERM + 'kind = "bundle"\n' + bundle) == ()


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ('"Asia/Shanghai"', '"Asia/Peking"', "E-TIMEZONE"),
        ("start = 2024-01-01\n", "", "E-KEY-MISSING"),
        ("months = 12\n", "", "E-KEY-MISSING"),
        ("months = 12\n", "months = 1000000000\n", "E-VALUE"),
        ("months = 12\n", "months = 0\n", "E-VALUE"),
        ("contract/1", "contract/2", "E-VALUE"),
        ("currency =", "[x]\ncurrency =", "E-KEY-UNKNOWN"),
    ],
)
def test_the_head_is_complete_and_possible(old: str, new: str, code: str) -> None:
    """A timezone there is, a start or a rule for it, a length that ends before the year 10000."""
    assert code in {f.code for f in findings(HEAD.replace(old, new))}


@pytest.mark.parametrize(("months", "count"), [(1200, 0), (1201, 1)])
def test_a_term_lasts_a_century_at_most(months: int, count: int) -> None:
    """100 years are 1,200 months."""
    assert len(findings(HEAD.replace("months = 12", f"months = {months}"))) == count


TAX = TERM + 'kind = "tax"\n'
AMENDMENT = """\
[[amendment]]
id = "A"
clause = "A"
signed = 2024-06-01
effective_from = 2024-07-01
known_at = 2024-06-01
"""


def test_two_terms_have_two_ids() -> None:
    """The other one's place is quoted."""
    finding = only(HEAD + TAX + TAX)
    assert (finding.code, finding.where) == ("E-TERM-DUPLICATE", "c.toml:14")
    assert "c.toml:10" in finding.message


@pytest.mark.parametrize(
    ("change", "codes"),
    [
        ('replaces = [{id = "T", clause = "A", kind = "tax"}]', []),
        ('replaces = [{id = "U", clause = "A", kind = "tax"}]', ["E-AMENDMENT-UNKNOWN"]),
        ('adds = [{id = "U", clause = "A", kind = "tax"}]', []),
        ('adds = [{id = "T", clause = "A", kind = "tax"}]', ["E-TERM-DUPLICATE"]),
        ('ends = ["T"]', []),
        ('ends = ["U"]', ["E-AMENDMENT-UNKNOWN"]),
    ],
)
def test_an_amendment_is_of_terms_there_are(change: str, codes: list[str]) -> None:
    """It replaces and ends what is there, and adds what isn't."""
    assert [f.code for f in findings(HEAD + TAX + AMENDMENT + change + "\n")] == codes


def test_every_term_has_a_path(minimal: Callable[..., Case]) -> None:
    """The file's, and an amendment's."""
    term = {"id": "N", "clause": "A", "kind": "tax"}
    amendment = {"id": "A", "clause": "A", "signed": dt.date(2024, 6, 1), "adds": [term],
                 "effective_from": dt.date(2024, 7, 1), "known_at": dt.date(2024, 6, 1),
                 "replaces": [term | {"id": "PLAN"}]}  # fmt: skip
    contract = minimal(amendment=[amendment]).contract
    assert [(path, found.id) for path, found in located_terms(contract)] == [
        (("term", 0), "PRICES"),
        (("term", 1), "PLAN"),
        (("amendment", 0, "adds", 0), "N"),
        (("amendment", 0, "replaces", 0), "PLAN"),
    ]


def test_the_schema_names_every_part() -> None:
    """For editors: amounts are texts."""
    schema = json_schema()
    assert {"contract", "term", "amendment", "answer"} <= set(schema["properties"])
    assert "monthly_rent" in str(schema)


keys = st.sampled_from(["schema", "contract", "term", "amendment", "answer", "id", "kind", "draft"])
values = st.recursive(
    st.integers() | st.booleans() | st.just('"x"') | st.just('"tax"') | st.just("2024-01-01"),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(keys, inner, max_size=3).map(
            lambda d: "{" + ", ".join(f"{k} = {v}" for k, v in d.items()) + "}"
        )
    ),
    max_leaves=6,
)


@given(st.dictionaries(keys, values, max_size=5))
def test_whatever_a_file_holds_is_refused_with_a_reason(parts: dict[str, object]) -> None:
    """Of any shape: a contract, or findings; never an exception."""
    text = "\n".join(f"{key} = {value}" for key, value in parts.items()).replace("'", "")
    parsed = parse_contract(text.replace("True", "true").replace("False", "false"), file="c.toml")
    assert (parsed.contract is None) == bool(parsed.findings)
    assert all(finding.fix and finding.message for finding in parsed.findings)
