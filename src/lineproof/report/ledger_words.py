"""What do the ledger's reports say? Their texts in English and in Chinese.

Names, clauses and what people recorded are never translated.
"""

from __future__ import annotations

from lineproof.ledger.accounts import Account
from lineproof.report.wording import Bilingual


class LedgerWord(Bilingual):
    """Texts of the ledger: accounts, bookings, open items, the provider's account."""

    BALANCES = ("Balances", "科目余额")
    ACCOUNT = ("Account", "科目")
    DEBIT = ("Debit", "借方")
    CREDIT = ("Credit", "贷方")
    BALANCE = ("Balance", "余额")
    OPEN_ITEMS = ("Open items", "未结款项")
    ABOUT = ("For", "款项")
    DUE = ("Due", "到期日")
    DAYS_LATE = ("Days late", "逾期天数")
    OPEN = ("Open", "未付金额")
    AGEING = ("By age", "账龄")
    NOT_DUE = ("Not due", "未到期")
    AGE_TO = ("{first}–{last} days", "{first}–{last} 天")
    AGE_OVER = ("over {last} days", "{last} 天以上")
    NO_OPEN = ("Nothing is open.", "没有未结款项。")
    BOOKED = (
        "{contract}: booked {entries} entries, {postings} postings, in {file}",
        "{contract}：已记 {entries} 笔分录、{postings} 条明细，存于 {file}",
    )
    NOTHING = ("{contract}: nothing to book", "{contract}：无需记账")
    HEAD = ("  chain {head}", "  链哈希 {head}")
    STATEMENT = ("Provider's account", "供应商往来对账单")
    OPENING = ("Opening balance", "期初余额")
    CLOSING = ("Closing balance", "期末余额")
    DATE = ("Date", "日期")
    DOCUMENT = ("Document", "凭证")
    BILLED = ("Billed", "开票")
    PAID = ("Paid", "付款")
    OWED = ("Owed", "应付余额")
    COST = ("cost", "服务成本")
    INTEREST = ("late interest", "逾期利息")
    TOLERANCE = ("tolerated differences", "容差内差异")
    TOLERATED = ("Tolerated differences so far", "累计容差内差异")
    CAUSE = ("Cause", "原因")
    TAX_PENDING = ("tax to be deducted", "待抵扣进项税额")
    TAX = ("tax deducted", "已抵扣进项税额")
    PREPAID = ("prepaid", "预付款")
    CREDITS = ("credits receivable", "应收抵扣")
    DISPUTED = ("disputed", "争议金额")
    ACCRUED = ("accrued", "应计未开票")
    PAYABLE = ("payable", "应付账款")
    CASH = ("bank", "银行存款")
    EXCHANGE = ("exchange differences", "汇兑损益")


ACCOUNT_WORDS: dict[Account, LedgerWord] = {
    Account.COST: LedgerWord.COST,
    Account.INTEREST: LedgerWord.INTEREST,
    Account.TOLERANCE: LedgerWord.TOLERANCE,
    Account.TAX_PENDING: LedgerWord.TAX_PENDING,
    Account.TAX: LedgerWord.TAX,
    Account.PREPAID: LedgerWord.PREPAID,
    Account.CREDITS: LedgerWord.CREDITS,
    Account.DISPUTED: LedgerWord.DISPUTED,
    Account.ACCRUED: LedgerWord.ACCRUED,
    Account.PAYABLE: LedgerWord.PAYABLE,
    Account.CASH: LedgerWord.CASH,
    Account.EXCHANGE: LedgerWord.EXCHANGE,
}
