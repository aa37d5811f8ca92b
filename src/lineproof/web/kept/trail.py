"""What was changed, by whom, when? Entries that hold the hash of the one before, and never change.

An entry that is altered, left out or put in between breaks the chain, and `broken_at` says where.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Any, ClassVar, NoReturn

from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from lineproof.model.canonical import canonical_json, sha256_hex
from lineproof.web.kept.contracts import Contract
from lineproof.web.who.people import Organisation, User
from lineproof.web.who.rights import Right, Role, roles_with

_FIRST = "0" * 64
_HASH_SHOWN = 12
#: Every action there is, and how it reads.
ACTIONS = {
    "contract taken in": _("contract taken in"),
    "folder taken in again": _("folder taken in again"),
    "recorded": _("recorded"),
    "schedule proposed": _("schedule proposed"),
    "import begun": _("import begun"),
    "imported": _("imported"),
    "import undone": _("import undone"),
    "answer proposed": _("answer proposed"),
    "document added": _("signed document added"),
    "version approved": _("version approved"),
    "version rejected": _("version rejected"),
    "seal proposed": _("seal proposed"),
    "month sealed": _("month sealed"),
    "seal rejected": _("seal rejected"),
    "bill brought in": _("bill brought in"),
    "bill checked": _("bill checked"),
    "difference let stand": _("difference let stand"),
    "dispute drafted": _("dispute drafted"),
    "ledger booked": _("ledger booked"),
    "person added": _("person added"),
    "signed in": _("signed in"),
    "sign-in refused": _("sign-in refused"),
    "token made": _("token made"),
    "token deleted": _("token deleted"),
    "comment added": _("comment added"),
    "comment withdrawn": _("comment withdrawn"),
    "score figure given": _("score figure given"),
    "score signed": _("score signed"),
    "notices changed": _("notifications changed"),
    "job submitted": _("job submitted"),
    "job cancelled": _("job cancelled"),
    "job retried": _("job retried"),
    "role given": _("role given"),
    "role taken": _("role taken"),
    "person deactivated": _("person deactivated"),
    "person activated": _("person activated"),
    "link sent": _("link sent to set a password"),
    "second factor removed": _("second factor removed"),
    "sessions ended": _("sessions ended"),
    "organisation renamed": _("organisation renamed"),
}
_WORDS = {
    "kind": _("kind"),
    "count": _("rows"),
    "first": _("first"),
    "last": _("last"),
    "number": _("number"),
    "batch": _("import"),
    "file": _("file"),
    "month": _("month"),
    "revision": _("revision"),
    "version": _("version"),
    "result": _("result"),
    "proposed_by": _("proposed by"),
    "role": _("role"),
    "code": _("question"),
    "subject": _("about"),
    "value": _("answer"),
    "token": _("token"),
    "person": _("person"),
    "contract_name": _("contract"),
    "job": _("job"),
    "channel": _("by"),
    "rhythm": _("how often"),
    "host": _("at"),
    "before": _("before"),
    "comment": _("comment"),
    "points": _("points"),
    "side": _("side"),
}


class Entries(models.QuerySet["Entry"]):
    """Entries, as far as a user may read them."""

    def for_user(self, user: User, right: Right = Right.SEE_TRAIL) -> Entries:
        """Return the entries of the organisations whose trail a user may read."""
        held = user.memberships.filter(role__in=roles_with(right), contract=None)
        return self.filter(organisation__in=held.values("organisation"))

    def update(self, **_fields: object) -> NoReturn:
        """Refuse: an entry stays as it was written."""
        raise AssertionError(_KEPT)

    def delete(self) -> NoReturn:
        """Refuse: an entry stays where it was written."""
        raise AssertionError(_KEPT)


_KEPT = "the audit trail is only ever added to"


class Entry(models.Model):
    """One change."""

    organisation = models.ForeignKey(Organisation, models.PROTECT, null=True, related_name="+")
    contract = models.ForeignKey(Contract, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()
    by = models.CharField(max_length=254)
    action = models.CharField(max_length=40)
    details = models.JSONField()
    before = models.CharField(max_length=64)
    sha256 = models.CharField(max_length=64, unique=True)

    objects: ClassVar[models.Manager[Entry]] = models.Manager.from_queryset(Entries)()

    class Meta:
        """In the order they were written; no two follow the same one."""

        ordering = ("pk",)
        constraints = (models.UniqueConstraint(fields=("before",), name="entry_chain"),)

    def __str__(self) -> str:
        """Return what was done."""
        return self.action

    def save(self, *args: Any, **options: Any) -> None:  # noqa: ANN401 - Django's own arguments
        """Write a new entry; refuse to write an old one again."""
        assert self._state.adding, _KEPT
        super().save(*args, **options)

    def delete(self, *_args: object, **_options: object) -> NoReturn:
        """Refuse."""
        raise AssertionError(_KEPT)

    @property
    def told(self) -> str:
        """What was done, in the reader's language."""
        return str(ACTIONS[self.action])

    @property
    def who(self) -> str:
        """By whom, in the reader's language where it is nobody with an address."""
        return str(_("operator")) if self.by == "operator" else self.by

    def content_sha256(self) -> str:
        """Return the hash of what the entry says and follows."""
        return sha256_hex(
            canonical_json(
                {
                    "organisation": self.organisation_id,
                    "contract": self.contract_id,
                    "at": self.at.astimezone(dt.UTC).isoformat(),
                    "by": self.by,
                    "action": self.action,
                    "details": self.details,
                    "before": self.before,
                }
            )
        )


