"""What stands for a file between the page that it comes by and the one that keeps it? A ticket.

It is signed for one contract, one person and one use: nobody gets at another's file by naming its
hash.
"""

from __future__ import annotations

import datetime as dt
import enum
from collections.abc import Sequence

from django.conf import settings
from django.core import signing
from django.utils.translation import gettext as _

from lineproof.web.doing.deciding import NotNowError
from lineproof.web.doing.uploads import Upload
from lineproof.web.kept.contracts import Contract
from lineproof.web.kept.evidence import keep_evidence
from lineproof.web.kept.vault import put
from lineproof.web.who.people import User

_SALT = "lineproof.held"
_GOOD_FOR = dt.timedelta(days=1)


class Use(enum.StrEnum):
    """What a file is held for."""

    EVIDENCE = "evidence"
    BILL = "bill"
    FOLDER = "folder"


def hold(contract: Contract, upload: Upload, use: Use, *, by: User) -> str:
    """Put a file into the vault and return the ticket that stands for it until it is kept."""
    sha256 = put(settings.CONFIGURATION.vault, upload.content)
    return ticket_for(contract, (sha256, upload.name), use, by=by)


def ticket_for(contract: Contract, told: Sequence[str], use: Use, *, by: User) -> str:
    """Return a ticket for what is held, and for what was said of it."""
    return signing.dumps([contract.pk, by.pk, *told], salt=f"{_SALT}.{use}", compress=True)


def held(contract: Contract, ticket: str, use: Use, *, by: User) -> tuple[str, ...]:
    """Return what a ticket stands for, of `hold` SHA-256 and name.

    Raises NotNowError for another's, an old one, and one that is for something else.
    """
    try:
        pk, person, *told = signing.loads(ticket, salt=f"{_SALT}.{use}", max_age=_GOOD_FOR)
    except signing.BadSignature as problem:
        raise NotNowError(_("Choose the file again.")) from problem
    if (pk, person) != (contract.pk, by.pk):
        raise NotNowError(_("Choose the file again."))
    return tuple(told)


def keep_proof(contract: Contract, upload: Upload | None) -> str:
    """Return the SHA-256 of a file that proves something, which is kept at once; blank: none."""
    if upload is None:
        return ""
    sha256 = put(settings.CONFIGURATION.vault, upload.content)
    keep_evidence(contract, sha256, upload.name)
    return sha256
