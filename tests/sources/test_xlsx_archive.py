"""An archive is inflated within limits before a spreadsheet reader may see it."""

from __future__ import annotations

import io
import zipfile

import pytest

from lineproof.model.errors import InputRefusedError
from lineproof.sources import xlsx_archive
from lineproof.sources.xlsx_archive import open_archive


def _zip(*parts: tuple[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """Return an archive of some parts."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", method) as archive:
        for name, content in parts:
            archive.writestr(name, content)
    return buffer.getvalue()


def _code(content: bytes) -> str:
    """Return why an archive is refused, or nothing."""
    try:
        open_archive(content, file="a.xlsx")
    except InputRefusedError as refusal:
        return refusal.findings[0].code
    return ""


@pytest.mark.parametrize("method", [zipfile.ZIP_DEFLATED, zipfile.ZIP_STORED])
def test_parts_are_inflated(method: int) -> None:
    """Their names are compared without case, as spreadsheet programs do."""
    archive = open_archive(_zip(("xl/A.xml", b"text" * 999), method=method), file="a.xlsx")
    assert b"".join(archive.chunks("XL/a.xml")) == b"text" * 999
    assert list(archive.chunks("none")) == []


def test_a_bomb_is_refused() -> None:
    """32 MiB of zeros pack about a thousand times: beyond 200, and beyond the 16 MiB that may."""
    assert _code(_zip(("a", bytes(32 * 2**20)))) == "E-FILE-TOO-LARGE"


def test_a_small_file_may_pack_well() -> None:
    """15 MiB of zeros stay below the 16 MiB from which the ratio counts."""
    assert _code(_zip(("a", bytes(15 * 2**20)))) == ""


def test_a_bomb_that_lies_about_its_size_is_refused() -> None:
    """Both its headers say that 32 MiB are 10 bytes: nobody asks them."""
    content = _zip(("a", bytes(32 * 2**20)))
    lie = content.replace((32 * 2**20).to_bytes(4, "little"), (10).to_bytes(4, "little"))
    assert lie != content
    assert _code(lie) == "E-FILE-TOO-LARGE"


def test_all_parts_count_together(monkeypatch: pytest.MonkeyPatch) -> None:
    """With a limit of 100 bytes, 60 + 40 fit and 60 + 41 don't."""
    monkeypatch.setattr(xlsx_archive, "INFLATED_BYTES_MAX", 100)
    assert _code(_zip(("a", bytes(60)), ("b", bytes(40)))) == ""
    assert _code(_zip(("a", bytes(60)), ("b", bytes(41)))) == "E-FILE-TOO-LARGE"


def test_damage_is_refused() -> None:
    """Cut off, no archive, packed otherwise, or a deflated part that doesn't end."""
    content = _zip(("a", b"text" * 999))
    assert _code(content[:-30]) == "E-FILE-DAMAGED"
    assert _code(b"PK\x03\x04") == "E-FILE-DAMAGED"
    assert _code(_zip(("a", b"text"), method=zipfile.ZIP_LZMA)) == "E-FILE-DAMAGED"
    assert _code(content[:35] + b"\xff\xff" + content[37:]) == "E-FILE-DAMAGED"


def test_two_parts_of_one_name_are_refused() -> None:
    """Two readers might take a different one."""
    with pytest.warns(UserWarning, match="Duplicate name"):
        content = _zip(("a", b"1"), ("a", b"2"))
    assert _code(content) == "E-FILE-DAMAGED"
    assert _code(_zip(("a", b"1"), ("A", b"2"))) == "E-FILE-DAMAGED"
