"""What is a cause of a difference called, and what does it say of the bill? In both languages."""

from __future__ import annotations

from lineproof.reconcile.causes import Cause
from lineproof.report.wording import Language

_Texts = tuple[str, str]

#: Name, then what is said of such a line to the provider: each in English and in Chinese.
_CAUSES: dict[Cause, tuple[_Texts, _Texts]] = {
    Cause.WRONG_CURRENCY: (
        ("wrong currency", "币种不符"),
        ("billed in another currency than the contract's", "账单币种与合同约定币种不一致"),
    ),
    Cause.WRONG_CONTRACT: (
        ("wrong account or contract", "账户或合同不符"),
        ("billed to an account or contract that isn't ours", "计入了他方的账户或合同"),
    ),
    Cause.BILLED_TWICE: (
        ("billed twice", "重复计费"),
        ("circuit and period stand on another line or bill", "同一电路、同一期间另有计费"),
    ),
    Cause.UNKNOWN_ID: (
        ("unknown id", "未订购的电路"),
        ("no order of ours has this id", "该编号不在我方任何订单之中"),
    ),
    Cause.NOT_YET_ACCEPTED: (
        ("not yet accepted", "尚未验收"),
        ("billed before it was accepted", "验收合格之前不应计费"),
    ),
    Cause.CEASED: (
        ("ceased", "停租后计费"),
        ("billed after it had ceased", "停租之后仍在计费"),
    ),
    Cause.OUTSIDE_TERM: (
        ("outside the term", "合同期外"),
        ("billed for days outside the contract's term", "计费日期在合同期之外"),
    ),
    Cause.CARRIED_BALANCE: (
        ("carried balance", "上期余额"),
        ("an earlier bill's balance is asked for again", "重复要求支付以前账单的余额"),
    ),
    Cause.LATE_FEE: (
        ("late fee", "滞纳金"),
        ("interest beyond what the clause gives", "超出条款约定的逾期利息"),
    ),
    Cause.SURCHARGE: (
        ("surcharge", "未约定的附加费"),
        ("no clause provides for this charge", "没有任何条款约定该项费用"),
    ),
    Cause.NOT_BILLED: (
        ("not billed", "未计费"),
        ("owed and absent from the bill", "应计而账单中没有"),
    ),
    Cause.BACK_BILLING: (
        ("back-billing", "超期补收"),
        ("billed after the time for it had run out", "超过补收期限后才计费"),
    ),
    Cause.WRONG_PERIOD: (
        ("wrong period", "期间不符"),
        ("billed for other months than these", "计费期间不是本账期"),
    ),
    Cause.WRONG_PRORATION: (
        ("wrong proration", "不足月计算有误"),
        ("part of a month is worked out otherwise than agreed", "不足月部分未按约定方法计算"),
    ),
    Cause.WRONG_QUANTITY: (
        ("wrong quantity", "数量不符"),
        ("more units are billed than were in service", "计费数量多于在用数量"),
    ),
    Cause.LIST_PRICE: (
        ("list price", "未按折扣价计费"),
        ("the price before the agreed discount is billed", "按折扣前的目录价计费"),
    ),
    Cause.WRONG_PRICE: (
        ("wrong price", "单价不符"),
        ("another price is billed than was agreed", "计费单价与约定单价不一致"),
    ),
    Cause.MISSING_CREDIT: (
        ("missing credit", "扣减未兑现"),
        ("an agreed credit isn't applied, or not in full", "应作的扣减未作或不足额"),
    ),
    Cause.TAX: (
        ("tax", "税额不符"),
        ("the tax isn't what rate and base come to", "税额与税率、计税基础不符"),
    ),
    Cause.ROUNDING: (
        ("rounding", "尾差"),
        ("rounded at another point than agreed", "舍入位置与约定不一致"),
    ),
    Cause.UNEXPLAINED: (
        ("unexplained", "原因不明"),
        ("nothing that was agreed explains this amount", "约定内容无法解释该金额"),
    ),
}  # fmt: skip


def cause_name(cause: str, language: Language) -> str:
    """Return what a cause is called; what is none is shown as it comes.

    >>> cause_name("ceased", "en"), cause_name("ceased", "zh")
    ('ceased', '停租后计费')
    """
    return _text(cause, 0, language)


def cause_meaning(cause: str, language: Language) -> str:
    """Return what a cause says of a billed line.

    >>> cause_meaning("surcharge", "en")
    'no clause provides for this charge'
    """
    return _text(cause, 1, language)


def _text(cause: str, which: int, language: Language) -> str:
    """Return a cause's name or meaning."""
    if cause not in set(Cause):
        return cause
    english, chinese = _CAUSES[Cause(cause)][which]
    return english if language == "en" else chinese
