"""Does only a file come in that is what its name says, and none that is too large?"""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import polars as pl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import RequestFactory

from lineproof.web.doing import uploads
from lineproof.web.doing.uploads import EVIDENCE, Kind, UploadRefusedError, plain_name, upload_of


def archive(*names: str) -> bytes:
    """Return a ZIP archive of empty files."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as made:
        for name in names:
            made.writestr(name, b"")
    return out.getvalue()


def workbook() -> bytes:
    """Return a workbook."""
    out = io.BytesIO()
    pl.DataFrame({"a": [1]}).write_excel(out)
    return out.getvalue()


def table() -> bytes:
    """Return a Parquet file."""
    out = io.BytesIO()
    pl.DataFrame({"a": [1]}).write_parquet(out)
    return out.getvalue()


def sent(name: str, content: bytes) -> uploads.Upload:
    """Send a file by a form whose page takes every kind."""
    file = SimpleUploadedFile(name, content, content_type="text/csv")  # whatever it says
    request = RequestFactory().post("/", {"file": file})
    return upload_of(request, "file", kinds=list(Kind))


CSV = "序号,月租\n1,900.00\n".encode()
#: One file of each kind, and those of the others' that it is taken for none of.
REAL = {
    Kind.CSV: CSV,
    Kind.XLSX: workbook(),
    Kind.PARQUET: table(),
    Kind.XML: b'\xef\xbb\xbf<?xml version="1.0"?><Invoice/>',
    Kind.PDF: b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n",
    Kind.ZIP: archive("contract.toml"),
}
TEXTS = {Kind.CSV, Kind.XML}  # XML is text too: what a table of it says, its reader tells


@pytest.mark.parametrize("named", REAL)
@pytest.mark.parametrize("kind", REAL)
def test_a_file_is_what_its_name_says(named: Kind, kind: Kind) -> None:
    """Each kind under each name: only its own is taken, but XML for a text as well."""
    name, content = f"x.{named.value.upper()}", REAL[kind]
    if named is kind or (named is Kind.CSV and kind in TEXTS):
        assert sent(name, content) == uploads.Upload(name, named, content)
        return
    with pytest.raises(UploadRefusedError, match="isn't what its name says"):
        sent(name, content)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("x.csv", CSV.decode().encode("utf-16")),
        ("x.csv", CSV.decode().encode("gb18030")),
        ("x.txt", b"a"),
        ("x.xml", "<Invoice/>".encode("utf-16")),
        ("x.toml", b'[contract]\nid = "a"\n'),
    ],
)
def test_texts_of_any_encoding_come_in(name: str, content: bytes) -> None:
    """What a reader makes of them is its business."""
    assert sent(name, content).content == content


@pytest.mark.parametrize(
    ("name", "content", "why"),
    [
        ("x.exe", b"MZ", "ends in none of .csv, .eml, .parquet"),
        ("x", b"a", "ends in none of"),
        ("x.csv", b"", "is empty"),
        ("x.csv", b"\0\0", "no .csv"),
        ("x.xlsx", b"PK\x03\x04 cut off", "no .xlsx"),
        ("x.xlsx", archive("word/document.xml"), "no .xlsx"),
        ("x.xls", bytes.fromhex("d0cf11e0a1b11ae1"), "ends in none of"),
        ("x.csv", bytes.fromhex("d0cf11e0a1b11ae1") + b"a", "no .csv"),
        ("x.html", b"<script>", "ends in none of"),
        ("x.svg", b"<svg/>", "ends in none of"),
    ],
)
def test_what_is_none_of_them_is_refused(name: str, content: bytes, why: str) -> None:
    """A program, an empty file, a page, a picture, an archive that is no workbook."""
    with pytest.raises(UploadRefusedError, match=why):
        sent(name, content)


def test_a_file_may_be_as_large_as_allowed_and_no_larger(monkeypatch: pytest.MonkeyPatch) -> None:
    """With a limit of 10 bytes: 10 come in, 11 don't."""
    monkeypatch.setattr(uploads, "FILE_BYTES_MAX", 10)
    assert sent("x.csv", b"1234567890").name == "x.csv"
    with pytest.raises(UploadRefusedError, match="is larger than"):
        sent("x.csv", b"12345678901")


def test_a_form_without_its_file_is_told() -> None:
    """Nothing chosen, or another field."""
    for given in ({}, {"other": SimpleUploadedFile("x.csv", CSV)}, {"file": "x.csv"}):
        with pytest.raises(UploadRefusedError, match="Choose a file"):
            upload_of(RequestFactory().post("/", given), "file", kinds=EVIDENCE)


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("a.csv", "a.csv"),
        ("../../etc/passwd", "passwd"),
        ("C:\\bills\\2025.xlsx", "2025.xlsx"),
        ("a\x00\n\u202ecsv.exe", "acsv.exe"),
        ("..", "file"),
        ("", "file"),
        (".csv", "csv"),
        ("账单 一月.xlsx", "账单 一月.xlsx"),
        ("x" * 200 + ".csv", "x" * 116 + ".csv"),
        ("x." + "y" * 200, "." + "y" * 119),
    ],
)
def test_a_name_is_no_path_and_shows_what_it_is(given: str, kept: str) -> None:
    """The last part alone, without control characters or those that turn text around; ≤ 120."""
    assert plain_name(given) == kept
    assert Path(kept).name == kept
