"""How is a signed document added to its contract? Beside the others, once; it never changes."""

from __future__ import annotations

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from lineproof.web.doing.deciding import NotNowError, lock
from lineproof.web.doing.recording import agreed_in
from lineproof.web.doing.uploads import Upload, plain_name
from lineproof.web.kept.contracts import Contract, KeptFile
from lineproof.web.kept.trail import note
from lineproof.web.kept.vault import put
from lineproof.web.known.documents import FOLDER, document_names
from lineproof.web.who.people import User


def names_to_add(contract: Contract) -> list[str]:
    """Return the documents that may be added: the contract's, and amendments' whose id is a name.

    What the contract's text calls an amendment never becomes a path otherwise.
    """
    return [name for name in document_names(agreed_in(contract)) if plain_name(name) == name]


@transaction.atomic
def add_document(contract: Contract, name: str, upload: Upload, *, by: User) -> KeptFile:
    """Keep a signed document and return it; the same one again changes nothing.

    Raises NotNowError for a name that the contract doesn't have, and where another file has it.
    """
    contract = lock(contract)
    if name not in names_to_add(contract):
        raise NotNowError(_("Choose which document it is."))
    sha256 = put(settings.CONFIGURATION.vault, upload.content)
    path = f"{FOLDER}/{name}.{upload.kind}"
    given = {"sha256": sha256, "size": len(upload.content)}
    file, is_new = contract.files.get_or_create(path=path, defaults=given)
    if file.sha256 != sha256:
        message = _("%(name)s is there already, and is another file; what was signed stays.")
        raise NotNowError(message % {"name": path})
    if is_new:
        note("document added", by=by, contract=contract, file=path, sha256=sha256)
    return file
