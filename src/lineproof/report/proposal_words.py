"""What do a payment proposal and its approval sheet say? Texts in English and in Chinese.

Names, clauses and what people recorded are never translated.
"""

from __future__ import annotations

from lineproof.ledger.proposal import Hindrance
from lineproof.report.wording import Bilingual


class PayWord(Bilingual):
    """Texts of payments: the proposal, what stands in its way, and the sheet to approve it."""

    PROPOSAL = ("Payment proposal", "付款建议")
    SHEET = ("Payment approval", "付款审批单")
    ON = ("As of", "截至")
    ITEM = ("Payment", "款项")
    DUE = ("Due", "到期日")
    OWED = ("Owed", "合同应付")
    BILLED = ("Billed", "已开票")
    PAID = ("Paid", "已付")
    WITHHELD = ("Withheld", "暂扣")
    PROPOSED = ("To be paid", "建议付款")
    INTEREST = ("Late interest so far", "已产生的逾期利息")
    DAYS_LATE = ("{days} days late", "逾期 {days} 天")
    TOTAL = ("To be paid now", "本次付款合计")
    BLOCKED = ("Not released: conditions are open", "暂不可付：存在未决条件")
    PARTLY = (
        "Ready to be approved; other payments wait for what is open below",
        "可提交审批；其余款项待下列条件满足",
    )
    READY = ("Ready to be approved", "可提交审批")
    NOTHING = ("Nothing is to be paid.", "无应付款项。")
    PAYEE = ("Payee", "收款方")
    ACCOUNT = ("Account", "收款账号")
    NO_ACCOUNT = ("the contract names none", "合同未载明")
    OBJECTION = ("Disputed amounts", "争议金额处理")
    WITHHOLD = ("are withheld until decided", "裁定前暂扣")
    PAY_FIRST = ("are paid first, and claimed back", "先付后追")
    NO_OBJECTION = (
        "the contract says nothing; no more than is owed is paid",
        "合同未约定；付款不超过合同应付",
    )
    HOW = ("How it comes about", "计算过程")
    CONDITIONS = ("Open conditions", "未决条件")
    INVOICES = ("Invoices", "发票")
    INVOICE = ("Invoice", "发票号码")
    RECEIVED = ("Received", "收到日期")
    VERIFIED = ("Verified", "查验")
    NOT_VERIFIED = ("not verified", "未查验")
    BY = ("{day} by {who}", "{day}，{who}")
    TAX = ("Tax in it", "其中税额")
    REDS = ("Taken back", "红冲")
    TITLE_MATCHES = ("Title and tax id", "抬头税号")
    MATCHING = ("match", "相符")
    NOT_MATCHING = ("don't match", "不符")
    NOT_CHECKED = ("not recorded", "未记录")
    ORDERS = ("Orders and budget", "订单与预算")
    ORDER = ("Order", "订单")
    PURCHASE_ORDER = ("Purchase order", "采购单")
    BUDGET = ("Budget line", "预算项")
    ORDERED_LINES = ("Lines", "行数")
    ACCEPTANCES = ("Acceptances", "验收")
    ACCEPTED_WHAT = ("Accepted", "验收内容")
    WHOLE = ("the contract", "合同整体")
    LINES_N = ("{count} lines", "{count} 条线路")
    FIRST_LAST = ("Day", "日期")
    SCORES = ("Signed scores", "签署的考核分数")
    POINTS = ("Points", "得分")
    SIGNED_BY = ("Signed by", "签署人")
    FOUND = ("Differences found in the bills", "账单差异")
    BILL = ("Bill", "账单")
    NOT_OWED = ("Not owed", "不应付")
    NO_DIFFERENCE = ("the bill is what is owed", "与应付金额一致")
    NOT_COMPARED = ("not compared line by line", "未逐行核对")
    NOT_KNOWN = ("not known yet", "尚未确定")
    TOLERATED = (
        "{difference} lies within the tolerance of {limit}; {holds} stands",
        "差额 {difference} 在允差 {limit} 之内；以 {holds} 为准",
    )
    DIFFERENCES = ("Disputes", "争议")
    DISPUTE = ("Dispute", "争议编号")
    CAUSE = ("Cause", "原因")
    RIGHTS = ("Rights that arose", "已产生的权利")
    RIGHT = ("Right", "权利")
    WHO = ("Whose", "权利方")
    SINCE = ("Since", "起始日")
    OFFSETS = ("Credits and balances outside these payments", "本次付款之外的抵扣与余额")
    NONE = ("none recorded", "无记录")
    SIGN_TITLE = ("Approval", "审批")
    PREPARED = ("Prepared by", "经办人")
    CHECKED = ("Checked by", "复核人")
    OWNER = ("Budget owner", "预算负责人")
    FINANCE = ("Finance", "财务负责人")
    APPROVED = ("Approved by", "批准人")
    SIGNATURE = ("Signature", "签字")
    DATE = ("Date", "日期")
    NOTE = (
        "Amounts follow from contract and records as of the day above: see lineproof explain.",
        "金额依据合同及截至上述日期的记录得出，可用 lineproof explain 查看。",
    )
    WAITS = ("waits for {about}", "等待：{about}")
    NOT_BILLED = ("no invoice is recorded", "尚无发票记录")
    NOT_DUE = ("not due before {about}", "{about} 前未到期")
    UNVERIFIED = ("invoice {about} isn't verified", "发票 {about} 未查验")
    MISMATCH = (
        "title or tax id of invoice {about} isn't the buyer's",
        "发票 {about} 抬头或税号与购买方不符",
    )
    PAYER = ("the invoice is to be paid by {about}", "发票付款方为 {about}")
    UNKNOWN = ("what is owed isn't known yet", "合同应付金额未定")
    ACCOUNT_UNKNOWN = (
        "the contract names no account of the provider",
        "合同未载明服务商收款账号",
    )
    OTHER_ACCOUNT = (
        "the bill names another account, {about}, than the contract",
        "账单账号 {about} 与合同约定不符",
    )


HINDRANCES: dict[Hindrance, PayWord] = {
    Hindrance.WAITS: PayWord.WAITS,
    Hindrance.NOT_BILLED: PayWord.NOT_BILLED,
    Hindrance.NOT_DUE: PayWord.NOT_DUE,
    Hindrance.UNVERIFIED: PayWord.UNVERIFIED,
    Hindrance.MISMATCH: PayWord.MISMATCH,
    Hindrance.PAYER: PayWord.PAYER,
    Hindrance.UNKNOWN: PayWord.UNKNOWN,
    Hindrance.NO_ACCOUNT: PayWord.ACCOUNT_UNKNOWN,
    Hindrance.OTHER_ACCOUNT: PayWord.OTHER_ACCOUNT,
}
