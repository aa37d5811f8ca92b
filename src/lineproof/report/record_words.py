"""What are records and their columns called where a person reads? By words in two languages.

In files they keep their own names: only what a person reads is put into words. What people wrote
into records is never translated.
"""

from __future__ import annotations

from lineproof.model.record import RECORDS
from lineproof.report.wording import Language

_KINDS = {
    "orders": ("Orders", "订单"),
    "lifecycle": ("What happened to lines", "线路变动"),
    "milestones": ("Milestones", "里程碑"),
    "events": ("Events", "事件"),
    "faults": ("Faults", "故障"),
    "incidents": ("Incidents decided", "故障归并"),
    "exclusions": ("Exclusions", "免责时段"),
    "scores": ("Scores", "考核得分"),
    "duties": ("Duties done", "履行义务"),
    "notices": ("Notices", "通知"),
    "usage": ("Use", "用量"),
    "invoices": ("Invoices", "发票"),
    "payments": ("Payments", "付款"),
    "claims": ("Claims", "索赔"),
    "disputes": ("Disputes", "争议"),
    "rates": ("Rates", "汇率与利率"),
    "circuits": ("Circuit schedule", "电路清单"),
}
_MEANINGS = {
    "orders": "订购一条线路。",
    "lifecycle": "某条线路发生的变动。",
    "milestones": "合同整体到达的里程碑。",
    "events": "条款据以计算、其他记录未载明的事件。",
    "faults": "报修一次故障。",
    "incidents": "双方确定某次中断或故障归入哪个事件：合并或拆分。",
    "exclusions": "主张某段时间不计。",
    "scores": "某月的考核得分。",
    "duties": "履行了一项义务。",
    "notices": "发出一份通知。",
    "usage": "计数的用量；只计数量和长度，不涉及内容。",
    "invoices": "收到一张发票。",
    "payments": "支付一笔款项。",
    "claims": "主张一项抵扣或赔偿。",
    "disputes": "与服务商就账单或抵扣发生争议。",
    "rates": "汇率、指数或参考利率。",
}
_COLUMNS = {
    "id": "编号", "recorded_at": "记录时间", "by": "记录人", "evidence": "证据", "replaces": "更正",
    "line": "线路", "order": "订单", "purchase_order": "采购单", "budget_line": "预算项",
    "ordered": "下单日期", "wanted_for": "需求日期", "cancelled": "取消日期", "event": "事件",
    "date": "日期", "value": "数值", "one_off": "一次性费用", "item": "项目", "at": "时刻",
    "about": "关于", "site": "站点", "reported": "报障时间", "responded": "响应时间",
    "on_site": "到场时间", "restored": "恢复时间", "pauses": "暂停时段", "cause": "原因",
    "whose": "责任方", "district": "区域", "endpoints": "受影响端点数", "member": "故障",
    "incident": "所属事件", "reason": "理由", "from": "开始", "to": "结束", "lines": "线路",
    "proposed_by": "提出方", "proposed_on": "提出日期", "notice_received": "收到通知时间",
    "answer": "答复", "answered_on": "答复日期", "agreed_from": "认可开始", "agreed_to": "认可结束",
    "month": "月份", "points": "得分", "signed_by": "签字", "duty": "义务", "period": "期间",
    "done_on": "完成日期", "count": "次数", "what": "内容", "sender": "发出方",
    "channel": "送达方式", "area": "地区", "sent": "发出日期", "received": "收到日期",
    "kind": "类别", "units": "数量", "length": "长度", "counted_by": "计数方",
    "number": "号码", "amount": "金额",
    "verified": "查验日期", "booked": "入账日期", "tax": "税额", "verified_by": "查验人",
    "matches": "抬头税号相符", "deducted": "抵扣所属期", "payer": "付款方", "colour": "红蓝",
    "red_of": "对应蓝字发票", "confirmation": "红字确认单", "paid": "付款日期", "invoice": "发票",
    "claimed": "索赔日期", "series": "序列", "service": "业务", "bandwidth": "带宽（Mbit/s）",
    "monthly_rent": "月租", "start": "起租日", "end": "止租日", "stated_amount": "文件所列金额",
    "price_line": "报价项", "group": "保护组", "upstream": "上联节点", "list_rent": "目录价",
    "dispute": "争议", "bill": "账单", "term": "条款", "document": "文件",
}  # fmt: skip
_CHOICES = {
    "delivered": "已交付", "accepted": "已验收", "refused": "已拒收", "in_service": "已开通",
    "moved": "移机", "repriced": "调价", "bandwidth_changed": "调速", "reidentified": "电路改号",
    "rehomed": "改接上联", "suspended": "停机", "resumed": "复机", "transferred": "过户",
    "ceased": "拆机", "effective": "合同生效", "funds_released": "资金到位", "ready": "具备条件",
    "completed": "完工", "acceptance_requested": "申请验收", "acceptance_begun": "开始验收",
    "reminded": "已催办", "signed": "已签字", "buyer": "客户", "provider": "服务商",
    "third_party": "第三方", "inside": "区内", "outside": "区外", "partly": "部分认可",
    "rejected": "不认可", "hand": "当面", "courier": "快递", "registered": "挂号信", "fax": "传真",
    "email": "电子邮件", "system": "系统", "city": "市内", "elsewhere": "市外", "yes": "是",
    "no": "否", "ordered": "已下单", "cancelled": "已取消", "blue": "蓝字", "red": "红字",
    "draft": "草稿", "sent": "已发出", "acknowledged": "已收悉", "agreed": "已认可",
    "credited": "已抵扣", "closed": "已结案",
}  # fmt: skip


def record_kind_name(kind: str, language: Language) -> str:
    """Return what a kind of record is called.

    >>> record_kind_name("lifecycle", "en"), record_kind_name("lifecycle", "zh")
    ('What happened to lines', '线路变动')
    """
    english, chinese = _KINDS.get(kind, (_plain(kind), _plain(kind)))
    return english if language == "en" else chinese


def kind_meaning(kind: str, language: Language) -> str:
    """Return what a row of a kind of records says.

    >>> kind_meaning("faults", "en"), kind_meaning("faults", "zh")
    ('A fault was reported.', '报修一次故障。')
    """
    return RECORDS[kind].meaning if language == "en" else _MEANINGS[kind]


def column_name(column: str, language: Language) -> str:
    """Return what a column is called; one without a word keeps its name.

    >>> column_name("purchase_order", "en"), column_name("purchase_order", "zh")
    ('Purchase order', '采购单')
    """
    return _plain(column) if language == "en" else _COLUMNS.get(column, _plain(column))


def choice_name(choice: str, language: Language) -> str:
    """Return how one of a column's choices reads.

    >>> choice_name("bandwidth_changed", "en"), choice_name("bandwidth_changed", "zh")
    ('bandwidth changed', '调速')
    """
    plain = choice.replace("_", " ")
    return plain if language == "en" else _CHOICES.get(choice, plain)


def _plain(name: str) -> str:
    """Return a name as a word."""
    return name[:1].upper() + name[1:].replace("_", " ")
