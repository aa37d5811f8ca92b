"""What may the columns of a bill's detail be called? The names that carriers give them, en and zh.

A guess by them is shown and confirmed before it counts, so that a wide net does no harm.
"""

from __future__ import annotations

import re
import unicodedata

from lineproof.model.table import Column, ColumnType, Table
from lineproof.sources.start_tables import SCHEDULE

_IDS = next(column.aliases for column in SCHEDULE.columns if column.name == "id")
_T, _D, _M, _DEC = ColumnType.TEXT, ColumnType.DATE, ColumnType.MONEY, ColumnType.DECIMAL

#: A bill's detail as it is sent. `last` is a day that is still billed, `to` of the lines is not.
BILL_SHEET = Table(
    "bill_sheet",
    "One line of a provider's bill, in the provider's own layout.",
    (
        Column("line", _T, "Its number in the bill.",
               aliases=("line no", "no", "item no", "pos", "序号", "行号", "行次", "项号")),
        Column("bill", _T, "The bill's number, the same in every row.",
               aliases=("invoice", "invoice no", "invoice number", "bill no", "bill number",
                        "发票号码", "数电发票号码", "账单号", "账单编号")),
        Column("circuit", _T, "The circuit's id as billed.",
               aliases=("id", *(name for name in _IDS if name != "circuit"))),
        Column("charge", _T, "What it is for: rent, one-off, usage, credit …",
               aliases=("charge type", "charge category", "type of charge", "fee type",
                        "费用类型", "费用类别", "费用名称", "费用项目", "收费项目")),
        Column("account", _T, "The billing account.",
               aliases=("account no", "account number", "billing account", "customer account",
                        "账户", "账户编号", "客户账号", "合同账户", "付费账号")),
        Column("contract", _T, "The contract it names.",
               aliases=("contract no", "contract number", "contract id", "合同", "合同号",
                        "合同编号")),
        Column("order", _T, "The order it names.",
               aliases=("order no", "order number", "purchase order", "po", "po number", "订单号",
                        "订单编号", "工单号")),
        Column("product", _T, "The product's or service's name.",
               aliases=("product name", "service", "service type", "product type", "产品",
                        "产品名称", "业务", "业务类型", "业务名称", "项目名称", "服务名称")),
        Column("period", _T, "What time it is for: a month, or two days.",
               aliases=("month", "billing period", "billing month", "bill month", "service period",
                        "charge period", "账期", "月份", "计费月份", "账单月份", "计费周期",
                        "费用月份", "计费账期", "出账月份", "服务期间", "计费期间")),
        Column("from", _D, "First day it is for.",
               aliases=("period from", "from date", "start", "start date", "period start",
                        "charge from", "service from", "开始日期", "起始日期", "起租日期",
                        "计费开始日期", "账期开始", "开始时间")),
        Column("last", _D, "Last day it is for.",
               aliases=("to", "period to", "to date", "end", "end date", "period end", "until",
                        "charge to", "service to", "结束日期", "终止日期", "截止日期", "止租日期",
                        "计费结束日期", "账期结束", "结束时间")),
        Column("quantity", _DEC, "How many.", aliases=("qty", "units", "数量", "条数")),
        Column("price", _DEC, "Price of one.",
               aliases=("unit price", "price per unit", "rate per unit", "list price", "单价",
                        "月单价", "标准资费")),
        Column("net", _M, "Amount without tax.",
               aliases=("net amount", "amount excl tax", "amount excl vat", "amount without tax",
                        "billed", "billed amount", "amount", "charges", "line amount",
                        "monthly charge", "monthly rent", "mrc", "rent", "fee", "cost",
                        "不含税金额", "金额", "费用", "出账金额", "账单金额", "应收金额",
                        "实收金额", "本期费用", "月租", "月租费", "月租金", "租费", "小计")),
        Column("rate", _DEC, "Tax rate, such as 6% or 0.06.",
               aliases=("tax rate", "vat rate", "vat %", "tax %", "税率", "税率/征收率")),
        Column("tax", _M, "Its tax.",
               aliases=("vat", "tax amount", "vat amount", "税额", "税金")),
        Column("gross", _M, "Amount with tax.",
               aliases=("gross amount", "amount incl tax", "amount incl vat", "total incl tax",
                        "total incl vat", "total amount", "amount due", "line total", "total",
                        "价税合计", "含税金额", "含税合计", "应付金额", "合计")),
        Column("text", _T, "What else it says.",
               aliases=("description", "details", "narrative", "remark", "remarks", "note",
                        "notes", "说明", "摘要", "备注", "描述")),
    ),
)  # fmt: skip

#: What the guess by content calls these columns.
ROLES = {
    "circuit": "id", "from": "start", "last": "end", "net": "amount", "product": "service",
    "text": "description",
}  # fmt: skip

_CHARGES = {
    "rent": ("rent", "rental", "recurring", "monthly", "subscription", "月租", "租费", "租金",
             "月租费", "月使用费"),
    "one_off": ("one_off", "one-off", "one off", "one time", "one-time", "installation", "setup",
                "connection", "activation", "一次性", "安装费", "初装费", "调测费", "开通费"),
    "usage": ("usage", "traffic", "overage", "consumption", "使用费", "流量费", "超量"),
    "credit": ("credit", "discount", "allowance", "rebate", "refund", "减免", "优惠", "折扣",
               "退费", "扣减", "抵扣", "赔付"),
    "surcharge": ("surcharge", "levy", "fuel", "附加费", "手续费"),
    "interest": ("interest", "late fee", "late payment", "滞纳金", "违约金", "利息"),
    "balance": ("balance", "carried", "brought forward", "previous", "arrears", "往期", "欠费",
                "上期", "结转"),
}  # fmt: skip


def charge_of(text: str) -> str | None:
    """Return the charge that a provider's word for it means, or None where it says too little.

    >>> charge_of("Monthly rental"), charge_of("一次性费用"), charge_of("Late payment fee")
    ('rent', 'one_off', 'interest')
    >>> charge_of("Misc")
    """
    plain = unicodedata.normalize("NFKC", text).casefold()
    found = [
        (plain.find(word), -len(word), charge)
        for charge, words in _CHARGES.items()
        for word in words
        if _is_in(word, plain)
    ]
    strong = [item for item in found if item[2] != "rent"] or found
    return min(strong)[2] if strong else None


def _is_in(word: str, plain: str) -> bool:
    """Return whether a text has a word, Latin ones from their first letter on."""
    return re.search(rf"\b{re.escape(word)}", plain) is not None if word.isascii() else (
        word in plain
    )  # fmt: skip
