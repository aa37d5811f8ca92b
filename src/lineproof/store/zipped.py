"""How is evidence packed, so that whoever gets it can check it? A zip with the hash of each file.

The same files make the same bytes. `SHA256SUMS` is in the form that `sha256sum --check` reads.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping

from lineproof.model.canonical import sha256_hex

SUMS_FILE = "SHA256SUMS"
#: The earliest time a zip can hold: none of its files says when it was packed.
_NO_TIME = (1980, 1, 1, 0, 0, 0)
_PLAIN_FILE = 0o100644 << 16


def sums_of(files: Mapping[str, bytes]) -> bytes:
    r"""Return the SHA-256 of each file, a line each, by name.

    >>> sums_of({"a.txt": b""}).decode()[:8], sums_of({"a.txt": b""}).decode()[-8:]
    ('e3b0c442', '  a.txt\n')
    """
    lines = [f"{sha256_hex(content)}  {name}\n" for name, content in sorted(files.items())]
    return "".join(lines).encode()


def packed(files: Mapping[str, bytes]) -> bytes:
    """Return files as one zip, with the hashes of all of them in it."""
    assert SUMS_FILE not in files, "the hashes are of the other files"
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as pack:
        for name, content in sorted({**files, SUMS_FILE: sums_of(files)}.items()):
            entry = zipfile.ZipInfo(name, _NO_TIME)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = _PLAIN_FILE
            entry.create_system = 3
            pack.writestr(entry, content)
    return out.getvalue()
