"""Does an instant read as its reader's language has it?"""

from __future__ import annotations

import datetime as dt

from django.template import Context, Template
from django.utils import translation

from lineproof.web.templatetags.moments import day_said, moment, moment_said

AT = dt.datetime(2025, 3, 4, 1, 5, tzinfo=dt.timezone(dt.timedelta(hours=8)))


def test_an_instant_reads_in_each_language_in_utc() -> None:
    """01:05 at UTC+8 is 17:05 of the day before; every template knows the filter."""
    for language, said in (("en", "3 Mar 2025, 17:05"), ("zh-hans", "2025年3月3日 17:05")):
        with translation.override(language):
            assert Template("{{ at|moment }}").render(Context({"at": AT})) == said
    assert moment(None) == ""


def test_a_day_and_a_month_stand_beside_what_a_program_reads() -> None:
    """A date, a text of a file, and an instant, which has its day in UTC; nothing is nothing."""
    template = Template("{{ one|day }} {{ two|day }} {{ at|day }} {{ none|day }} {{ three|month }}")
    values = {"one": dt.date(2025, 1, 31), "two": "2025-02-01", "at": AT, "three": "2025-03"}
    with translation.override("zh-hans"):
        assert template.render(Context(values | {"none": None})) == (
            '<time datetime="2025-01-31">2025年1月31日</time> '
            '<time datetime="2025-02-01">2025年2月1日</time> '
            '<time datetime="2025-03-03">2025年3月3日</time>  '
            '<time datetime="2025-03">2025年3月</time>'
        )


def test_what_somebody_typed_for_a_month_is_escaped() -> None:
    """It is no month, and no element either."""
    shown = Template("{{ asked|month }}").render(Context({"asked": "<b>2025-01</b>"}))
    assert shown == "&lt;b&gt;2025-01&lt;/b&gt;"


def test_an_instant_of_a_record_reads_in_utc() -> None:
    """With its seconds where it has some; a day stays a day."""
    with translation.override("en"):
        assert moment_said("2025-03-04T08:30:00Z") == "4 Mar 2025, 08:30 UTC"
        assert moment_said("2025-03-04T08:30:05+08:00") == "4 Mar 2025, 00:30:05 UTC"
        assert moment_said("2025-03-04") == day_said("2025-03-04") == "4 Mar 2025"
