"""Is the right one found among what a PDF carries?"""

from __future__ import annotations

import io

import pypdf
import pytest

from lineproof.sources.pdf_process import embedded_xml


def pdf(**attached: bytes) -> bytes:
    """Return a PDF of a blank page that carries files; `_` stands for a dot in their names."""
    writer = pypdf.PdfWriter()
    writer.add_blank_page(100, 100)
    for name, content in attached.items():
        writer.add_attachment(name.replace("_", "."), content)
    buffer = io.BytesIO()
    writer.write(buffer)
    return buffer.getvalue()


@pytest.mark.parametrize(
    ("attached", "expected"),
    [
        ({}, b""),
        ({"a_txt": b"1"}, b""),
        ({"a_xml": b"1"}, b"1"),
        ({"a_xml": b"1", "xrechnung_xml": b"2"}, b"2"),
        ({"xrechnung_xml": b"2", "factur-x_xml": b"3"}, b"3"),
    ],
)
def test_the_known_names_go_first(attached: dict[str, bytes], expected: bytes) -> None:
    """Factur-X before XRechnung before any other XML; other files are none."""
    assert embedded_xml(pdf(**attached)) == expected
