"""What is a caller's own, or for those who look over others: tokens, and the audit trail."""

from __future__ import annotations

from django.db import transaction
from django.http import Http404
from django.utils import timezone
from pydantic import Field

from lineproof.web.api.door import Call
from lineproof.web.api.marks import etag, mark
from lineproof.web.api.operations import Operations
from lineproof.web.api.paging import latest_of
from lineproof.web.api.shapes import PAGE_ROWS, After, Limit, Number, Page, Shape, iso
from lineproof.web.kept.trail import Entry, note_own
from lineproof.web.who.people import Token
from lineproof.web.who.rights import Right

operations = Operations("tokens and trail")


class TokenShape(Shape):
    """A token of yours; its text was shown once and is kept nowhere."""

    token: int = Field(description="Its number.")
    name: str = Field(description="What it is for.")
    scope: str = Field(description="read or write; what writes also reads.")
    begins: str = Field(description="How its text begins.")
    expires_at: str = Field(description="From when on it is none.")
    expired: bool = Field(description="Whether it is none by now.")


class EntryShape(Shape):
    """Something that was changed."""

    entry: int = Field(description="Its number.")
    at: str = Field(description="When.")
    by: str = Field(description="Who.")
    action: str = Field(description="What.")
    organisation: str | None = Field(description="Whose business it is.")
    contract: int | None = Field(description="The contract's number, where it is about one.")
    details: dict[str, str | int | None] = Field(description="The rest.")
    before: str = Field(description="Hash of the entry before.")
    sha256: str = Field(description="Its own hash, over all of this and the one before.")


def _of_tokens(call: Call) -> str:
    """Return the ETag of a user's tokens."""
    mine = call.user.tokens.order_by("pk").values_list("pk", "expires_at")
    now = timezone.now()
    return etag(*([pk, expires_at <= now] for pk, expires_at in mine))


@operations.reads("/tokens", None, Page[TokenShape], marked=_of_tokens)
def tokens(call: Call, after: After = None, limit: Limit = PAGE_ROWS) -> dict[str, object]:
    """List your tokens, the latest first."""
    return latest_of(call.user.tokens.all(), _token, after=after, limit=limit)


def _token(token: Token) -> dict[str, object]:
    """Return a token, without what it is."""
    return {
        "token": token.pk,
        "name": token.name,
        "scope": token.scope,
        "begins": token.begins,
        "expires_at": iso(token.expires_at),
        "expired": token.expires_at <= timezone.now(),
    }


@operations.deletes("/tokens/{int:token}")
def delete_token(call: Call, token: Number) -> None:
    """Take a token of yours back; it is none from now on."""
    found = call.user.tokens.filter(pk=token).first()
    if found is None:
        raise Http404
    with transaction.atomic():
        note_own("token deleted", by=call.user, token=found.begins)
        found.delete()


@operations.reads("/trail", Right.SEE_TRAIL, Page[EntryShape], marked=mark)
def trail(call: Call, after: After = None, limit: Limit = PAGE_ROWS) -> dict[str, object]:
    """List what was changed, the latest first."""
    found = Entry.objects.all().for_user(call.user).select_related("organisation")
    return latest_of(found, _entry, after=after, limit=limit)


def _entry(entry: Entry) -> dict[str, object]:
    """Return a change."""
    return {
        "entry": entry.pk,
        "at": iso(entry.at),
        "by": entry.by,
        "action": entry.action,
        "organisation": None if entry.organisation is None else entry.organisation.name,
        "contract": entry.contract_id,
        "details": entry.details,
        "before": entry.before,
        "sha256": entry.sha256,
    }
