"""Does an instant read as its reader's language has it?"""

from __future__ import annotations

import datetime as dt

from django.template import Context, Template
from django.utils import translation

from lineproof.web.templatetags.moments import moment

AT = dt.datetime(2025, 3, 4, 1, 5, tzinfo=dt.timezone(dt.timedelta(hours=8)))


def test_an_instant_reads_in_each_language_in_utc() -> None:
    """01:05 at UTC+8 is 17:05 of the day before; every template knows the filter."""
    for language, said in (("en", "3 Mar 2025, 17:05"), ("zh-hans", "2025年3月3日 17:05")):
        with translation.override(language):
            assert Template("{{ at|moment }}").render(Context({"at": AT})) == said
    assert moment(None) == ""
