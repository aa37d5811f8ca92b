"""Is the same request known again, and another told from it?"""

from __future__ import annotations

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import RequestFactory

from lineproof.web.api.request_hash import request_sha256


def posted(content: bytes = b"a", name: str = "a.csv", **fields: str) -> str:
    """Return the hash of a form with a file; each is sent with another boundary."""
    form = {"file": SimpleUploadedFile(name, content), **fields}
    request = RequestFactory().post("/bills", form)
    made = request_sha256(request)
    assert request.FILES["file"].read() == content  # type: ignore[union-attr]  # one file
    return made


def test_a_form_is_what_it_holds() -> None:
    """Its fields, its file, the file's name; the file is left at its beginning."""
    told = {posted(number="1"), posted(number="2"), posted(b"b", number="1"),
            posted(name="b.csv", number="1")}  # fmt: skip
    assert len(told) == 4
    assert posted(number="1") in told


def test_json_is_what_it_is_sent_to() -> None:
    """Its address and its bytes."""
    ask = RequestFactory().post
    one, two, other = (request_sha256(ask(to, body, content_type="application/json"))
                       for to, body in (("/a", b"{}"), ("/a", b"{ }"), ("/b", b"{}")))  # fmt: skip
    assert len({one, two, other}) == 3
