"""Comments as programs see them: what both sides read, and what stays with the buyer."""

from __future__ import annotations

from typing import Annotated

from ninja import Query
from pydantic import Field, StringConstraints

from lineproof.web.api.door import ContractCall
from lineproof.web.api.marks import etag, mark
from lineproof.web.api.operations import Operations
from lineproof.web.api.paging import page_of
from lineproof.web.api.shapes import PAGE_ROWS, After, Limit, Listed, Page, Shape, Text, iso
from lineproof.web.doing.comments import Said, say, withdraw
from lineproof.web.doing.deciding import NotNowError
from lineproof.web.kept.said import TEXT_MAX, About, Comment
from lineproof.web.who.access import reach
from lineproof.web.who.rights import Right
from lineproof.web.who.sides import Side, side_of

operations = Operations("comments")

#: Several lines of what databases hold.
Words = Annotated[
    str, StringConstraints(pattern=r"^[^\x00-\x08\x0b\x0c\x0e-\x1f\x7f]*$", max_length=TEXT_MAX)
]


class CommentShape(Shape):
    """What somebody wrote; it is never changed."""

    comment: int = Field(description="Its number.")
    about: About = Field(description="What it is about.")
    subject: str = Field(description="Which month, line, dispute or claim of exclusion.")
    text: str | None = Field(description="What they wrote; null: they took it back.")
    internal: bool = Field(description="Whether the buyer's side alone reads it.")
    side: Side = Field(description="For whom they spoke.")
    by: str = Field(description="Who.")
    at: str = Field(description="When.")


class Asking(Shape):
    """Which comments are asked for; left out: all."""

    about: About | None = Field(default=None, description="What they are about.")
    subject: Text = Field(default="", description="Which month, line, dispute or claim.")


class Saying(Shape):
    """What is to be said."""

    about: About = Field(description="What it is about.")
    subject: Text = Field(min_length=1, description="Which month, line, dispute or claim.")
    text: Words = Field(min_length=1, description="Never changed, and never translated.")
    internal: bool = Field(
        description="Whether the buyer's side alone reads it; of a provider's, both sides do."
    )


def _of_comments(call: ContractCall) -> str:
    """Return the ETag of what a side reads."""
    return etag(mark(call), side_of(call.user, call.contract))


@operations.reads(
    "/contracts/{int:pk}/comments", Right.SEE, Page[CommentShape], marked=_of_comments
)
def comments(
    call: ContractCall,
    which: Annotated[Asking, Query()],
    after: After = None,
    limit: Limit = PAGE_ROWS,
) -> dict[str, object]:
    """List what was said, as far as you may read it, in the order that it was."""
    asked = which.model_dump(exclude_defaults=True)
    found = Comment.objects.filter(contract=call.contract, **asked).for_user(call.user)
    return page_of(found.select_related("by", "withdrawal"), _comment, after=after, limit=limit)


def _comment(found: Comment) -> dict[str, object]:
    """Return a comment; of one that was taken back, that there was one."""
    return {
        "comment": found.pk,
        "about": found.about,
        "subject": found.subject,
        "text": None if hasattr(found, "withdrawal") else found.text,
        "internal": found.is_internal,
        "side": found.side,
        "by": str(found.by),
        "at": iso(found.at),
    }


@operations.changes("/contracts/{int:pk}/comments", Right.COMMENT, CommentShape)
def add_comment(call: ContractCall, body: Saying) -> dict[str, object]:
    """Say something about a month, a line, a dispute or a claim of exclusion."""
    if body.internal and side_of(call.user, call.contract) is Side.PROVIDER:
        message = "both sides read what the provider writes: send internal as false"
        raise NotNowError(message)
    said = Said(body.about, body.subject, body.text, is_internal=body.internal)
    return _comment(say(call.contract, said, by=call.user))


@operations.changes(
    "/contracts/{int:pk}/comments/{int:comment}/withdraw", Right.COMMENT, CommentShape
)
def withdraw_comment(call: ContractCall, comment: Listed) -> dict[str, object]:
    """Take a comment of your own back: it stays in its place, without its text."""
    asked = Comment.objects.filter(contract=call.contract, pk=comment)
    found = reach(asked.select_related("contract", "by"), call.user, Right.COMMENT)
    withdraw(found, by=call.user)
    return _comment(found) | {"text": None}
