"""How is what the earlier stages say put into Chinese? Charges, kinds, milestones, sentences.

In English they are shown as they come. A sentence nobody foresaw stays English: better that than
left out. Clauses, names and what people wrote into records are never translated.
"""

from __future__ import annotations

import re

from lineproof.model.finding import Severity, Status
from lineproof.report.wording import Language, Word

_CHARGES = {
    "rent": ("Rent", "租金"),
    "deduction": ("Deduction", "扣减"),
    "one_off": ("One-off charge", "一次性费用"),
    "late_interest": ("Late interest", "逾期利息"),
    "delay_penalty": ("Delay penalty", "延期违约金"),
    "bundle": ("Bundle fee", "套餐费"),
    "overage": ("Overage", "超量费"),
    "early_end": ("Leaving early", "提前终止补偿"),
    "lost_claim": ("Claim lost", "逾期未索赔"),
    "liability_cap": ("Beyond the liability cap", "超出责任限额"),
}
_KINDS = {
    "price_lines": ("price list", "价格清单"),
    "circuit_schedule": ("circuit schedule", "电路清单"),
    "one_off": ("one-off charge", "一次性费用"),
    "proration": ("part months", "不足月计费"),
    "scorecard": ("scorecard", "考核评分表"),
    "bands": ("score bands", "分档支付"),
    "payment_plan": ("payment plan", "付款计划"),
    "late_interest": ("late interest", "逾期利息"),
    "delay_penalty": ("delay penalty", "延期违约金"),
    "incident": ("incidents and clocks", "故障事件与计时"),
    "deemed": ("deemed acceptance", "视为验收"),
    "notice": ("notice", "通知"),
    "termination": ("termination", "提前终止"),
    "liability_cap": ("liability cap", "责任限额"),
    "renewal": ("renewal", "续期"),
    "tax": ("tax", "税"),
    "credit": ("credit", "抵扣"),
    "bundle": ("bundle", "套餐"),
    "tolerance": ("tolerance", "对账容差"),
    "availability": ("availability", "可用率"),
    "exclusion": ("exclusion", "免责情形"),
    "outage_credit": ("outage credit", "中断赔付"),
    "claim": ("claim", "索赔"),
    "chronic": ("chronic failure", "频繁故障"),
    "bill_objection": ("bill objection", "账单异议"),
    "obligation": ("obligation", "义务"),
    "right": ("right", "权利"),
    "unmodelled": ("prose without a computable form", "无法计算的条文"),
}
_METHODS = {
    "actual_days": ("by actual days", "按实际天数"),
    "thirty": ("by days of 30", "按每月 30 天"),
    "half_month": ("by half months", "按半月"),
    "annual_365": ("by days of 365", "按每年 365 天"),
    "none": ("as a full month", "按整月"),
}
_SEVERITIES = {
    Severity.ERROR: ("error", "错误"),
    Severity.QUESTION: ("question", "待确认"),
    Severity.WARNING: ("warning", "提示"),
}
_STATUSES = {Status.OPEN: ("open", "未决"), Status.ANSWERED: ("answered", "已答复")}
_METRICS = {"score": Word.SCORE, "availability": Word.AVAILABILITY}
_REASONS = {
    "no data": "没有数据",
    "not sent": "未发出探测",
    "suspect": "数据存疑",
    "no quorum": "有效测点不足",
    "carried in": "沿用此前的未知状态",
    "members unknown": "组内电路状态未知",
    "length not known": "中断时长未知",
}
_WAITING = {
    "the contract's effect": "合同生效",
    "release of the funds": "资金到位",
    "readiness": "具备验收条件",
    "the request for acceptance": "提出验收申请",
    "the reminder": "催告",
    "signed acceptance": "签署验收",
    "an invoice": "发票",
    "a day the contract doesn't name": "合同未写明的日期",
    "a payment clause: the contract has none": "付款条款（合同未约定）",
    "a payment clause for the renewed term: the plan pays for the signed one alone": (
        "续期付款条款（付款计划仅约定原合同期）"
    ),
    "refund by the provider": "乙方退款",
    "a credit note": "红字发票",
    "an answer to an open question": "对待确认问题的答复",
}
_ITEMS = {"late interest": "逾期利息", "refund": "退款", "credit": "抵扣", "balance": "补付"}
_SENTENCES = tuple(
    (re.compile(english), chinese)
    for english, chinese in (
        (r"interest on (.+) is capped \(clause (.+?)\)", r"\1 的逾期利息已达上限（条款 \2）"),
        (
            r"interest on (.+) is capped \(clause (.+?)\); right (.+) arises",
            r"\1 的逾期利息已达上限（条款 \2），产生权利 \3",
        ),
        (
            r"(.+) is (\d+) days late, more than (\d+): a right arises \(clause (.+)\)",
            r"\1 已逾期 \2 天，超过 \3 天，产生权利（条款 \4）",
        ),
        (
            r"(\S+) (.*) is open, but every way to take it gives the same amounts",
            r"\1 \2 未决，但无论如何答复金额都相同",
        ),
        (
            r"(\S+) needs (\S+) of (\S+) \(between (\S+) and (\S+)\), and (\S+) has no .+",
            r"\1 需要 \3 的 \2，按现有记录介于 \4 与 \5 之间，\6 中没有唯一且在取值范围内的数值",
        ),
        (
            r"(\S+) needs (\S+) of (.+), and (\S+) has no single value of its domain",
            r"\1 需要 \3 的 \2，\4 中没有唯一且在取值范围内的数值",
        ),
        (
            r"(\S+) judges quarters \(clause (.+?)\): none ends in (\S+), and nothing is taken off",
            r"\1 按季度计算（条款 \2）：\3 不是季度末，不作扣减",
        ),
        (
            (
                r"(\S+) counts outages of circuits \(clause (.+?)\): "
                r"(\d+) units of price lists have none"
            ),
            r"\1 按电路计中断（条款 \2）：价格清单中有 \3 个单位没有电路",
        ),
        (
            (
                r"(\S+) needs the (availability|outages) of ([^:;]+): "
                r"unknown time leaves (.+) open: (.+)"
            ),
            r"\1 需要 \3 的测量数据，未知时间使 \4 无法确定：\5",
        ),
        (
            r"the interest on (.+) needs the rate (.+) of (\S+), and (\S+) has none",
            r"\1 的逾期利息需要 \3 的 \2 利率，\4 中没有",
        ),
        (
            r"(\S+) went on from (\S+) at list prices: no amendment says which",
            r"\1 自 \2 起按目录价续期：没有补充协议写明价格",
        ),
        (
            r"(\S+) went on from (\S+) at prices to be agreed: no amendment says which",
            r"\1 自 \2 起续期、价格另行商定：没有补充协议写明价格",
        ),
        (
            r"the penalty for (.+) is capped \(clause (.+?)\)",
            r"\1 的延期违约金已达上限（条款 \2）",
        ),
        (
            r"the penalty for (.+) is capped \(clause (.+?)\); right (.+) arises",
            r"\1 的延期违约金已达上限（条款 \2），产生权利 \3",
        ),
        (
            (
                r"what (\S+) gives back(?: of (\S+))? is lost on (\S+), unless it is claimed by "
                r"(\S+) \(clause (.+)\)"
            ),
            r"\1 的抵扣\2须在 \4 前索赔，否则于 \3 丧失（条款 \5）",
        ),
        (
            r"(\S+) makes up for the discount, and line (\S+) has no list rent",
            r"\1 须补足折扣差额，行 \2 没有目录价",
        ),
        (
            r"(\S+) is a share of the fees paid: (\S+) doesn't exist",
            r"\1 按已付费用的比例计算：\2 不存在",
        ),
        (
            r"whether it was paid isn't known: (\S+) doesn't exist",
            r"是否已付款未知：\1 不存在",
        ),
    )
)
_UNITS = {
    "of a month": "个月", "units": "个", "steps": "个单位", "days": "天", "min": "分钟", "s": "秒",
    "a year": "每年",
}  # fmt: skip
_LABELS = {
    "its part of the rounding of the whole, by largest remainder": "按最大余额法分得的整体舍入差",
    "a day's rent: monthly rent / days of the month": "日租：月租 / 当月天数",
    "given back to all lines without it": "不计上限时各行赔付合计",
    "carried: credits of earlier cycles": "结转：以前周期的抵扣",
    "a year's rent: 12 × monthly rent": "年租：12 × 月租",
    "its part of the contract's cap": "合同上限中的份额",
    "share of the time that counts": "占计入时间的比例",
    "unknown time taken as down": "未知时间按中断计",
    "too short for any bracket": "未达任何档次",
    "unknown time taken as up": "未知时间按可用计",
    "all outages of the month": "当月全部中断",
    "each hour by its bracket": "每小时按所在档次",
    "cap of the line's month": "该行当月上限",
    "rent with the factor": "计入系数的租金",
    "base with the factor": "计入系数的基数",
    "as far as it counts": "计入部分",
    "shares and amounts": "比例与金额",
    "in service within": "在用时间，期间",
    "mean of the units": "各单位平均",
    "in rounding steps": "以舍入单位计",
    "the month's rent": "当月租金",
    "time that counts": "计入时间",
    "after the factor": "计入系数后",
    "penalties and credits of the month": "当月违约金与抵扣",
    "beyond what the provider answers for": "超出乙方责任限额",
    "beyond what the buyer answers for": "超出甲方责任限额",
    "saved against list rents": "相对目录价节省",
    "what may still be borne": "尚可承担",
    "left of the cap": "限额余额",
    "fees of the last": "最近各月费用，月数",
    "credited for": "已抵扣，月份",
    "saved a month": "每月节省",
    "borne before": "此前已承担",
    "months used": "使用月数",
    "list rent": "目录价",
    "claimed by": "已索赔，截至",
    "fees paid by": "已付费用，截至",
    "lost on": "丧失于",
    "fees of": "费用，月份",
    "none is recorded": "没有记录",
    "days of a year": "一年的天数",
    "availability of": "可用率：",
    "down or unknown": "中断或未知",
    "taken out of it": "从中扣除",
    "one-off charges": "一次性费用",
    "rent without it": "未计系数的租金",
    "excluded of it": "其中免责",
    "one-off charge": "一次性费用",
    "interest is on": "计息基数",
    "late interest": "逾期利息",
    "rounding step": "舍入单位",
    "base × share": "基数 × 比例",
    "units judged": "计算单位数",
    "availability": "可用率",
    "capped share": "上限比例",
    "of the month": "个月",
    "monthly rent": "月租",
    "minor units": "最小货币单位",
    "all of them": "合计",
    "given back": "赔付",
    "left of it": "剩余",
    "as settled": "按结算金额",
    "in service": "在用",
    "rate a day": "日利率",
    "rate a year": "年利率",
    "at the cap": "达到上限",
    "all of it": "全部",
    "deduction": "扣减",
    "one unit": "单位",
    "nothing": "零",
    "months": "个月",
    "recorded": "已记录",
    "lines of": "行，属",
    "amounts": "金额",
    "unknown": "未知",
    "no data": "没有数据",
    "time up": "可用时间",
    "reaches": "达到",
    "lies in": "位于",
    "overdue": "逾期金额",
    "payable": "应付",
    "circuit": "电路",
    "outage": "中断",
    "others": "其余",
    "before": "此前",
    "so far": "至今",
    "factor": "系数",
    "begun": "始于",
    "units": "数量",
    "exact": "精确值",
    "share": "占比",
    "gross": "应计",
    "total": "合计",
    "margin": "加点",
    "score": "得分",
    "down": "中断",
    "read": "读取于",
    "rent": "租金",
    "base": "基数",
    "rate": "比率",
    "days": "天",
    "line": "行",
    "due": "到期",
    "cap": "上限",
    "net": "不含税",
    "tax": "税额",
}
#: The longest first, so that a phrase is taken before a word in it.
_LABEL_WORD = re.compile("|".join(rf"\b{re.escape(english)}\b" for english in _LABELS))


