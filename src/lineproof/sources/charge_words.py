"""What is a line for, where no column of the bill says so? Told by whole words of its own.

Only what no rent is called is told; any other line stays blank, and its sign and id tell. A word
for credit counts only where the amount is one: a tariff may be called a discount too.
"""

from __future__ import annotations

import polars as pl

#: By charge, the first that fits: English words, in the singular or with an s, and Chinese ones.
CHARGE_WORDS = {
    "balance": (
        ("previous balance", "opening balance", "balance forward", "brought forward",
         "carried forward", "balance carried", "arrears"),
        ("上期结余", "上期余额", "上期欠费", "前期欠费", "往期欠费", "历史欠费", "结转"),
    ),
    "credit": (
        ("discount", "credit", "allowance", "rebate", "refund"),
        ("减免", "扣减", "优惠", "折扣", "退费", "抵扣"),
    ),
    "interest": (
        ("late fee", "late charge", "late payment", "late payment fee", "interest"),
        ("滞纳金", "违约金", "逾期利息", "利息"),
    ),
    "surcharge": (
        ("surcharge", "administration fee", "administrative fee", "admin fee", "handling fee",
         "levy"),
        ("附加费", "手续费"),
    ),
    "one_off": (
        ("installation", "set-up", "setup", "one-off", "one-time", "activation fee",
         "connection fee"),
        ("一次性", "安装费", "初装费", "调测费", "开通费"),
    ),
}  # fmt: skip
#: Beside these, a word for what is paid once says only what the rent includes.
_RENT = r"\b(?:rent|rental|monthly|recurring|incl|including|includes|free)\b|月租|租费|租金|含|免"
_WORDS = ("product", "text")


def with_charges_told(lines: pl.DataFrame) -> pl.DataFrame:
    """Return lines whose `charge` is told by their product and note, where one of these tells it.

    lines: columns of `BILL_LINES`, none with a charge. An id without a digit counts as a note:
    it is none.

    >>> from lineproof.model.bill import BILL_LINES
    >>> rows = [{"product": "Late fee"}, {"product": "fibre"}]
    >>> with_charges_told(pl.DataFrame(rows, schema=BILL_LINES.schema()))["charge"].to_list()
    ['interest', None]
    """
    noted = pl.when(~pl.col("circuit").str.contains("[0-9]")).then("circuit")
    words = pl.concat_str([*_WORDS, noted], separator="\n", ignore_nulls=True).alias("words")
    said = lines.select(words, pl.coalesce("net", "gross").alias("amount"))
    distinct = said.select(pl.col("words").unique())
    plain = pl.col("words").str.normalize("NFKC").str.to_lowercase()
    has = distinct.select("words", *(plain.str.contains(_form(c)).alias(c) for c in CHARGE_WORDS),
                          plain.str.contains(_RENT).alias("rent"))  # fmt: skip
    joined = said.join(has, on="words", how="left", maintain_order="left", nulls_equal=True)
    return lines.with_columns(joined.select(_told().alias("charge"))["charge"])


def _form(charge: str) -> str:
    """Return the pattern of a charge's words; a space may be a hyphen, and any hyphen a space."""
    english, chinese = CHARGE_WORDS[charge]
    spaced = "|".join(word.replace("-", " ").replace(" ", "[ -]") for word in english)
    return rf"\b(?:{spaced})s?\b|{'|'.join(chinese)}"


def _told() -> pl.Expr:
    """Return the first charge whose words a line has, and which it can be."""
    fits = {"credit": pl.col("amount") < 0, "one_off": ~pl.col("rent")}
    told = pl.lit(None, pl.String)
    for charge in reversed(CHARGE_WORDS):
        is_so = pl.col(charge) & fits.get(charge, pl.lit(value=True))
        told = pl.when(is_so).then(pl.lit(charge)).otherwise(told)
    return told
