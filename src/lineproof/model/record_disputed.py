"""What is recorded of a dispute? Its events, from the first draft to the credit note."""

from __future__ import annotations

from lineproof.model.table import Column, ColumnType

DISPUTE_EVENTS = (
    "draft", "sent", "acknowledged", "agreed", "partly", "rejected", "credited", "closed",
    "accepted",
)  # fmt: skip

DISPUTE_COLUMNS = (
    Column("dispute", ColumnType.TEXT, "The dispute's id.", is_required=True, aliases=("争议号",)),
    Column("event", ColumnType.TEXT, "What happened to it.", is_required=True,
           choices=DISPUTE_EVENTS, aliases=("事件",)),
    Column("date", ColumnType.DATE, "The day.", is_required=True, aliases=("日期",)),
    Column("amount", ColumnType.MONEY,
           "draft: disputed for its cause; partly: agreed in all; credited: by this document.",
           aliases=("金额",)),
    Column("bill", ColumnType.TEXT, "draft: number of the bill.", aliases=("账单号",)),
    Column("month", ColumnType.MONTH, "draft: the month it is about.", aliases=("月份",)),
    Column("term", ColumnType.TEXT, "draft of a claim: the term that gives the credit."),
    Column("cause", ColumnType.TEXT, "draft: why the bill differs; one row a cause."),
    Column("document", ColumnType.TEXT, "The letter, answer or credit note that says so.",
           aliases=("文件",)),
    Column("reason", ColumnType.TEXT, "Why, in words.", aliases=("原因",)),
)  # fmt: skip
