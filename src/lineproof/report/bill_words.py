"""What do we say of a bill that is brought in? Texts that only the report on bills has."""

from __future__ import annotations

from lineproof.report.wording import Bilingual


class BillWord(Bilingual):
    """What only the report on bills says."""

    BILLS = ("Bills", "账单")
    BILL = ("Bill", "账单")
    NO_BILLS = ("No bill was brought in yet.", "尚未导入账单。")
    NUMBER = ("Number", "号码")
    ISSUED = ("Issued", "开票日期")
    INVOICE = ("invoice", "发票")
    CREDIT_NOTE = ("credit note", "红字发票/贷项通知")
    DETAIL = ("detail sheet", "账单明细")
    SELLER = ("Seller", "销售方")
    BUYER = ("Buyer", "购买方")
    ASKS_FOR = ("Asks for", "应付")
    PREPAID = ("Prepaid", "已预付")
    CORRECTS = ("Corrects", "更正的发票")
    CONFIRMATION = ("Confirmation", "红字确认单编号")
    ORIGINAL = ("Original", "原件")
    PRODUCT = ("Product", "产品")
    RENT = ("Rent", "租金")
    ONE_OFF = ("One-off charge", "一次性费用")
    USAGE = ("Usage", "使用费")
    CREDIT = ("Credit", "减免")
    SURCHARGE = ("Surcharge", "附加费")
    INTEREST = ("Late fee", "滞纳金")
    BALANCE = ("Earlier balance", "上期欠费")
    IMPORTED = (
        "brought in {number} ({kind}, {lines} lines): {folder}",
        "已导入 {number}（{kind}，{lines} 行）：{folder}",
    )
    KNOWN = (
        "{number} was brought in before; nothing was changed",
        "{number} 此前已导入，未作任何更改",
    )
    NOT_CONFIRMED = (
        "{file}: nothing was brought in. Are the columns right? Then run it again with --confirm.",
        "{file}：未导入。如各列含义正确，请加 --confirm 再次运行。",
    )
    REFUSED = (
        "{file}: nothing was brought in; mend the following first",
        "{file}：未导入，请先处理下列问题",
    )
    SAVED = ("the columns are remembered in {file}", "列的含义已记入 {file}")
    MORE_LINES = ("… and {count} more lines, in the JSON", "……另有 {count} 行，见 JSON")


class ColumnWord(Bilingual):
    """What a column of a provider's sheet may be."""

    LINE = ("line number", "行号")
    BILL = ("bill number", "账单号")
    CIRCUIT = ("circuit", "电路")
    CHARGE = ("kind of charge", "费用类型")
    ACCOUNT = ("billing account", "付费账号")
    CONTRACT = ("contract", "合同")
    ORDER = ("order", "订单")
    PRODUCT = ("product", "产品")
    PERIOD = ("month or days", "账期")
    FROM = ("first day", "起始日")
    LAST = ("last day", "截止日")
    QUANTITY = ("quantity", "数量")
    PRICE = ("price of one", "单价")
    NET = ("amount without tax", "不含税金额")
    RATE = ("tax rate", "税率")
    TAX = ("tax", "税额")
    GROSS = ("amount with tax", "价税合计")
    TEXT = ("description", "说明")


#: By the column's declared name.
COLUMN_WORDS: dict[str, ColumnWord] = {
    "line": ColumnWord.LINE,
    "bill": ColumnWord.BILL,
    "circuit": ColumnWord.CIRCUIT,
    "charge": ColumnWord.CHARGE,
    "account": ColumnWord.ACCOUNT,
    "contract": ColumnWord.CONTRACT,
    "order": ColumnWord.ORDER,
    "product": ColumnWord.PRODUCT,
    "period": ColumnWord.PERIOD,
    "from": ColumnWord.FROM,
    "last": ColumnWord.LAST,
    "quantity": ColumnWord.QUANTITY,
    "price": ColumnWord.PRICE,
    "net": ColumnWord.NET,
    "rate": ColumnWord.RATE,
    "tax": ColumnWord.TAX,
    "gross": ColumnWord.GROSS,
    "text": ColumnWord.TEXT,
}
