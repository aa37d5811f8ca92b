"""What happened? Every kind of record and its columns, declared once.

Records are append-only facts: a row is corrected by a later row that names it in `replaces`, and
withdrawn by one whose own columns are all blank.
"""

from __future__ import annotations

from lineproof.model.record_disputed import DISPUTE_COLUMNS
from lineproof.model.table import Column, ColumnType, Table

_T, _D, _I = ColumnType.TEXT, ColumnType.DATE, ColumnType.INSTANT

COMMON = (
    Column("id", _T, "The row's own id, unique in its file.", is_required=True),
    Column("recorded_at", _I, "When we learned it.", is_required=True, aliases=("记录时间",)),
    Column("by", _T, "Who recorded it.", is_required=True, aliases=("记录人",)),
    Column("evidence", ColumnType.HASH, "SHA-256 of the file that proves it.", aliases=("证据",)),
    Column("replaces", _T, "Id of the row it corrects.", aliases=("更正",)),
)

LIFECYCLE_EVENTS = (
    "delivered", "accepted", "refused", "in_service", "moved", "repriced", "bandwidth_changed",
    "reidentified", "rehomed", "suspended", "resumed", "transferred", "ceased",
)  # fmt: skip
INVOICE_COLOURS = ("blue", "red")
MILESTONES = (
    "effective", "funds_released", "ready", "completed", "acceptance_requested",
    "acceptance_begun", "reminded", "signed", "refused",
)  # fmt: skip


def _line(meaning: str, *, is_required: bool = True) -> Column:
    """Return the column that names a schedule or price line."""
    return Column("line", _T, meaning, is_required=is_required, aliases=("序号", "行号"))


def _table(name: str, meaning: str, *own: Column) -> Table:
    """Return a record table: its own columns behind the common ones."""
    return Table(name, meaning, COMMON + own)


