"""When does a notice count as delivered? As the contract says for the way it was sent."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from lineproof.contract.case import View
from lineproof.contract.in_force import of_kind
from lineproof.contract.terms.standing import Channel, Notice
from lineproof.model.few_rows import few_rows

_COLUMNS = (
    "id", "what", "about", "line", "sender", "channel", "area", "sent", "received", "wanted_for",
    "row",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Given:
    """A notice that was given.

    delivered: the day it counts as delivered; None while it doesn't, or where no rule says.
    wanted_for: the day it asks for. where: its row.
    """

    id: str
    what: str
    about: str
    line: str
    sender: str
    sent: dt.date
    delivered: dt.date | None
    wanted_for: dt.date | None
    where: str


def notices_given(view: View) -> tuple[Given, ...]:
    """Return every recorded notice with the day it counts as delivered, in order of sending."""
    if not view.rows("notices").height:
        return ()
    channels = tuple(c for term, _ in of_kind(view.versions, Notice) for c in term.channels)
    rows = list(few_rows(view.rows("notices"), *_COLUMNS))
    rows.sort(key=lambda row: (row[_COLUMNS.index("sent")], row[0]))
    return tuple(
        Given(
            id_, what, about or "", line or "", sender or "", sent,
            _delivered(channels, (channel, area), sent, received),
            wanted_for, f"records/notices.csv:{row}",
        )
        for id_, what, about, line, sender, channel, area, sent, received, wanted_for, row
        in rows
    )  # fmt: skip


def _delivered(
    channels: tuple[Channel, ...],
    way: tuple[str | None, str | None],
    sent: dt.date,
    received: dt.date | None,
) -> dt.date | None:
    """Return the day a notice counts as delivered: by its channel's rule, else when received."""
    channel, area = way
    rules = [c for c in channels if c.channel == channel and c.area in {None, area}]
    if not rules:
        return received
    rule = max(rules, key=lambda c: c.area is not None)
    day = {
        "received": received,
        "sent": sent,
        "day_after_sending": sent + dt.timedelta(days=1),
    }[rule.delivered]
    return None if day is None else day + dt.timedelta(days=rule.after_days or 0)
