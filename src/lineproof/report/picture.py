"""How is a picture drawn? Typst sets it with our own font; data is never read as markup."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from importlib import resources
from pathlib import Path
from typing import Literal

import typst

from lineproof.report.as_json import dumped

Form = Literal["svg", "png"]
Template = Literal["heat_map", "strip", "waterfall"]

_REPORT = Path(str(resources.files("lineproof.report")))
_DOTS_PER_INCH = 144


def drawn(template: Template, data: Mapping[str, object], *, form: Form) -> bytes:
    """Return a picture as one SVG or PNG; the same bytes for the same data."""
    folder = _REPORT / "templates"
    made = typst.compile(
        folder / f"{template}.typ",
        root=folder,
        font_paths=[_REPORT / "fonts"],
        ignore_system_fonts=True,
        format=form,
        ppi=_DOTS_PER_INCH,
        sys_inputs={"picture": dumped(data)},
        timestamp=dt.datetime(1970, 1, 1, tzinfo=dt.UTC),
    )
    assert isinstance(made, bytes), "a picture is one page"
    return made
