"""How is the file kept that proves a record? In the vault, named in the contract's folder.

Between the page that a file comes by and the one that keeps it, what stands for it is signed for
one contract and one person: nobody gets at another's file by naming its hash.
"""

from __future__ import annotations

import datetime as dt

from django.conf import settings
from django.core import signing
from django.utils.translation import gettext as _

from lineproof.web.doing.deciding import NotNowError
from lineproof.web.doing.uploads import Upload
from lineproof.web.kept.contracts import Contract, KeptFile
from lineproof.web.kept.vault import path_of, put
from lineproof.web.who.people import User

FOLDER = "evidence"
_SALT = "lineproof.evidence"
_GOOD_FOR = dt.timedelta(days=1)
_HASH_SHOWN = 12


def hold(contract: Contract, upload: Upload, *, by: User) -> str:
    """Put a file into the vault and return what stands for it until it is kept."""
    sha256 = put(settings.CONFIGURATION.vault, upload.content)
    return signing.dumps([contract.pk, by.pk, sha256, upload.name], salt=_SALT)


def held(contract: Contract, token: str, *, by: User) -> tuple[str, str]:
    """Return the SHA-256 and name of a file that was put aside; raises NotNowError."""
    try:
        pk, person, sha256, name = signing.loads(token, salt=_SALT, max_age=_GOOD_FOR)
    except signing.BadSignature as problem:
        raise NotNowError(_("Choose the file again.")) from problem
    if (pk, person) != (contract.pk, by.pk):
        raise NotNowError(_("Choose the file again."))
    return sha256, name


def keep_evidence(contract: Contract, sha256: str, name: str) -> None:
    """Name a file of the vault in the contract's folder, where it isn't yet."""
    path = f"{FOLDER}/{sha256[:_HASH_SHOWN]}-{name}"
    size = path_of(settings.CONFIGURATION.vault, sha256).stat().st_size
    given = {"sha256": sha256, "size": size}
    KeptFile.objects.get_or_create(contract=contract, path=path, defaults=given)
