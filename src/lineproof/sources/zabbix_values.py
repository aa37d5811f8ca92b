"""What does a value that Zabbix keeps say of a line? Probes sent and answered, by what it measures.

It knows neither Zabbix's API nor its files. A value that Zabbix doesn't have, of an item that is
not supported or of a time in which nothing was polled, is no value here either.
"""

from __future__ import annotations

import csv
import enum
import re

import polars as pl

from lineproof.model.errors import InputRefusedError
from lineproof.model.finding import error

_PACKETS_USUAL = 3
_PACKETS_MAX = 10_000
_HUNDREDTHS = 10_000
"""What a percentage is a share of where nobody says of how many packets."""
_WHOLE_WITHIN = 0.01
_SECONDS_MAX = 86_400
_STATUSES = tuple(float(status) for status in range(1, 8))
_TELLS = (1.0, 2.0, 6.0, 7.0)
"""Statuses of an interface by which its line is up or down."""


class Reading(enum.Enum):
    """What an item's values mean."""

    PROBE = "probe"
    """1: answered, 0: not; as `icmpping`."""
    LOSS = "loss"
    """The share of packets that were lost, in percent; as `icmppingloss`."""
    SECONDS = "seconds"
    """How long the answer took, 0: there was none; as `icmppingsec`."""
    INTERFACE = "interface"
    """A status by RFC 2863; as `net.if.status[ifOperStatus.1]`."""


#: Source: the manual of Zabbix 6.0, "Simple checks" and "Zabbix agent", and the names that its
#: templates "ICMP Ping" and "Interfaces SNMP" give to items.
_KEYS = {
    "agent.ping": Reading.PROBE,
    "icmpping": Reading.PROBE,
    "icmppingloss": Reading.LOSS,
    "icmppingretry": Reading.PROBE,
    "icmppingsec": Reading.SECONDS,
    "ifOperStatus": Reading.INTERFACE,
    "net.if.status": Reading.INTERFACE,
    "net.tcp.service": Reading.PROBE,
    "net.tcp.service.perf": Reading.SECONDS,
    "net.udp.service": Reading.PROBE,
    "net.udp.service.perf": Reading.SECONDS,
}
_NAMES = {
    "ICMP ping": Reading.PROBE,
    "ICMP loss": Reading.LOSS,
    "ICMP response time": Reading.SECONDS,
}
_STATUS_NAME = "Operational status"


def reading_of(asked: str) -> Reading:
    """Return what values mean by the key or the name of their items; refuses an unknown one.

    >>> reading_of("icmppingloss[,4]"), reading_of("Interface 1: Operational status")
    (<Reading.LOSS: 'loss'>, <Reading.INTERFACE: 'interface'>)
    """
    name = re.split(r"[\[*]", asked, maxsplit=1)[0].rstrip(".")
    found = _KEYS.get(name) or _NAMES.get(asked)
    if found is None and asked.endswith(_STATUS_NAME):
        found = Reading.INTERFACE
    if found is None:
        message = f"what values of {asked!r} mean isn't known: 0 may be no answer, or no loss"
        fix = f"Say it with --reading: {', '.join(each.value for each in Reading)}."
        raise InputRefusedError((error("E-ZABBIX-READING", message, fix=fix),))
    return found


def packets_of(key: str) -> int | None:
    """Return how many packets an item's ping sends by its key, or None where it doesn't say.

    Source: the manual of Zabbix 6.0, "Simple checks", default values.

    >>> [packets_of(key) for key in ("icmppingloss", 'icmppingloss["192.0.2.1", "4"]')]
    [3, 4]
    >>> packets_of("icmppingloss[,{$PACKETS}]") is None
    True
    """
    name, _, rest = key.partition("[")
    if name != "icmppingloss":
        return None
    inside = rest.removesuffix("]")
    given = next(csv.reader([inside], skipinitialspace=True, escapechar="\\"), [])
    text = given[1].strip() if len(given) > 1 else ""
    if not text:
        return _PACKETS_USUAL
    is_count = text.isascii() and text.isdigit() and 0 < int(text) <= _PACKETS_MAX
    return int(text) if is_count else None


def told(values: pl.DataFrame, reading: Reading) -> pl.DataFrame:
    """Return values with what they say: `sent`, `received` and `rtt_ns`; null where it is nothing.

    values: with columns `value` and `packets`, those of one ping.
    """
    sent, received, rtt = _counts(reading)
    says = _allowed(reading) & ~pl.col("value").is_nan()
    return values.with_columns(
        pl.when(says).then(sent).alias("sent"),
        pl.when(says).then(received).alias("received"),
        pl.when(says).then(rtt).alias("rtt_ns"),
    )


def refuse_twice(rows: pl.DataFrame, *, where: str) -> None:
    """Refuse two items of one circuit; where one follows the other they meet in one period.

    rows: columns circuit, scheduled, item. where: as the finding says it.
    """
    rounds = rows.group_by("circuit", "scheduled").agg(pl.col("item").unique().sort())
    both = rounds.filter(pl.col("item").list.len() > 1).sort("circuit", "scheduled")
    met = both.group_by("circuit", maintain_order=True).agg(pl.len(), pl.col("item").first())
    met = met.filter(pl.col("len") > 1)
    if met.height:
        circuit, _, (one, other, *_) = met.row(0)
        message = f"two items tell of {circuit} at the same time: items {one} and {other}"
        fix = "Narrow --query to one of them, or tell the circuits apart with --circuit-label."
        raise InputRefusedError((error("E-ZABBIX-TWICE", message, where=where, fix=fix),))


def _counts(reading: Reading) -> tuple[pl.Expr, pl.Expr, pl.Expr]:
    """Return how many probes a value says were sent and answered, and how long one took.

    Of a loss Zabbix keeps the percentage alone: the packets are counted where the item's key says
    how many there were, else the percentage is taken to the hundredth. Of an interface the status
    tells of its line where it is up, down, missing or on something down; source: RFC 2863, 3.1.14.
    """
    value, untold = pl.col("value"), pl.lit(None, pl.Int64)
    match reading:
        case Reading.PROBE:
            return pl.lit(1, pl.Int64), value.cast(pl.Int64), untold
        case Reading.SECONDS:
            answered = value > 0
            taken = pl.when(answered).then((value * 10**9).round().cast(pl.Int64))
            return pl.lit(1, pl.Int64), answered.cast(pl.Int64), taken
        case Reading.LOSS:
            lost = value * pl.col("packets") / 100
            is_whole = ((lost - lost.round()).abs() < _WHOLE_WITHIN).fill_null(value=False)
            sent = pl.when(is_whole).then("packets").otherwise(_HUNDREDTHS)
            return sent, sent - (value * sent / 100).round().cast(pl.Int64), untold
        case Reading.INTERFACE:
            tells = value.is_in(_TELLS)
            return tells.cast(pl.Int64), (value == 1).cast(pl.Int64), untold


def _allowed(reading: Reading) -> pl.Expr:
    """Return whether a value is one that its reading has."""
    value = pl.col("value")
    match reading:
        case Reading.PROBE:
            return value.is_in((0.0, 1.0))
        case Reading.LOSS:
            return value.is_between(0, 100)
        case Reading.SECONDS:
            return value.is_between(0, _SECONDS_MAX)
        case Reading.INTERFACE:
            return value.is_in(_STATUSES)