class Head(models.Model):
    """The one row that writers of the trail wait for, so that no two follow the same entry."""

    sha256 = models.CharField(max_length=64, default=_FIRST)

    def __str__(self) -> str:
        """Return the last entry's hash."""
        return self.sha256


def note(
    action: str,
    *,
    by: User | str,
    organisation: Organisation | None = None,
    contract: Contract | None = None,
    **details: str | int | None,
) -> Entry:
    """Add an entry to the trail, in the transaction of what it tells of.

    by: the user, or what stands for the operator of the server.
    """
    assert action in ACTIONS, "every action has its words"
    assert transaction.get_connection().in_atomic_block, "what is told of happens with the telling"
    head = Head.objects.select_for_update().get_or_create(pk=1)[0]
    entry = Entry(
        organisation=contract.organisation if contract is not None else organisation,
        contract=contract,
        at=timezone.now(),
        by=by.email if isinstance(by, User) else by,
        action=action,
        details=details,
        before=head.sha256,
    )
    entry.sha256 = entry.content_sha256()
    entry.save()
    head.sha256 = entry.sha256
    head.save()
    return entry


def note_own(action: str, *, by: User, **details: str | int | None) -> None:
    """Tell the trail of each organisation that somebody belongs to what they did of their own."""
    for organisation in Organisation.objects.filter(memberships__user=by).distinct():
        note(action, by=by, organisation=organisation, contract=None, **details)


def broken_at(entries: Iterable[Entry]) -> int | None:
    """Return the key of the first entry that isn't as written, or doesn't follow; None: all do."""
    before = _FIRST
    for entry in entries:
        if entry.before != before or entry.sha256 != entry.content_sha256():
            return int(entry.pk)
        before = entry.sha256
    return None


def plain(details: Mapping[str, object]) -> str:
    """Return an entry's details as one text; of a hash its beginning."""
    shown = (
        f"{_WORDS.get(key, key)} {_told_value(key, str(value))}"
        for key, value in details.items()
        if value is not None
    )
    return ", ".join(shown)


def _told_value(key: str, text: str) -> str:
    """Return a detail in the reader's language where it is one of our own words."""
    if key == "role" and text in Role.values:
        return str(Role(text).label)
    return _cut(text)


def _cut(text: str) -> str:
    """Return a text, or the beginning of a hash."""
    return text[:_HASH_SHOWN] if len(text) == len(_FIRST) and " " not in text else text
