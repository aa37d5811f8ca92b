"""What does a month-end say? Its texts in English and in Chinese.

Names, clauses and what people recorded are never translated.
"""

from __future__ import annotations

from lineproof.report.wording import Bilingual


class CloseWord(Bilingual):
    """Texts of a month-end: accruals, prepaid, credits, what is left, the journal."""

    CLOSE = ("Month-end", "月末关账")
    WHAT = ("Balance", "项目")
    ACCRUED = ("Accrued, not billed", "应计未开票")
    OPENING = ("Prepaid at the start", "期初预付款")
    ADDED = ("billed ahead this month", "本月新增预付")
    RELEASED = ("used by this month", "本月摊销")
    CLOSING = ("Prepaid at the end", "期末预付款")
    CREDITS = ("Credits receivable, certain", "应收抵扣（确定）")
    CLAIMED = ("Claimed, not booked", "已索赔，未入账")
    DISPUTED = ("Disputed, not booked", "争议金额，未入账")
    NET = (
        "The journal leaves out the tax that is got back.",
        "分录不含可抵扣进项税额。",
    )
    GROSS = ("The journal is gross: no tax is got back.", "分录含税：进项税额不可抵扣。")
    NOT_STATED = (
        "The contract doesn't say how much tax is got back (vat_recovery): the journal is gross.",
        "合同未注明进项税额可抵扣比例（vat_recovery），分录按含税金额。",
    )
    LEFT = ("Left to spend", "剩余额度")
    KIND = ("Of", "类别")
    NAME = ("Name", "名称")
    GIVEN = ("Given", "总额")
    USED = ("Used", "已用")
    REMAINS = ("Left", "剩余")
    PURCHASE_ORDER = ("purchase order", "采购单")
    BUDGET_LINE = ("budget line", "预算项")
    CONTRACT = ("contract", "合同总额")
    CENTRES = ("By cost centre, this month", "本月成本中心分摊")
    CENTRE = ("Cost centre", "成本中心")
    NOBODY = ("no rule names one", "未指定")
    JOURNAL = ("Journal", "分录")
    ENTRY = ("Entry", "分录号")
    DATE = ("Date", "日期")
    ACCOUNT = ("Account", "科目")
    DEBIT = ("Debit", "借方")
    CREDIT = ("Credit", "贷方")
    NO_LINES = ("Nothing is to be booked.", "无需入账。")
    OPEN = (
        "Something isn't known yet: what depends on it has no journal line.",
        "存在未定金额：相关项目未生成分录。",
    )


KINDS = {
    "purchase_order": CloseWord.PURCHASE_ORDER,
    "budget_line": CloseWord.BUDGET_LINE,
    "contract": CloseWord.CONTRACT,
}
