"""Bytes become text by strict rules, or are refused with the place."""

from __future__ import annotations

import pytest

from lineproof.sources.decode import decode

_TEXT = "line,站点\n1,北京\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "gb18030"])
def test_each_encoding_gives_the_same_text(encoding: str) -> None:
    """utf-16 writes a mark in front, utf-8-sig too; both are gone afterwards."""
    assert decode(_TEXT.encode(encoding), file="a.csv").utf8.decode() == _TEXT


def test_big_endian_utf16_needs_its_mark_too() -> None:
    """FE FF says which byte comes first."""
    content = b"\xfe\xff" + _TEXT.encode("utf-16-be")
    assert decode(content, file="a.csv").utf8.decode() == _TEXT


def test_utf8_is_said_nothing_about() -> None:
    """It is what we ask for."""
    assert decode(_TEXT.encode(), file="a.csv").findings == ()


def test_gb18030_is_said() -> None:
    """Bytes can be valid GB18030 by accident: a person must look at the text."""
    (finding,) = decode(_TEXT.encode("gb18030"), file="a.csv").findings
    assert (finding.code, finding.where) == ("W-ENCODING", "a.csv:1")
    assert "line,站点" in finding.message


def test_bytes_of_no_encoding_are_refused_with_their_place() -> None:
    """0xFF is no byte of UTF-8, nor of GB18030; it is byte 9, behind one line end."""
    (finding,) = decode(b"line,id\n1\xff,2", file="a.csv").findings
    assert (finding.code, finding.where) == ("E-ENCODING", "a.csv:2")
    assert "byte 9 (0xFF" in finding.message


def test_a_cut_character_is_refused() -> None:
    """京 is three bytes in UTF-8; the first two alone are odd in GB18030 too, before a line end."""
    content = "北".encode()[:2] + b"\xff\n"
    assert decode(content, file="a.csv").findings[0].code == "E-ENCODING"


def test_cut_utf16_is_refused_in_its_line() -> None:
    """Three bytes behind the mark are one and a half characters."""
    (finding,) = decode("a\nb".encode("utf-16")[:-1], file="a.csv").findings
    assert (finding.code, finding.where) == ("E-ENCODING", "a.csv:2")


@pytest.mark.parametrize(
    "content", [b"a\n\0", "a\n\0".encode("utf-16"), "北\n\0".encode("gb18030")]
)
def test_nul_is_refused_in_its_line(content: bytes) -> None:
    """Whatever the encoding, no text holds one; UTF-32 shows by them as well."""
    (finding,) = decode(content, file="a.csv").findings
    assert (finding.code, finding.where) == ("E-ENCODING", "a.csv:2")


def test_nothing_is_text() -> None:
    """An empty file is for the grid to refuse."""
    assert decode(b"", file="a.csv").findings == ()
