"""What was said about this, and what may be said? A part of any page of a contract.

It asks for what the reader may read, and nothing else.
"""

from __future__ import annotations

from typing import Any

from django import template

from lineproof.web.kept.said import TEXT_MAX, Comment
from lineproof.web.who.rights import Right
from lineproof.web.who.sides import Side, side_of

register = template.Library()


@register.inclusion_tag("web/comments.html", takes_context=True)
def comments(context: dict[str, Any], about: str, subject: str) -> dict[str, object]:
    """Show the comments on something of the page's contract, and the form to add one.

    about: one of `About`; subject: its month, line or id.
    """
    request, contract = context["request"], context["contract"]
    found = Comment.objects.filter(contract=contract, about=about, subject=subject)
    side = side_of(request.user, contract)
    return {
        "request": request,
        "user": request.user,
        "contract": contract,
        "about": about,
        "subject": subject,
        "most": TEXT_MAX,
        "found": found.for_user(request.user).select_related("by", "withdrawal"),
        "may_say": contract.allows(request.user, Right.COMMENT),
        "is_buyer": side is Side.BUYER,
    }
