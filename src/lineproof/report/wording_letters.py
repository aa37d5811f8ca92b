"""What do letters to the provider say? In English and in Chinese."""

from __future__ import annotations

from lineproof.report.wording import Bilingual


class Letter(Bilingual):
    """The texts of an objection to a bill, and of the claim of a credit."""

    OBJECTION = ("Objection to a bill", "账单异议函")
    CLAIM = ("Claim of a credit", "扣减申请函")
    TO = ("To", "致")
    FROM = ("From", "发函方")
    OUR_REFERENCE = ("Our reference", "我方编号")
    DATE = ("Date", "日期")
    BILL = ("Bill", "账单编号")
    MONTHS = ("Month", "账期")
    CONTRACT = ("Contract", "合同")
    NOT_OWED = ("Not owed", "争议金额")
    CLAIMED = ("Claimed", "申请扣减金额")
    OF_BILLED = ("of {amount} billed", "账单金额 {amount}")
    WITHOUT_TAX = ("without tax, which comes on top", "不含税，税额另计")
    OPENING_BILL = (
        (
            "We have checked this bill against the contract, line by line. {amount} of it isn't "
            "owed, for the reasons below; we object to that part of it."
        ),
        "我方已将该账单与合同逐行核对。其中 {amount} 依合同不应收取，理由如下，特此提出异议。",
    )
    OPENING_CLAIM = (
        (
            "For {month} the contract gives us a credit of {amount}. We claim it herewith, as "
            "clause {clause} asks."
        ),
        "依合同约定，{month} 应向我方扣减 {amount}。现按条款 {clause} 的要求提出申请。",
    )
    OPENING_CLAIM_PLAIN = (
        "For {month} the contract gives us a credit of {amount}. We claim it herewith.",
        "依合同约定，{month} 应向我方扣减 {amount}。现提出申请。",
    )
    REASONS = ("Why", "理由")
    CAUSE = ("Cause", "原因")
    ROWS = ("Lines", "行数")
    TOTAL = ("Total", "合计")
    LINE = ("Line", "行号")
    BILL_LINE = ("Bill line", "账单行")
    CIRCUIT = ("Circuit", "电路")
    DAYS = ("Days", "期间")
    FIRST_DAY = ("First day", "起始日")
    LAST_DAY = ("Last day", "截止日")
    MEANS = ("What it says of the bill", "说明")
    BILLED = ("Billed", "账单金额")
    EXPECTED = ("Owed", "应付金额")
    CLAIMED_AMOUNT = ("Claimed", "申请金额")
    CLAUSE = ("Clause", "条款")
    MORE_LINES = (
        "and {count} more, {amount} together: the table has every line",
        "另有 {count} 行，共 {amount}，明细见附表",
    )
    CLAUSES = ("What the contract says", "合同约定")
    ASKED = ("What we ask for", "我方要求")
    ASK_CREDIT_NOTE = (
        "Issue a credit note, or a corrected bill, for {amount}.",
        "就 {amount} 开具红字发票，或更正账单。",
    )
    ASK_CREDIT = (
        "Credit {amount} in the cycle that the contract names.",
        "按合同约定的周期扣减 {amount}。",
    )
    ASK_CORRECT = (
        "Correct the causes, so that the next bill doesn't repeat them.",
        "更正上述原因，避免在后续账单中重复出现。",
    )
    ASK_ANSWER = (
        "Answer in writing, line by line where you don't agree.",
        "请书面答复；如有不同意见，请逐行说明。",
    )
    PAYMENT = ("Payment meanwhile", "争议期间的付款")
    WITHHELD = (
        (
            "As clause {clause} allows, we withhold the disputed {amount}; the {rest} that nothing "
            "speaks against is paid when it falls due."
        ),
        "依条款 {clause}，争议金额 {amount} 暂不支付；无异议的 {rest} 按期支付。",
    )
    PAID_FIRST = (
        (
            "As clause {clause} asks, the bill is paid when it falls due; we pay the disputed "
            "{amount} under reserve and ask for it back."
        ),
        "依条款 {clause}，账单按期支付；争议金额 {amount} 系保留权利之付款，请予退还。",
    )
    NO_CLAUSE = (
        (
            "The contract doesn't say what is paid meanwhile; nothing in this letter accepts the "
            "disputed {amount}."
        ),
        "合同未约定争议期间的付款；本函任何内容均不构成对争议金额 {amount} 的认可。",
    )
    IN_TIME = (
        "This letter is in time: clause {clause} leaves until {day}.",
        "本函在期限内发出：条款 {clause} 的期限至 {day}。",
    )
    TOO_LATE = (
        "The time of clause {clause} ended on {day}; our rights beyond it are reserved.",
        "条款 {clause} 的期限已于 {day} 届满；我方保留其他权利。",
    )
    ENCLOSED = ("Enclosed", "附件")
    TABLE = (
        "table.xlsx: every line, with its cause and clause",
        "table.xlsx：逐行明细，含原因与条款",
    )
    EVIDENCE = (
        "evidence.zip: what it rests on, with the SHA-256 of each file in it",
        "evidence.zip：依据材料，内含各文件的 SHA-256",
    )
    SIGN = ("For {party}", "{party}（签章）")
    SIGN_NAME = ("Name and signature", "姓名及签字")
    PAGE = ("Page {page} / {pages}", "第 {page} / {pages} 页")
