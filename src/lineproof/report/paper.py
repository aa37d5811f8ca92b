"""How is data set on paper? Typst sets it with our own font; it is never read as markup."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from importlib import resources
from pathlib import Path

import typst

from lineproof.report.as_json import dumped

_REPORT = Path(str(resources.files("lineproof.report")))


def pages(template: str, data: Mapping[str, object], *, on: dt.date) -> bytes:
    """Return data as PDF; the same bytes for the same data.

    template: the name of one in `templates/`, which reads the input of that name. on: the PDF's
    date of creation.
    """
    folder = _REPORT / "templates"
    made = typst.compile(
        folder / f"{template}.typ",
        root=folder,
        font_paths=[_REPORT / "fonts"],
        ignore_system_fonts=True,
        format="pdf",
        sys_inputs={template: dumped(data)},
        timestamp=dt.datetime.combine(on, dt.time.min, tzinfo=dt.UTC),
    )
    assert isinstance(made, bytes), "a PDF is one file"
    return made
