"""What does the pack for an auditor say? In English and in Chinese."""

from __future__ import annotations

from lineproof.report.wording import Bilingual


class Audit(Bilingual):
    """The texts of a sample of billed lines, each from its order to its payment."""

    TITLE = ("Billed lines traced", "账单行抽样追溯")
    CONTRACT = ("Contract", "合同")
    MONTH = ("Month", "月份")
    METHOD = (
        (
            "{picked} of {count} billed lines, drawn by money (sequential Poisson sampling, "
            "Ohlsson 1998) from the seed below. Whoever has the bills and the seed draws the same."
        ),
        "按金额抽样（Ohlsson 1998 序贯泊松抽样），由下列种子从 {count} 行中抽取 {picked} 行。",
    )
    SEED = ("Seed", "种子")
    COVERED = ("Money covered", "覆盖金额")
    OF_ALL = ("{covered} of {amount} {currency}", "{amount} {currency} 中的 {covered}")
    SURE = ("taken for its amount alone", "因金额较大必选")
    COMPLETE = ("Lines with every link", "链条完整的行")
    SAMPLE = ("The sample", "样本")
    NUMBER = ("No.", "序号")
    LINE = ("Line", "行号")
    CIRCUIT = ("Circuit", "电路")
    BILL = ("Bill", "账单")
    BILLED = ("Billed", "账单金额")
    ORDER = ("Order", "订单")
    ACCEPTANCE = ("Acceptance", "验收")
    SETTLEMENT = ("Settlement", "结算")
    INVOICE = ("Invoice", "发票")
    APPROVAL = ("Approval", "审批")
    PAYMENT = ("Payment", "付款")
    IS_MISSING = ("missing", "缺失")
    DIFFERS = ("differs: {cause}", "差异：{cause}")
    WHERE = ("Evidence", "依据")
    DAY = ("Day", "日期")
    AMOUNT = ("Amount", "金额")
    ABOUT = ("What", "内容")
    LINK = ("Link", "环节")
    WHY = ("Why it is owed", "应付依据")
    NOTHING_OWED = ("Nothing is owed for it.", "该行无应付金额。")
    PAGE = ("Page {page} / {pages}", "第 {page} / {pages} 页")
