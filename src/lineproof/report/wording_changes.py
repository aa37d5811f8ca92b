"""What do we call the parts of a change, and what checking the bills brought? In both languages."""

from __future__ import annotations

from lineproof.report.wording import Bilingual


class Change(Bilingual):
    """The texts of the report on months."""

    REPORT = ("From month to month", "逐月变动报告")
    PRICE = ("price changes", "调价")
    NEW = ("more units and days", "新开及增加天数")
    CEASED = ("fewer units and days", "停租及减少天数")
    DEDUCTION = ("reductions", "当月扣减")
    CREDIT = ("credits of earlier months", "以前月份抵扣")
    ONE_OFF = ("one-off charges", "一次性费用")
    USAGE = ("usage", "用量费用")
    INTEREST = ("late interest", "逾期利息")
    TAX = ("tax", "税额")
    CORRECTION = ("corrections", "更正")
    WHAT_CHANGED = ("What changed", "变动项目")
    AMOUNT = ("Amount", "金额")
    MONTH_COMES_TO = (
        "a month comes to what it claims: earned, credits moved to their month",
        "每月金额为当月应计，抵扣计入其兑现月份",
    )
    AXIS_FROM = ("The scale begins at {amount}.", "刻度自 {amount} 起。")
    SAVINGS = ("What checking the bills brought", "账单核查成果")
    DISPUTED = ("Disputed", "争议金额")
    AGREED = ("Agreed", "已同意")
    RECOVERED = ("Recovered", "已收回")
    AVOIDED = ("Avoided: agreed and never paid", "避免多付：已同意且未支付")
    OPEN = ("Not answered yet", "尚未答复")
    CAUSES = ("Top causes", "主要原因")
    CAUSE = ("Cause", "原因")
    NO_DISPUTES = ("No bill was disputed in these months.", "上述月份没有争议账单。")
    BASE = ("Base", "底")
    TOTAL = ("Month", "月")
    UP = ("More", "增加")
    DOWN = ("Less", "减少")
    LEVEL = ("After it", "累计")
    PAGE = ("Page {page} / {pages}", "第 {page} / {pages} 页")