def charge_name(charge: str, language: Language) -> str:
    """Return a charge's name.

    >>> charge_name("one_off", "en"), charge_name("rent", "zh")
    ('One-off charge', '租金')
    """
    return _either(_CHARGES.get(charge, (charge, charge)), language)


def kind_name(kind: str, language: Language) -> str:
    """Return the name of a kind of term."""
    return _either(_KINDS.get(kind, (kind, kind)), language)


def method_name(method: str, language: Language) -> str:
    """Return how part months are shared out, as an adverbial."""
    return _either(_METHODS.get(method, (method, method)), language)


def severity_name(severity: Severity, language: Language) -> str:
    """Return the name of a finding's severity."""
    return _either(_SEVERITIES[severity], language)


def status_name(status: Status, language: Language) -> str:
    """Return whether a finding is open or answered."""
    return _either(_STATUSES[status], language)


def metric_name(metric: str, language: Language) -> str:
    """Return the name of what bands measure; a scorecard's id stays as it is."""
    return _METRICS[metric].said(language) if metric in _METRICS else metric


def item_name(item: str, language: Language) -> str:
    """Return the name of a payment's item; the plan's own names stay as they are."""
    return _ITEMS.get(item, item) if language == "zh" else item


def waiting_text(waiting_for: str, language: Language) -> str:
    """Return what a payment waits for; several, separated by commas.

    >>> waiting_text("signed acceptance, an invoice", "zh")
    '签署验收、发票'
    """
    if language == "en":
        return waiting_for
    if waiting_for in _WAITING:
        return _WAITING[waiting_for]
    return "、".join(_WAITING.get(part, part) for part in waiting_for.split(", "))


