"""What does a column of a record hold, said in Chinese? Beside the English of its declaration.

Keyed by the English, so that whoever changes that is told to change both.
"""

from __future__ import annotations

from collections.abc import Mapping

from lineproof.model.table import Column
from lineproof.report.wording import Language

_MEANINGS = {
    # orders
    "Order id.": "订单编号。",
    "The schedule line ordered.": "所订购的清单线路。",
    "The buyer's purchase order.": "客户的采购单。",
    "The budget that bears it.": "承担费用的预算项。",
    "Day of the order.": "下单之日。",
    "Day it is wanted for.": "要求交付之日。",
    "Day it was cancelled.": "取消之日。",
    # lifecycle, milestones, events
    "The schedule line or price line.": "清单线路或报价项。",
    "What happened.": "发生的事项。",
    "First day it holds; for `ceased` the first unbilled day.": (
        "生效的第一天；拆机（`ceased`）则填不再计费的第一天。"
    ),
    "The new rent, bandwidth, circuit id, site, upstream or bearer.": (
        "变更后的租金、带宽、电路编号、站点、上联节点或承担方。"
    ),
    "One-off charge that comes with it.": "随之发生的一次性费用。",
    "Which one.": "哪一个里程碑。",
    "The day.": "当日日期。",
    "The payment item it is for, where not the whole contract.": (
        "所涉付款项；涉及整个合同时留空。"
    ),
    "What happened, in the clause's own words.": "发生的事项，用条款原文表述。",
    "The instant, where hours are counted from it.": "具体时刻，仅在按小时计算时填写。",
    "The line, invoice or other thing it is about; blank: the contract.": (
        "所涉线路、发票或其他事物；留空表示整个合同。"
    ),
    # faults, incidents
    "The line that failed.": "发生故障的线路。",
    "The site that failed, where not one line.": "发生故障的站点；只涉及一条线路时留空。",
    "When the provider was told.": "向服务商报障的时间。",
    "When it answered.": "答复或响应的时间。",
    "When somebody was there.": "人员到场的时间。",
    "When service was back.": "业务恢复的时间。",
    "Waiting for the buyer: FROM/TO, several separated by `;`.": (
        "等待客户的时段：开始/结束，多个时段用 `;` 分隔。"
    ),
    "What caused it.": "故障原因。",
    "On whose side.": "原因在哪一方。",
    "Where it was.": "故障所在区域。",
    "How many endpoints were down, where they aren't listed one by one.": (
        "中断的端点数；已逐一列出时不填。"
    ),
    "Id of a fault, or CIRCUIT@ONSET of a measured outage.": (
        "故障编号；实测中断则写作 电路@开始时刻。"
    ),
    "The incident it belongs to; blank: it is none.": "所属事件；留空表示不构成事件。",
    "Why.": "理由。",
    # exclusions
    "When it begins.": "开始时间。",
    "When it ends.": "结束时间。",
    "Which lines, separated by `;`; blank: all.": "涉及的线路，用 `;` 分隔；留空表示全部。",
    "Who claims it.": "由哪一方主张。",
    "When it was claimed; silence counts from here.": "提出主张之日；默示认可的期限由此起算。",
    "When notice of the work arrived.": "收到施工通知的时间。",
    "The other side's.": "对方的答复。",
    "Where it was accepted in part: from when.": "部分认可时：认可时段的开始。",
    "Where it was accepted in part: up to when.": "部分认可时：认可时段的结束。",
    # scores, duties
    "The month.": "所属月份。",
    "Scorecard item; blank: the total.": "考核项目；留空表示总分。",
    "Points reached.": "所得分数。",
    "Who signed the sheet.": "考核表的签字人。",
    "Which duty: report, inspection, complaint, crew …": "哪项义务：报告、巡检、投诉、人员等。",
    "For which period.": "所属期间。",
    "When.": "完成之日。",
    "How many.": "次数。",
    "The figure found, as a percentage.": "查得的数值，以百分数表示。",
    # notices, usage
    "What it says: termination, renewal, breach, objection, cure, waiver …": (
        "通知的内容：终止、续期、违约、异议、整改、豁免等。"
    ),
    "Who gave it.": "由哪一方发出。",
    "Id of the term, record or invoice it is about.": "所涉条款、记录或发票的编号。",
    "The line it is about; blank: the contract.": "所涉线路；留空表示整个合同。",
    "How it was sent.": "送达方式。",
    "Whether it was sent within the city.": "收发双方是否在同一城市。",
    "When it was sent.": "发出之日。",
    "When it was received.": "收到之日。",
    "The day it asks for.": "通知所要求的日期。",
    "What was counted.": "所计内容。",
    "How many units.": "数量。",
    "Characters of each, signature included; blank: one unit each.": (
        "每条的字符数，含签名；留空表示每条计一个单位。"
    ),
    "Whose count it is; blank: both agree.": "由哪一方计数；留空表示双方一致。",
    # invoices, payments, claims
    "Invoice number.": "发票号码。",
    "Payment item or month it is for.": "所对应的付款项或月份。",
    "Gross amount; negative for a red one.": "价税合计；红字发票为负数。",
    "When it was verified.": "查验之日。",
    "When it was booked.": "入账之日。",
    "The tax in it.": "其中的税额。",
    "Who verified it.": "查验人。",
    "Whether title and tax id are the buyer's.": "抬头和税号是否为客户的。",
    "Tax period in which its tax was deducted.": "税额抵扣的所属期。",
    "Who is to pay it; blank: the buyer.": "由谁付款；留空表示客户。",
    "Red: it takes back a blue one, in part or in full; blank: blue.": (
        "红字：全部或部分冲销一张蓝字发票；留空表示蓝字。"
    ),
    "Number of the blue invoice that a red one takes back.": "红字发票所冲销的蓝字发票号码。",
    "Why it is red.": "开具红字发票的原因。",
    "Number of the red invoice's confirmation.": "红字信息确认单的编号。",
    "Payment item or month it pays.": "所支付的付款项或月份。",
    "Amount paid.": "付款金额。",
    "The day it was paid.": "付款之日。",
    "The invoice it pays.": "所支付的发票。",
    "The term it is claimed under.": "据以主张的条款。",
    "The month it is for.": "所属月份。",
    "Amount claimed.": "主张的金额。",
    "When it was claimed.": "提出主张之日。",
    # disputes, rates
    "The dispute's id.": "争议编号。",
    "What happened to it.": "争议的进展。",
    "draft: disputed for its cause; partly: agreed in all; credited: by this document.": (
        "草稿：因该原因提出异议的金额；部分认可：累计认可的金额；已抵扣：该文件抵扣的金额。"
    ),
    "draft: number of the bill.": "草稿：账单号码。",
    "draft: the month it is about.": "草稿：所涉月份。",
    "draft of a claim: the term that gives the credit.": "索赔草稿：给予抵扣的条款。",
    "draft: why the bill differs; one row a cause.": "草稿：账单不符的原因，每个原因一行。",
    "The letter, answer or credit note that says so.": "载明此事的信函、答复或红字发票。",
    "Why, in words.": "用文字说明理由。",
    "Name of the series.": "序列名称。",
    "First day it holds.": "生效的第一天。",
    "The rate, as a ratio.": "比率，以小数表示。",
    # every record, targets
    "The row's own id, unique in its file.": "该行的编号，在文件中唯一。",
    "When we learned it.": "我方获知的时间。",
    "Who recorded it.": "记录人。",
    "SHA-256 of the file that proves it.": "证明文件的 SHA-256。",
    "Id of the row it corrects.": "所更正的行的编号。",
    "IPv4 or IPv6 address; never a name, which may come to mean another machine.": (
        "IPv4 或 IPv6 地址；不用域名，因为域名可能改指另一台设备。"
    ),
    # a provider's bill
    "Its number in the bill.": "在账单中的序号。",
    "The bill's number, the same in every row.": "账单号码，每行相同。",
    "The circuit's id as billed.": "计费的电路编号。",
    "What it is for: rent, one-off, usage, credit …": "费用种类：租金、一次性费用、用量、抵扣等。",
    "The billing account.": "计费账户。",
    "The contract it names.": "所写的合同。",
    "The order it names.": "所写的订单。",
    "The product's or service's name.": "产品或业务名称。",
    "What time it is for: a month, or two days.": "所属期间：月份，或两个日期。",
    "First day it is for.": "所属期间的首日。",
    "Last day it is for.": "所属期间的末日。",
    "Price of one.": "单价。",
    "Amount without tax.": "不含税金额。",
    "Tax rate, such as 6% or 0.06.": "税率，如 6% 或 0.06。",
    "Its tax.": "税额。",
    "Amount with tax.": "含税金额。",
    "What else it says.": "其他内容。",
    # circuits
    "Line number or order id; known by it for the whole contract.": (
        "线路序号或订单编号；在整个合同中以此识别。"
    ),
    "Circuit id; may come later, be absent or, once accepted, repeat.": (
        "电路编号；可以后补、可以没有，认可后可以重复。"
    ),
    "Where it ends, by code or name.": "线路终点的站点代码或名称。",
    "Product or service type.": "产品或业务类型。",
    "Bandwidth in Mbit/s.": "带宽，单位 Mbit/s。",
    "Rent of a full month.": "整月租金。",
    "First billed day as scheduled.": "清单所列的第一个计费日。",
    "Last billed day as scheduled.": "清单所列的最后一个计费日。",
    "What the document says the line costs.": "文件所列的线路费用。",
    "The `price_lines` line whose quantity it takes a place of.": (
        "占用其数量的 `price_lines` 报价项。"
    ),
    "Lines of one group back each other up; an availability term may judge it.": (
        "同组的线路互为备份；可用率条款可按组考核。"
    ),
    "The node it hangs on: what fails with it is one incident with others of that node.": (
        "所接的上联节点：与该节点的其他线路同时故障的，算一个事件。"
    ),
    "Rent of a full month without the discount; leaving early may make up for it.": (
        "未打折的整月租金；提前终止时可能须补足折扣。"
    ),
}


def column_meaning(column: Column, language: Language) -> str:
    """Return what a column of a record holds.

    >>> from lineproof.model.record import RECORDS
    >>> line, *_ = (c for c in RECORDS["faults"].columns if c.name == "line")
    >>> column_meaning(line, "en"), column_meaning(line, "zh")
    ('The line that failed.', '发生故障的线路。')
    """
    return column.meaning if language == "en" else _MEANINGS[column.meaning]


def column_meanings() -> Mapping[str, str]:
    """Return what columns hold, each in English with its Chinese."""
    return _MEANINGS
