"""Has each account a name in both languages?"""

from lineproof.ledger.accounts import Account
from lineproof.report.ledger_words import ACCOUNT_WORDS


def test_each_account_has_a_name_of_its_own() -> None:
    """No two accounts look the same to a reader."""
    assert set(ACCOUNT_WORDS) == set(Account)
    for language in ("en", "zh"):
        assert len({word.said(language) for word in ACCOUNT_WORDS.values()}) == len(Account)
