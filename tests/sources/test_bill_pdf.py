"""Is a PDF read for the invoice it carries, and only for that?"""

from __future__ import annotations

import io
import zlib

import pypdf
import pytest
from pypdf.generic import DictionaryObject, EncodedStreamObject, NameObject
from tests.e_invoices import cii

from lineproof.model.errors import InputRefusedError
from lineproof.sources import bill_pdf
from lineproof.sources.bill_pdf import is_pdf, xml_of_pdf


def pdf(content: bytes | None, *, packed: bytes = b"") -> bytes:
    """Return a PDF that carries a file, or whose packed stream of one is replaced."""
    writer = pypdf.PdfWriter()
    writer.add_blank_page(100, 100)
    if content is not None:
        attached = writer.add_attachment("factur-x.xml", content)
        if packed:
            stream = EncodedStreamObject()
            stream._data = packed  # noqa: SLF001 - packed already
            stream[NameObject("/Filter")] = NameObject("/FlateDecode")
            stream[NameObject("/Type")] = NameObject("/EmbeddedFile")
            files = attached.pdf_object["/EF"]
            assert isinstance(files, DictionaryObject)
            files[NameObject("/F")] = writer._add_object(stream)  # noqa: SLF001 - the same
    buffer = io.BytesIO()
    writer.write(buffer)
    return buffer.getvalue()


def refused(content: bytes) -> list[str]:
    """Return the codes of why a PDF is refused."""
    with pytest.raises(InputRefusedError) as caught:
        xml_of_pdf(content, file="a.pdf")
    return [finding.code for finding in caught.value.findings]


def test_the_invoice_comes_out_as_it_was() -> None:
    """Byte for byte."""
    content = pdf(cii())
    assert is_pdf(content)
    assert xml_of_pdf(content, file="a.pdf") == cii()


def test_a_pdf_without_one_is_refused() -> None:
    """What is only printed is never read."""
    assert refused(pdf(None)) == ["E-BILL-FORMAT"]


def test_a_damaged_pdf_is_refused() -> None:
    """Cut in half, or only called one."""
    assert refused(b"%PDF-1.7 nonsense") == ["E-FILE-DAMAGED"]


def test_a_bomb_in_a_stream_ends_only_the_process_that_looks() -> None:
    """128 MiB of zeros packed into 0.6: the child may take no more than it is given."""
    bomb = zlib.compress(b"\0" * 2**27, 1)
    content = pdf(b"x", packed=bomb)
    assert len(content) < 2**23
    assert refused(content) == ["E-FILE-DAMAGED"]


def test_a_pdf_that_is_too_large_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """A byte over."""
    content = pdf(None)
    monkeypatch.setattr(bill_pdf, "PDF_BYTES_MAX", len(content) - 1)
    assert refused(content) == ["E-FILE-TOO-LARGE"]
