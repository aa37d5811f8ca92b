"""What is a line of the service schedule? One declared table, read from CSV or XLSX alike."""

from __future__ import annotations

from lineproof.model.table import Column, ColumnType, Table

CIRCUITS = Table(
    "circuits",
    "One circuit or service of the schedule.",
    (
        Column(
            "line",
            ColumnType.TEXT,
            "Line number or order id; known by it for the whole contract.",
            is_required=True,
            aliases=("line no", "no", "序号", "行号", "编号", "项号"),
        ),
        Column(
            "id",
            ColumnType.TEXT,
            "Circuit id; may come later, be absent or, once accepted, repeat.",
            aliases=("circuit id", "circuit", "电路编号", "电路代号", "电路号", "线路编号"),
        ),
        Column("site", ColumnType.TEXT, "Where it ends, by code or name.",
               aliases=("location", "address", "站点", "地点", "用户名称", "接入点")),
        Column("service", ColumnType.TEXT, "Product or service type.",
               aliases=("product", "业务类型", "业务", "产品", "服务类型")),
        Column("bandwidth", ColumnType.DECIMAL, "Bandwidth in Mbit/s.",
               aliases=("bandwidth mbps", "speed", "rate mbps", "带宽", "速率")),
        Column(
            "monthly_rent",
            ColumnType.MONEY,
            "Rent of a full month.",
            is_required=True,
            aliases=("rent", "monthly fee", "monthly charge", "月租", "月租费", "月租金"),
        ),
        Column("start", ColumnType.DATE, "First billed day as scheduled.",
               aliases=("start date", "from", "起租日期", "开始日期", "起始日期", "开通日期")),
        Column("end", ColumnType.DATE, "Last billed day as scheduled.",
               aliases=("end date", "to", "until", "止租日期", "结束日期", "终止日期")),
        Column("stated_amount", ColumnType.MONEY, "What the document says the line costs.",
               aliases=("amount", "total", "金额", "合计", "小计", "总价")),
        Column("price_line", ColumnType.TEXT,
               "The `price_lines` line whose quantity it takes a place of.",
               aliases=("price line", "报价项")),
        Column("group", ColumnType.TEXT,
               "Lines of one group back each other up; an availability term may judge it.",
               aliases=("diverse group", "protection group", "保护组", "分组")),
        Column("upstream", ColumnType.TEXT,
               "The node it hangs on: what fails with it is one incident with others of that node.",
               aliases=("node", "upstream node", "上联", "上联节点", "汇聚节点")),
        Column("list_rent", ColumnType.MONEY,
               "Rent of a full month without the discount; leaving early may make up for it.",
               aliases=("list price", "standard rent", "目录价", "标准月租", "刊例价")),
    ),
)  # fmt: skip
