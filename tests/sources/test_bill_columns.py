"""Are confirmed columns kept as they were confirmed, and nothing else taken for them?"""

import pytest

from lineproof.model.errors import InputRefusedError
from lineproof.sources.bill_columns import (
    Layout,
    layout_for,
    layouts_toml,
    read_layouts,
    with_layout,
)

ODD = Layout(('Say "x"', "a\\b", "tab\there", "\x7f", "电路编号"), ("", "net", "", "", "circuit"))
PLAIN = Layout(("Circuit", "Amount"), ("circuit", "net"))


def test_what_is_written_is_read_again() -> None:
    """Quotes, backslashes, control characters and Chinese come back as they were."""
    text = layouts_toml([ODD, PLAIN])
    assert read_layouts(text.encode(), file="p.toml") == (ODD, PLAIN)


def test_a_confirmed_layout_takes_the_place_of_the_one_for_its_headers() -> None:
    """The other headers' one stays."""
    other = Layout(PLAIN.headers, ("circuit", "gross"))
    assert with_layout((PLAIN, ODD), other) == (ODD, other)


def test_a_layout_is_for_exactly_its_headers() -> None:
    """One header more, or another order, is another file."""
    assert layout_for([PLAIN], ["Circuit", "Amount"]) == PLAIN
    assert layout_for([PLAIN], ["Amount", "Circuit"]) is None
    assert layout_for([PLAIN], ["Circuit", "Amount", "Note"]) is None


@pytest.mark.parametrize(
    "text",
    [
        "", "layout = 1", "[[layout]]\nheaders = ['a']\n", "not toml [", "\udcff",
        "[[layout]]\nheaders = ['a']\ncolumns = ['nonsense']\n",
        "[[layout]]\nheaders = ['a']\ncolumns = []\n",
        "[[layout]]\nheaders = ['a', 'b']\ncolumns = ['net', 'net']\n",
        "[[layout]]\nheaders = [1]\ncolumns = ['net']\n",
    ],
)  # fmt: skip
def test_a_file_that_we_would_not_write_is_refused(text: str) -> None:
    """A wrong map would read wrong amounts: it is an error, with the file named."""
    content = text.encode(errors="surrogateescape")
    with pytest.raises(InputRefusedError) as refused:
        read_layouts(content, file="p.toml")
    assert [(f.code, f.where) for f in refused.value.findings] == [("E-TOML", "p.toml")]
