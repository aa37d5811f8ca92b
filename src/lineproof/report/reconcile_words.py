"""What do we say of a bill that is compared? Texts that only its report has, in both languages."""

from __future__ import annotations

from lineproof.report.wording import Bilingual


class CheckWord(Bilingual):
    """What only the report on differences says."""

    RECONCILED = ("Bill against contract", "账单核对")
    BILL = ("Bill", "账单")
    BILLED = ("Billed", "账单金额")
    EXPECTED = ("Expected", "应付金额")
    DIFFERENCE = ("Difference", "差额")
    UNDISPUTED = ("Undisputed", "无争议金额")
    BY_CAUSE = ("Differences by cause", "差异原因")
    CAUSE = ("Cause", "原因")
    DEAREST = ("Dearest differences", "金额最大的差异")
    CIRCUIT = ("Circuit", "电路")
    PERIOD = ("Period", "期间")
    BILL_LINE = ("Bill line", "账单行")
    THEIR_WORDS = ("As billed", "账单说明")
    SUGGESTION = ("May mean", "疑似")
    NO_DIFFERENCE = ("The bill is what is owed.", "账单金额与应付金额一致。")
    AND_MORE = (
        "… and {count} more: see --json or --output",
        "……另有 {count} 项，见 --json 或 --output",
    )
    UNPROVEN = (
        "The months aren't settled: {amount} are owed. {count} lines lie between.",
        "月份尚未结清：应付金额为 {amount}。界限之内暂不视为差异：{count} 行。",
    )
    TOLERANCES = ("Tolerances", "允差")
    INSIDE = (
        "{term}: {difference} lies within {limit}; {holds} stands",
        "{term}：差额 {difference} 在允差 {limit} 之内；以 {holds} 为准",
    )
    OUTSIDE = (
        "{term}: {difference} lies outside {limit}",
        "{term}：差额 {difference} 超出允差 {limit}",
    )
    NOTHING_STANDS = (
        "{term}: {difference} lies within {limit}; the clause doesn't say which figure stands",
        "{term}：差额 {difference} 在允差 {limit} 之内；条款未写明以何方数字为准",
    )
    MAY_MEAN = (
        "{circuit} isn't known; it may mean {suggestion}. Nothing was matched: check it.",
        "{circuit} 不在合同内，疑似 {suggestion}。未作匹配，请核实。",
    )
    WHY = ("Why", "说明")
