"""What is sent and answered? Types that are strict, and those that `--json` prints, told once."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Any, Generic, TypeVar

from ninja import Header, Path, Query
from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints, WithJsonSchema

from lineproof.model.period import parse_month
from lineproof.web.kept.once import KEY_MAX

PAGE_MAX = 200
PAGE_ROWS = 50
_KEY_MAX = 2**63 - 1
#: What an operation that answers with a file's bytes has for a shape.
FILE = Annotated[bytes, WithJsonSchema({"x-file": True})]
#: Marks, in a schema, where a shape of `--json` stands; `openapi` puts it there.
SHAPE = "x-shape"


class Shape(BaseModel):
    """What has the keys named and no other."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Told(Shape):
    """A finding, or what is wrong with what was sent."""

    code: str = Field(description="Which finding it is; of what was sent, the rule it breaks.")
    message: str = Field(description="What is wrong.")
    where: str = Field(description="File and line; of what was sent, the place in it.")
    fix: str = Field(description="What to do about it.")


class Problem(Shape):
    """Why something can't be (RFC 9457)."""

    type: str = Field(description="Always about:blank: the status says what kind it is.")
    title: str = Field(description="The status, in words.")
    status: int = Field(description="The status.")
    detail: str = Field(description="What is wrong, for a person.")
    findings: list[Told] = Field(description="All that is wrong, where it is several things.")


def _checked_month(text: str) -> str:
    """Return a month; raises ValueError for 2025-13."""
    parse_month(text)
    return text


Key = Annotated[int, Path(ge=1, le=_KEY_MAX, description="Number of the contract.")]
Listed = Annotated[int, Path(ge=1, le=_KEY_MAX, description="Its number, as a list tells it.")]
Number = Annotated[int, Path(ge=0, le=2**31 - 1, description="Its number.")]
#: What no database refuses to hold; a line's worth.
Text = Annotated[str, StringConstraints(pattern=r"^[^\x00-\x1f\x7f]*$", max_length=500)]
Name = Annotated[
    str, Path(pattern=r"^[^/\x00-\x1f\x7f]{1,200}$", description="Its name, as a list tells it.")
]
Amount = Annotated[
    str,
    StringConstraints(pattern=r"^-?[0-9]{1,15}(\.[0-9]{1,4})?$"),
    Field(description="An exact decimal in the contract's currency.", examples=["812.90"]),
]
Month = Annotated[
    str,
    StringConstraints(pattern=r"^(190[1-9]|19[1-9][0-9]|2[0-9]{3})-(0[1-9]|1[0-2])$"),
    AfterValidator(_checked_month),
    Field(description="A month, such as 2025-03.", examples=["2025-03"]),
]
Day = Annotated[dt.date, Field(ge=dt.date(1901, 1, 1), le=dt.date(2999, 12, 31))]
On = Annotated[Day | None, Query(description="The day it is looked at; left out: today.")]
Limit = Annotated[int, Query(ge=1, le=PAGE_MAX, description="How many at most.")]
After = Annotated[
    str | None,
    Query(pattern=r"^[0-9]{1,18}$", description="What the page before had as next."),
]
IdempotencyKey = Annotated[
    str,
    Header(
        alias="Idempotency-Key",
        min_length=1,
        max_length=KEY_MAX,
        pattern=r"^[!-~]+$",
        description="Your own name for this request: sent again, it isn't done again.",
    ),
]
IfMatch = Annotated[
    str | None,
    Header(alias="If-Match", description="ETag of what you read before you decided. Needed."),
]
IfNoneMatch = Annotated[
    str | None,
    Header(
        alias="If-None-Match", description="ETag that you hold: answered by 304 while it holds."
    ),
]

Item = TypeVar("Item")


class Part(Shape):
    """A part of a list."""

    next: str | None = Field(description="What the next page is asked for after; null: none.")


class Page(Part, Generic[Item]):
    """A part of a list of what has a type of its own."""

    items: list[Item]


def printed(name: str) -> Any:  # noqa: ANN401 - a type, made of a name
    """Return the type of what `--json` prints; it was made by `report`, and isn't checked again.

    name: a shape of `report/json-shapes.toml`; `settle.lines`: one of its lines.
    """
    return Annotated[dict[str, Any], WithJsonSchema({SHAPE: name})]


def iso(value: dt.date | dt.datetime | None) -> str | None:
    """Return a day or an instant as ISO 8601, instants in UTC."""
    if isinstance(value, dt.datetime):
        return value.astimezone(dt.UTC).isoformat()
    return None if value is None else value.isoformat()
