"""What works does a provider's mail announce? Which circuits, from when to when.

The mail is read by fixed rules alone: the library's parsers that ask a language model are never
run, whatever the environment says. Whether the works excuse anything, the other side answers.
"""

from __future__ import annotations

import datetime as dt
import email
import email.policy
import email.utils
from dataclasses import dataclass
from email.message import EmailMessage
from typing import Any

import circuit_maintenance_parser as library
from circuit_maintenance_parser.errors import ProcessorError

from lineproof.model.errors import InputRefusedError, LineproofError
from lineproof.model.finding import error

_HARMLESS = {"NO-IMPACT", "REDUCED-REDUNDANCY"}
_OVER = {"CANCELLED"}


@dataclass(frozen=True, slots=True)
class Announced:
    """One works on one circuit. `is_cancelled`: it won't take place; `received`: with the mail."""

    works: str
    circuit: str
    begins: dt.datetime
    ends: dt.datetime
    is_cancelled: bool
    received: dt.datetime


def announced(mail: bytes, *, provider: str, file: str) -> tuple[Announced, ...]:
    """Return what a mail announces, circuit by circuit.

    provider: as the library names it; "genericprovider" reads iCalendar notices (BCOP). Works
    without impact are left out. Raises InputRefusedError where the mail can't be read so.
    """
    try:
        kind = library.get_provider_class(provider)
    except library.NonexistentProviderError as unknown:
        raise LineproofError(f'no provider "{provider}" is known: {unknown}') from unknown
    message = email.message_from_bytes(mail, policy=email.policy.default)
    assert isinstance(message, EmailMessage)
    received = _received(message, file)
    data = library.NotificationData.init_from_email_bytes(mail)
    found = _read(kind, data) if data is not None else None
    if found is None:
        parts = sorted({part.get_content_type() for part in message.walk()})
        raise _refused(
            f"{file} announces no works that {provider} could have written; its parts: "
            f"{', '.join(parts)}",
            file,
            "Save the whole mail with its text/calendar part, or name the right --provider.",
        )
    return tuple(
        Announced(
            works=str(works.maintenance_id),
            circuit=circuit.circuit_id,
            begins=dt.datetime.fromtimestamp(works.start, tz=dt.UTC),
            ends=dt.datetime.fromtimestamp(works.end, tz=dt.UTC),
            is_cancelled=works.status.value in _OVER,
            received=received,
        )
        for works in found
        for circuit in works.circuits
        if circuit.impact.value not in _HARMLESS or works.status.value in _OVER
    )


def _read(kind: Any, data: Any) -> list[Any] | None:  # noqa: ANN401 - the library has no types
    """Return the works that the first fitting processor reads; None: none fits.

    The provider's own `get_maintenances` would ask a language model in the end: it isn't called.
    """
    for processor in kind.get_default_processors():
        try:
            found = list(processor.process(data, kind.get_extended_data()))
        except ProcessorError:
            continue
        if found and not any(works.metadata.generated_by_llm for works in found):
            return found
    return None


def _received(message: EmailMessage, file: str) -> dt.datetime:
    """Return when a mail was received: by the last server's word, else when it was sent."""
    stamps = [str(line).rpartition(";")[2].strip() for line in message.get_all("Received", [])]
    for text in [*stamps[:1], str(message.get("Date", ""))]:
        try:
            at = email.utils.parsedate_to_datetime(text)
        except ValueError:
            continue
        if at.tzinfo is not None:
            return at.astimezone(dt.UTC)
    raise _refused(
        f"{file} doesn't say when it was sent or received", file,
        "Save the mail with all its headers.",
    )  # fmt: skip


def _refused(message: str, file: str, fix: str) -> InputRefusedError:
    return InputRefusedError((error("E-MAINTENANCE-MAIL", message, where=file, fix=fix),))
