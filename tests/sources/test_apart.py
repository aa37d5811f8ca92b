"""Does a child that fails, hangs or grows end only itself, with a reason?"""

from __future__ import annotations

import io

import pypdf
import pytest

from lineproof.sources.apart import ApartError, Bounds, run_apart

SMALL = Bounds(seconds=30, memory_bytes=2**30)


def test_an_answer_comes_back() -> None:
    """A PDF without anything in it answers nothing, and that is an answer."""
    writer, empty = pypdf.PdfWriter(), io.BytesIO()
    writer.add_blank_page(100, 100)
    writer.write(empty)
    assert run_apart("lineproof.sources.pdf_process", empty.getvalue(), bounds=SMALL) == b""


def test_a_child_that_fails_says_why() -> None:
    """Its last line is the reason."""
    with pytest.raises(ApartError, match=r"Pdf|EOF|stream"):
        run_apart("lineproof.sources.pdf_process", b"no pdf", bounds=SMALL)


def test_a_module_that_is_not_there() -> None:
    """Nothing is taken for an answer."""
    with pytest.raises(ApartError, match="No module"):
        run_apart("lineproof.sources.nothing", b"", bounds=SMALL)


def test_a_child_that_takes_too_long_is_ended() -> None:
    """A second is too short to import the rules' processor and read a large invoice."""
    with pytest.raises(ApartError):
        run_apart(
            "lineproof.sources.en16931_process", b"<a/>", bounds=Bounds(0, 2**30)
        )  # fmt: skip


def test_a_child_that_grows_is_ended() -> None:
    """50 MB are too little for the processor of the rules."""
    with pytest.raises(ApartError):
        run_apart("lineproof.sources.en16931_process", b"<a/>", bounds=Bounds(30, 50 * 2**20))
