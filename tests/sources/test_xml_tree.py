"""Is XML parsed with all that is dangerous in it refused, and at no cost?"""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from tests.e_invoices import ubl

from lineproof.model.errors import InputRefusedError
from lineproof.sources import xml_tree
from lineproof.sources.xml_tree import parse_xml

LAUGHS = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
ATTACKS = {
    "billion laughs": f'<!DOCTYPE a [<!ENTITY l0 "ha">{LAUGHS}]><a>&l9;</a>',
    "quadratic": f'<!DOCTYPE a [<!ENTITY x "{"x" * 10**5}">]><a>{"&x;" * 10**4}</a>',
    "external entity": '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>',
    "entity of parameters": '<!DOCTYPE a [<!ENTITY % x SYSTEM "http://127.0.0.1:9/x"> %x;]><a/>',
    "external type": '<!DOCTYPE a SYSTEM "http://127.0.0.1:9/a.dtd"><a/>',
    "mere type": "<!DOCTYPE a><a/>",
    "defaults of attributes": '<!DOCTYPE a [<!ATTLIST a b CDATA "x">]><a/>',
}


@pytest.mark.parametrize("attack", ATTACKS.values(), ids=ATTACKS.keys())
def test_a_document_type_is_refused_unread(attack: str) -> None:
    """Whatever it defines: within a second, no entity grows and nothing is fetched."""
    begun = time.monotonic()
    with pytest.raises(InputRefusedError) as refused:
        parse_xml(attack.encode(), file="a.xml")
    assert [f.code for f in refused.value.findings] == ["E-XML-DOCTYPE"]
    assert time.monotonic() - begun < 5


@pytest.mark.parametrize(
    "content",
    [
        b"", b"<", b"<a>", b"<a></b>", b"<a>&x;</a>", b"text", b"<a/><b/>", b"\xff\xfe<",
        b"<?xml version='1.0' encoding='nonsense'?><a/>", b"<a>\x00</a>", b"<a b='1' b='2'/>",
        b"<a>" * 10_000 + b"</a>" * 10_000,
    ],
)  # fmt: skip
def test_what_is_no_xml_is_refused(content: bytes) -> None:
    """Damaged, nested ten thousand deep, or in an encoding that there isn't."""
    with pytest.raises(InputRefusedError) as refused:
        parse_xml(content, file="a.xml")
    assert [f.code for f in refused.value.findings] == ["E-FILE-DAMAGED"]


def test_xml_that_is_too_large_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """One byte over."""
    content = ubl()
    monkeypatch.setattr(xml_tree, "XML_BYTES_MAX", len(content))
    parse_xml(content, file="a.xml")
    with pytest.raises(InputRefusedError) as refused:
        parse_xml(content + b" ", file="a.xml")
    assert [f.code for f in refused.value.findings] == ["E-FILE-TOO-LARGE"]


def test_nothing_is_included_or_followed(tmp_path: Path) -> None:
    """An inclusion stays an element; a stylesheet is dropped."""
    secret = tmp_path / "secret"
    secret.write_text("s3cret")
    text = (
        f'<?xml-stylesheet href="{secret}"?><a xmlns:xi="http://www.w3.org/2001/XInclude">'
        f'<xi:include href="{secret}" parse="text"/></a>'
    )
    assert "s3cret" not in "".join(parse_xml(text.encode(), file="a.xml").itertext())


def test_other_encodings_are_read() -> None:
    """UTF-16 with its mark, and Latin-1 as declared."""
    assert parse_xml("<a>é</a>".encode("utf-16"), file="a.xml").text == "é"
    declared = "<?xml version='1.0' encoding='ISO-8859-1'?><a>é</a>".encode("latin-1")
    assert parse_xml(declared, file="a.xml").text == "é"
