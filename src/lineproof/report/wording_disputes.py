"""What do we call disputes, claims and savings? In English and in Chinese."""

from __future__ import annotations

from lineproof.report.wording import Bilingual


class Said(Bilingual):
    """What reports of disputes say."""

    DISPUTES = ("Disputes", "争议")
    DISPUTE = ("Dispute", "争议号")
    NO_DISPUTES = ("No disputes.", "没有争议。")
    BILL = ("Bill", "账单")
    STATE = ("State", "状态")
    SINCE = ("Since", "自")
    AGE_DAYS = ("Days", "天数")
    DISPUTED = ("Disputed", "争议金额")
    AGREED = ("Agreed", "已同意")
    RECOVERED = ("Recovered", "已收回")
    NEXT_DAY = ("By", "期限")
    NEXT_STEP = ("What is next", "下一步")
    IN_ALL = ("in all", "合计")
    DRAFT = ("draft", "草稿")
    SENT = ("sent", "已发出")
    ACKNOWLEDGED = ("acknowledged", "已确认收到")
    IS_AGREED = ("agreed", "已同意")
    PARTLY = ("partly agreed", "部分同意")
    REJECTED = ("rejected", "已拒绝")
    CREDITED = ("credited", "已冲减")
    CLOSED = ("closed", "已结束")
    ACCEPTED = ("let stand", "不予追究")
    UNANSWERED = ("Not answered yet", "尚未答复")
    BY_AGE = ("Not answered yet, by days since it was sent", "尚未答复，按发出天数")
    DAYS_TO = ("{first} to {last}", "{first} 至 {last}")
    DAYS_OVER = ("over {last}", "{last} 以上")
    TO_SEND = ("send it", "发出")
    TO_ANSWER = ("the provider's answer", "对方答复")
    TO_CREDIT = ("the credit", "冲减")
    TO_CLOSE = ("close it", "结束")
    DRAFTED = ("drafted {dispute} in {folder}", "已起草 {dispute}，存于 {folder}")
    DISPUTED_IN_ALL = ("disputed {amount}", "争议金额 {amount}")
    SEND_BY = ("send it by {day} ({clause})", "最迟于 {day} 发出（{clause}）")
    SEND_OVER = (
        "send it by {day} ({clause}), which is over",
        "最迟于 {day} 发出（{clause}），已逾期",
    )
    ONCE_SENT = ("once sent: {command}", "发出后请记录：{command}")
    NOT_SEALED = (
        "{month} isn't sealed, and its evidence can still change: seal it, and draft again.",
        "{month} 尚未封存，证据仍可能变化：请封存后重新起草。",
    )