def reason_text(reason: str, language: Language) -> str:
    """Return why a state isn't known; several reasons, separated by commas.

    >>> reason_text("no data, suspect", "zh")
    '没有数据、数据存疑'
    """
    if language == "en":
        return reason
    return "、".join(_REASONS.get(part, part) for part in reason.split(", "))


def sentence(text: str, language: Language) -> str:
    """Return a note or reason of settling; one without a translation stays as it is.

    >>> sentence("interest on 2025-03 is capped (clause 9.2)", "zh")
    '2025-03 的逾期利息已达上限（条款 9.2）'
    """
    if language == "zh":
        for english, chinese in _SENTENCES:
            if (match := english.fullmatch(text)) is not None:
                return match.expand(chinese)
    return text


def label_text(label: str, language: Language) -> str:
    """Return a label of an explanation; its words of ours, not the names and figures among them.

    >>> label_text("rent 2024-03, line 4", "zh")
    '租金 2024-03, 行 4'
    """
    if language == "en":
        return label
    return _LABEL_WORD.sub(lambda match: _LABELS[match[0]], label)


def unit_text(unit: str, language: Language) -> str:
    """Return the unit of an explanation's value that isn't money."""
    return _UNITS.get(unit, unit) if language == "zh" else unit


def _either(names: tuple[str, str], language: Language) -> str:
    """Return the English or the Chinese one."""
    return names[0] if language == "en" else names[1]
