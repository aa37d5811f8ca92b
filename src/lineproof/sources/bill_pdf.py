"""Which e-invoice does a PDF carry? Factur-X and ZUGFeRD embed one in XML beside what is printed.

What is only printed is never read: figures guessed from a picture are no figures.
"""

from __future__ import annotations

from lineproof.model.errors import InputRefusedError
from lineproof.model.finding import error
from lineproof.sources.apart import ApartError, Bounds, run_apart
from lineproof.sources.damage import damaged

MODULE = "lineproof.sources.pdf_process"
BOUNDS = Bounds(seconds=30, memory_bytes=2**30)
PDF_BYTES_MAX = 256 * 2**20


def is_pdf(content: bytes) -> bool:
    """Return whether a file is a PDF."""
    return b"%PDF-" in content[:1024]


def xml_of_pdf(content: bytes, *, file: str, bounds: Bounds = BOUNDS) -> bytes:
    """Return the XML invoice in a PDF; raises InputRefusedError where it has none."""
    if len(content) > PDF_BYTES_MAX:
        message = f"{file} holds {len(content):,} bytes, more than {PDF_BYTES_MAX:,}"
        fix = "Ask for the invoice's XML alone."
        raise InputRefusedError((error("E-FILE-TOO-LARGE", message, where=file, fix=fix),))
    try:
        xml = run_apart(MODULE, content, bounds=bounds)
    except ApartError as problem:
        raise damaged(file, str(problem)) from problem
    if not xml:
        message = f"{file} is a PDF without an e-invoice in it: only what is printed"
        fix = "Ask for the XML, or the lines as XLSX or CSV."
        raise InputRefusedError((error("E-BILL-FORMAT", message, where=file, fix=fix),))
    return xml