_TABLES = (
    _table(
        "orders",
        "A line was ordered.",
        Column("order", _T, "Order id.", is_required=True, aliases=("订单", "订单号")),
        _line("The schedule line ordered."),
        Column("purchase_order", _T, "The buyer's purchase order.", aliases=("采购单",)),
        Column("budget_line", _T, "The budget that bears it.", aliases=("预算项",)),
        Column("ordered", _D, "Day of the order.", is_required=True, aliases=("下单日期",)),
        Column("wanted_for", _D, "Day it is wanted for.", aliases=("需求日期",)),
        Column("cancelled", _D, "Day it was cancelled.", aliases=("取消日期",)),
    ),
    _table(
        "lifecycle",
        "Something happened to a line.",
        _line("The schedule line or price line."),
        Column("event", _T, "What happened.", is_required=True, choices=LIFECYCLE_EVENTS,
               aliases=("事件",)),
        Column("date", _D, "First day it holds; for `ceased` the first unbilled day.",
               is_required=True, aliases=("日期",)),
        Column("value", _T, "The new rent, bandwidth, circuit id, site, upstream or bearer.",
               aliases=("new value", "新值")),
        Column("one_off", ColumnType.MONEY, "One-off charge that comes with it.",
               aliases=("one off charge", "一次性费用")),
    ),
    _table(
        "milestones",
        "The contract as a whole reached a milestone.",
        Column("event", _T, "Which one.", is_required=True, choices=MILESTONES, aliases=("事件",)),
        Column("date", _D, "The day.", is_required=True, aliases=("日期",)),
        Column("item", _T, "The payment item it is for, where not the whole contract."),
    ),
    _table(
        "events",
        "Something happened that a clause counts from, and no other record tells of.",
        Column("event", _T, "What happened, in the clause's own words.", is_required=True,
               aliases=("事件",)),
        Column("date", _D, "The day.", is_required=True, aliases=("日期",)),
        Column("at", _I, "The instant, where hours are counted from it."),
        Column("about", _T, "The line, invoice or other thing it is about; blank: the contract."),
    ),
    _table(
        "faults",
        "A fault was reported.",
        _line("The line that failed.", is_required=False),
        Column("site", _T, "The site that failed, where not one line."),
        Column("reported", _I, "When the provider was told.", is_required=True),
        Column("responded", _I, "When it answered."),
        Column("on_site", _I, "When somebody was there."),
        Column("restored", _I, "When service was back."),
        Column("pauses", _T, "Waiting for the buyer: FROM/TO, several separated by `;`."),
        Column("cause", _T, "What caused it."),
        Column("whose", _T, "On whose side.", choices=("provider", "buyer", "third_party")),
        Column("district", _T, "Where it was.", choices=("inside", "outside")),
        Column("endpoints", ColumnType.COUNT,
               "How many endpoints were down, where they aren't listed one by one."),
    ),
    _table(
        "incidents",
        "The parties decided which incident an outage or a fault belongs to: merged or split.",
        Column("member", _T, "Id of a fault, or CIRCUIT@ONSET of a measured outage.",
               is_required=True),
        Column("incident", _T, "The incident it belongs to; blank: it is none."),
        Column("reason", _T, "Why."),
    ),
    _table(
        "exclusions",
        "A time is claimed not to count.",
        Column("cause", _T, "Why.", is_required=True),
        Column("from", _I, "When it begins.", is_required=True),
        Column("to", _I, "When it ends.", is_required=True),
        Column("lines", _T, "Which lines, separated by `;`; blank: all."),
        Column("proposed_by", _T, "Who claims it.", choices=("buyer", "provider")),
        Column("proposed_on", _D, "When it was claimed; silence counts from here."),
        Column("notice_received", _I, "When notice of the work arrived."),
        Column("answer", _T, "The other side's.", choices=("accepted", "partly", "rejected")),
        Column("answered_on", _D, "When it answered."),
        Column("agreed_from", _I, "Where it was accepted in part: from when."),
        Column("agreed_to", _I, "Where it was accepted in part: up to when."),
    ),
    _table(
        "scores",
        "A month was scored.",
        Column("month", ColumnType.MONTH, "The month.", is_required=True, aliases=("月份",)),
        Column("item", _T, "Scorecard item; blank: the total.", aliases=("项目", "考核项")),
        Column("points", ColumnType.DECIMAL, "Points reached.", is_required=True,
               aliases=("score", "得分", "分数")),
        Column("signed_by", _T, "Who signed the sheet.", aliases=("签字",)),
    ),
    _table(
        "duties",
        "A duty was done.",
        Column("duty", _T, "Which duty: report, inspection, complaint, crew …", is_required=True),
        Column("period", _T, "For which period."),
        Column("done_on", _D, "When."),
        Column("count", ColumnType.COUNT, "How many."),
        Column("value", ColumnType.DECIMAL, "The figure found, as a percentage."),
    ),
    _table(
        "notices",
        "A notice was given.",
        Column("what", _T, "What it says: termination, renewal, breach, objection, cure, waiver …",
               is_required=True),
        Column("sender", _T, "Who gave it.", choices=("buyer", "provider")),
        Column("about", _T, "Id of the term, record or invoice it is about."),
        _line("The line it is about; blank: the contract.", is_required=False),
        Column("channel", _T, "How it was sent.", choices=("hand", "courier", "registered", "fax",
                                                        "email", "system")),
        Column("area", _T, "Whether it was sent within the city.", choices=("city", "elsewhere")),
        Column("sent", _D, "When it was sent.", is_required=True),
        Column("received", _D, "When it was received."),
        Column("wanted_for", _D, "The day it asks for."),
    ),
    _table(
        "usage",
        "Counted use; counts and lengths, never content.",
        Column("period", ColumnType.MONTH, "The month.", is_required=True),
        Column("kind", _T, "What was counted.", is_required=True),
        Column("units", ColumnType.COUNT, "How many units.", is_required=True),
        Column("length", ColumnType.COUNT,
               "Characters of each, signature included; blank: one unit each."),
        Column("counted_by", _T, "Whose count it is; blank: both agree.",
               choices=("buyer", "provider")),
    ),
    _table(
        "invoices",
        "An invoice was received.",
        Column("number", _T, "Invoice number.", is_required=True, aliases=("发票号码",)),
        Column("item", _T, "Payment item or month it is for.", aliases=("付款项",)),
        Column("amount", ColumnType.MONEY, "Gross amount; negative for a red one.",
               is_required=True, aliases=("金额",)),
        Column("received", _D, "When it was received.", is_required=True, aliases=("收到日期",)),
        Column("verified", _D, "When it was verified.", aliases=("查验日期",)),
        Column("booked", _D, "When it was booked.", aliases=("入账日期",)),
        Column("tax", ColumnType.MONEY, "The tax in it.", aliases=("税额",)),
        Column("verified_by", _T, "Who verified it.", aliases=("查验人",)),
        Column("matches", _T, "Whether title and tax id are the buyer's.", choices=("yes", "no"),
               aliases=("抬头税号相符",)),
        Column("deducted", ColumnType.MONTH, "Tax period in which its tax was deducted.",
               aliases=("抵扣所属期",)),
        Column("payer", _T, "Who is to pay it; blank: the buyer.", aliases=("付款方",)),
        Column("colour", _T, "Red: it takes back a blue one, in part or in full; blank: blue.",
               choices=INVOICE_COLOURS, aliases=("红蓝",)),
        Column("red_of", _T, "Number of the blue invoice that a red one takes back.",
               aliases=("对应蓝字发票",)),
        Column("reason", _T, "Why it is red.", aliases=("红冲原因",)),
        Column("confirmation", _T, "Number of the red invoice's confirmation.",
               aliases=("红字确认单",)),
    ),
    _table(
        "payments",
        "A payment was made.",
        Column("item", _T, "Payment item or month it pays.", is_required=True, aliases=("付款项",)),
        Column("amount", ColumnType.MONEY, "Amount paid.", is_required=True, aliases=("金额",)),
        Column("paid", _D, "The day it was paid.", is_required=True, aliases=("付款日期",)),
        Column("invoice", _T, "The invoice it pays.", aliases=("发票号码",)),
    ),
    _table(
        "claims",
        "A credit or damage was claimed.",
        Column("what", _T, "The term it is claimed under.", is_required=True),
        Column("period", ColumnType.MONTH, "The month it is for."),
        Column("amount", ColumnType.MONEY, "Amount claimed.", is_required=True),
        Column("claimed", _D, "When it was claimed.", is_required=True),
    ),
    _table("disputes", "A bill, or a credit, is disputed with the provider.", *DISPUTE_COLUMNS),
    _table(
        "rates",
        "An exchange, index or reference rate.",
        Column("series", _T, "Name of the series.", is_required=True),
        Column("date", _D, "First day it holds.", is_required=True),
        Column("value", ColumnType.DECIMAL, "The rate, as a ratio.", is_required=True),
    ),
)  # fmt: skip

RECORDS: dict[str, Table] = {table.name: table for table in _TABLES}
#: Kinds that tell of one party's own dealings: of them is sealed only what a settlement reads.
APART = frozenset({"disputes"})
