"""Which XML is embedded in a PDF? The process that looks, so that a PDF can only end that.

The PDF comes on the standard input, the first invoice in it goes out; nothing where there is none.
It is run by `bill_pdf`, not imported.
"""

from __future__ import annotations

import io
import sys

import pypdf

from lineproof.sources.apart import confine

#: The names that Factur-X and ZUGFeRD give it, the newest first; others come after.
_NAMES = ("factur-x.xml", "xrechnung.xml", "zugferd-invoice.xml")


def embedded_xml(pdf: bytes) -> bytes:
    """Return the XML invoice that a PDF carries, or nothing where it carries none."""
    found: dict[str, bytes] = {}
    for attached in pypdf.PdfReader(io.BytesIO(pdf)).attachment_list:
        name = attached.name.lower()
        if name.endswith(".xml") and name not in found:
            found[name] = attached.content
    named = [name for name in _NAMES if name in found]
    return found[named[0]] if named else next(iter(found.values()), b"")


def main() -> None:
    """Read a PDF, and write the XML that it carries."""
    confine(sys.argv[1:])
    sys.stdout.buffer.write(embedded_xml(sys.stdin.buffer.read()))


if __name__ == "__main__":
    main()
