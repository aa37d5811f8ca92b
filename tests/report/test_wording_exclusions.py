"""Is every word of a claim said in both languages?"""

import pytest

from lineproof.report.wording_exclusions import Excluded, stands_text, wanting_text


@pytest.mark.parametrize("word", Excluded)
def test_each_text_has_both_languages(word: Excluded) -> None:
    """Neither is empty, and they differ."""
    assert word.said("en")
    assert word.said("zh")
    assert word.said("en") != word.said("zh")


@pytest.mark.parametrize(
    ("english", "chinese"),
    [("notice of it", "通知"), ("notice 48 h before", "提前 48 小时的通知"),
     ("evidence: a photograph", "证据：a photograph"),
     ("the other side's signature", "对方签字"), ("a seal", "a seal")],
)  # fmt: skip
def test_what_is_lacking(english: str, chinese: str) -> None:
    """The contract's own words stay; what nobody foresaw stays English."""
    assert (wanting_text(english, "en"), wanting_text(english, "zh")) == (english, chinese)


def test_where_a_claim_stands() -> None:
    """As the code says it, or in Chinese."""
    assert stands_text("accepted by silence", "en") == "accepted by silence"
    assert stands_text("accepted by silence", "zh") == "因沉默视为接受"
