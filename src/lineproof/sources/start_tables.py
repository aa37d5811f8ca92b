"""What may the columns of a newcomer's spreadsheets be called? More names than a contract allows.

A guess is shown before it counts, so that a wide net does no harm here.
"""

from __future__ import annotations

import dataclasses

from lineproof.model.circuit import CIRCUITS
from lineproof.model.table import Column, ColumnType, Table

_MORE = {
    "line": ("item", "item no", "pos", "position", "nr", "#", "row", "序", "行次"),
    "id": (
        "circuit no", "circuit number", "circuit ref", "circuit reference", "service id", "line id",
        "access id", "cct id", "cct", "carrier id", "专线号", "专线编号", "线路号", "电路id",
        "电路代码", "业务号码", "业务号", "设备号", "产品号码", "用户号码", "接入号", "接入号码",
    ),
    "site": (
        "site name", "branch", "store", "school", "place", "a end", "b end", "site code", "city",
        "单位", "单位名称", "客户名称", "装机地址", "地址", "机构", "网点", "学校", "门店", "用户",
    ),
    "service": (
        "service type", "type", "product name", "technology", "access type", "产品名称", "业务名称",
        "业务种类", "专线类型", "接入方式", "类型", "项目",
    ),
    "bandwidth": ("bw", "capacity", "mbps", "mbit/s", "speed mbps", "mb", "宽带速率", "带宽速率"),
    "monthly_rent": (
        "monthly cost", "monthly price", "monthly rate", "monthly recurring charge",
        "mrc", "rental", "price per month", "cost per month", "fee per month",
        "rent per month", "charge per month", "fee", "price", "rate", "cost",
        "charge", "月费", "月费用", "月单价", "单价", "月资费", "资费", "月使用费", "费用",
    ),
    "start": (
        "commencement", "go live", "in service", "in service date", "activated", "begin",
        "contract start", "billing start", "valid from", "开始时间", "起始时间", "开通时间",
        "开通日", "启用日期", "起租日", "计费开始日期", "起始日",
    ),
    "end": (
        "expiry", "expiry date", "expires", "termination", "cease date", "contract end",
        "billing end", "valid to", "valid until", "结束时间", "终止时间", "到期日期", "到期日",
        "停租日期", "拆机日期", "止租日", "截止日期", "终止日",
    ),
    "stated_amount": ("total amount", "line total", "annual amount", "年租费", "总金额", "年费用"),
}  # fmt: skip

#: A service schedule, under any of the names that people give its columns.
SCHEDULE = Table(
    "schedule",
    CIRCUITS.meaning,
    tuple(
        dataclasses.replace(
            column, is_required=False, aliases=(*column.aliases, *_MORE.get(column.name, ()))
        )
        for column in CIRCUITS.columns
        if column.name in _MORE
    ),
)

_ID = next(column for column in SCHEDULE.columns if column.name == "id")

#: What a provider billed, line by line. The first of `amount`'s names that is there is taken.
BILL = Table(
    "bill",
    "One line of a provider's bill.",
    (
        # the first column of a table must not repeat: no bill has this one
        Column("bill_line", ColumnType.TEXT, "Its number in the bill."),
        Column("id", ColumnType.TEXT, "The circuit it bills.", aliases=_ID.aliases),
        Column(
            "amount", ColumnType.MONEY, "What it bills, as it is to be compared with the rent.",
            aliases=(
                "billed", "billed amount", "gross amount", "gross", "total amount", "line total",
                "amount due", "total", "charge", "charges", "monthly charge", "monthly rent",
                "recurring charge", "fee", "cost", "rent", "net amount", "net", "price",
                "价税合计", "账单金额", "应收金额", "应付金额", "实收金额", "费用", "金额", "合计",
                "出账金额", "本期费用", "月租", "月租费", "月租金", "租费", "小计",
            ),
        ),
        Column(
            "period", ColumnType.MONTH, "The month it bills.",
            aliases=(
                "month", "billing period", "billing month", "bill month", "service period", "from",
                "charge period", "period from", "start", "start date", "账期", "月份", "计费月份",
                "账单月份", "计费周期", "费用月份", "计费账期", "出账月份", "起始日期",
            ),
        ),
        Column(
            "description", ColumnType.TEXT, "What it says it is for.",
            aliases=(
                "text", "details", "item", "charge type", "product", "service", "narrative",
                "说明", "摘要", "费用名称", "费用项目", "项目", "业务类型", "产品名称", "备注",
            ),
        ),
    ),
)  # fmt: skip
