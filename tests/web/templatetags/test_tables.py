"""Are the cells of a row what a template would write?"""

from __future__ import annotations

from django.template import Context, Template
from django.utils import translation

ROW = [("left", "<script>"), ("right", "1,000.00"), ("wide", "大 & “small”")]


def test_cells_are_escaped_as_by_a_template() -> None:
    """The same row, cell by cell."""
    each = '{% for kind, text in row %}<td class="{{ kind }}">{{ text }}</td>{% endfor %}'
    expected = Template(each).render(Context({"row": ROW}))
    assert "&lt;script&gt;" in expected
    assert Template("{% load tables %}{% cells row %}").render(Context({"row": ROW})) == expected


def test_the_question_about_a_line_is_asked_in_the_readers_language() -> None:
    """As the catalogue has it; a line's own name is escaped where it stands."""
    asked = Template("{% load tables %}{{ line|asked_of }}")
    with translation.override("zh-hans"):
        assert asked.render(Context({"line": "<1>"})) == "行 &lt;1&gt; 的金额由来"
