"""Is all that pages say there in Chinese, and is what is shipped what is read?"""

from __future__ import annotations

import gettext
import re
import subprocess
from pathlib import Path

from tests.web.conftest import ROOT

WEB = ROOT / "src" / "lineproof" / "web"
CATALOGUE = WEB / "locale" / "zh_Hans" / "LC_MESSAGES" / "django.po"
IN_TEMPLATE = re.compile(r"""\{% translate (?:"([^"]+)"|'([^']+)')""")
IN_CODE = re.compile(r"""\b_\(\s*"((?:[^"\\]|\\.)+)"\s*\)""")


def said() -> set[str]:
    """Return what templates and code say, but for texts with values in them."""
    found: set[str] = set()
    for path in [*WEB.rglob("*.html"), *WEB.rglob("*.txt")]:
        text = path.read_text("utf-8")
        found |= {double or single for double, single in IN_TEMPLATE.findall(text)}
    for path in WEB.rglob("*.py"):
        found |= set(IN_CODE.findall(path.read_text("utf-8")))
    return found


def shipped() -> gettext.GNUTranslations:
    """Return the catalogue that is shipped."""
    with CATALOGUE.with_suffix(".mo").open("rb") as file:
        return gettext.GNUTranslations(file)


def test_every_text_is_there_in_chinese() -> None:
    """No page falls back to English halfway."""
    catalogue = shipped()
    texts = said()
    assert len(texts) > 150
    assert [text for text in sorted(texts) if catalogue.gettext(text) == text] == []


def test_no_text_is_translated_that_nothing_says() -> None:
    """Each text without a value in it is said somewhere."""
    names = re.findall(r'^msgid "(.+)"$', CATALOGUE.read_text("utf-8"), re.MULTILINE)
    plain = {name.replace('\\"', '"') for name in names if "%(" not in name}
    assert plain - said() == set()


def test_what_is_shipped_is_what_is_read(tmp_path: Path) -> None:
    """The compiled catalogue says what the readable one does, and msgfmt finds nothing wrong."""
    made = tmp_path / "django.mo"
    subprocess.run(["msgfmt", "--check-format", "-o", made, CATALOGUE], check=True)
    assert made.read_bytes() == CATALOGUE.with_suffix(".mo").read_bytes()
