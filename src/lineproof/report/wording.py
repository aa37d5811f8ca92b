"""What do we call it in English and in Chinese? Every text of ours, in tables.

Clauses, names and what people wrote into records are never translated.
"""

from __future__ import annotations

import enum
from typing import Literal

Language = Literal["en", "zh"]
LANGUAGES: tuple[Language, ...] = ("en", "zh")


class Bilingual(enum.Enum):
    """A table of texts in English and in Chinese; `{name}` in one stands for a value."""

    def said(self, language: Language, **values: object) -> str:
        """Return the text in a language, with its values.

        >>> Word.CLAUSE_N.said("zh", clause="III.2.2")
        '条款 III.2.2'
        """
        english, chinese = self.value
        text: str = english if language == "en" else chinese
        return text.format(**values) if values else text


class Word(Bilingual):
    """What most reports say; those with many words of their own have a table beside them."""

    TITLE = ("Statement", "结算单")
    CONTRACT = ("Contract", "合同")
    MONTH = ("Month", "月份")
    PERIOD = ("Period", "结算期间")
    PERIOD_DAYS = ("{first} to {last}", "{first} 至 {last}")
    SIGNED = ("Signed", "签订日期")
    AS_KNOWN = ("As known on", "截至所知日期")
    BUYER = ("Buyer", "甲方（客户）")
    PROVIDER = ("Provider", "乙方（服务商）")
    TAX_ID = ("Tax no. {number}", "税号 {number}")
    CURRENCY = ("Currency", "币种")
    STATUS = ("Status", "状态")
    PAYABLE = ("Amount payable", "应付金额")
    PAYABLE_NOTE = ("what this month claims: see Payments", "本月应付款项，见“付款”")
    FULL_MONTH = ("full month", "整月")
    IN_WORDS = ("In words", "大写")
    UNKNOWN = ("not known", "未定")
    BETWEEN = ("{low} to {high}", "{low} 至 {high}")
    GROSS = ("Earned this month", "本月应计")
    NET = ("of which net", "其中：不含税金额")
    TAX = ("of which tax", "其中：税额")
    NO_TAX_RATE = ("No tax rate was agreed", "合同未约定税率")
    CARRIED = ("Credits of earlier months", "以前月份结转抵扣")
    CARRIED_NOTE = ("carried once, into this cycle", "一次性结转入本期")
    SUMMARY = ("Summary", "汇总")
    TAXES = ("Tax", "税款")
    RATE = ("Rate", "税率")
    CHARGES = ("Charges", "费用")
    CHARGE = ("Charge", "费用项目")
    RULE = ("Rule", "计算规则")
    CLAUSE = ("Clause", "条款")
    CLAUSE_N = ("clause {clause}", "条款 {clause}")
    AMOUNT = ("Amount", "金额")
    COUNT = ("Lines", "行数")
    LINES = ("Lines", "明细")
    LINE = ("Line", "行号")
    SERVICE = ("Service", "业务")
    QUANTITY = ("Qty", "数量")
    RENT = ("Monthly rent", "月租")
    SHARE = ("Share", "占比")
    EVIDENCE = ("Evidence", "依据")
    TERM = ("Term", "条目")
    KIND = ("Kind", "种类")
    SUBTOTAL = ("Subtotal", "小计")
    DUE = ("Payments", "付款")
    ITEM = ("Item", "款项")
    DUE_DATE = ("Due", "到期日")
    WAITS_FOR = ("waits for {what}", "待：{what}")
    BLOCKED = ("What keeps this month from being settled", "本月尚不能结算的原因")
    PAYABLE_BETWEEN = ("Amount lies between", "金额介于")
    WITHOUT_BOUNDS = ("no bounds", "无上下限")
    OPEN_FINDINGS = ("Open findings", "未决事项")
    OPEN_FINDINGS_N = (
        "Open findings: errors {errors}, questions {questions}, warnings {warnings}",
        "未决事项：错误 {errors}，待确认 {questions}，提示 {warnings}",
    )
    NOT_COMPUTED = ("Agreed, not computed", "已约定、不作计算")
    NOT_COMPUTED_NOTE = (
        "These terms are in force. Their amounts, if any, are not in this statement.",
        "下列条款有效，其可能产生的金额未计入本结算单。",
    )
    NOTES = ("Notes", "说明")
    MORE_LINES = (
        "{count} lines, summed up by service and price: XLSX and JSON have every one of them.",
        "共 {count} 行，此处按业务和单价汇总；XLSX 与 JSON 结算单载有全部明细。",
    )
    INPUTS_HASH = ("Inputs", "输入")
    RESULT_HASH = ("Result", "结果")
    PAGE = ("Page {page} / {pages}", "第 {page} / {pages} 页")
    MADE_WITH = (
        "Every amount can be recomputed from the contract and the records that these hashes name.",
        "每一金额均可由上列哈希所指的合同与记录重新计算得出。",
    )
    ROUNDED_FROM = (
        "from {exact}, half away from zero, once",
        "由 {exact} 四舍五入一次",
    )
    SEMICOLON = ("; ", "；")
    RULE_FULL = ("monthly rent", "按月租")
    RULE_PARTS = (
        "{count} of {lines} lines in parts, {method}",
        "{lines} 行中 {count} 行分段，{method}",
    )
    RULE_BAND = (
        "{percent} is paid since the {metric} {value} lies in {band}",
        "{metric} {value} 位于 {band}，按 {percent} 支付",
    )
    RULE_NO_METRIC = (
        "{percent} is paid while no {metric} is recorded",
        "未记录{metric}，按 {percent} 支付",
    )
    RULE_EACH_LINE = (
        "{percent} is paid since each line's {metric} lies in {band}",
        "各行{metric}位于 {band}，按 {percent} 支付",
    )
    RULE_OUTAGES = (
        "given back for outages by their length",
        "按中断时长赔付",
    )
    RULE_OPEN = ("depends on what isn't known yet", "取决于尚未确定的事项")
    WITH_CLAUSE = ("{text} ({clause})", "{text}（{clause}）")
    DUE_ON = ("due {day}", "到期日 {day}")
    NOT_NOW = ("not counted in this month", "未计入本月应付")
    OUT_OF_SCOPE = ("out of scope", "不征税")
    NET_OF = ("Net", "不含税金额")
    WITH_TAX = ("With tax", "含税金额")
    SAYS = ("What it says", "内容")
    FIRST_DAY = ("First day", "首日")
    LAST_DAY = ("Last day", "末日")
    COMMA = (", ", "，")
    RULE_TOTAL = ("{rule}, of {base}", "{rule}，基数 {base}")
    RULE_INTEREST = ("{rate} a day on {base}", "每日按 {base} 的 {rate} 计")
    RULE_ONCE = ("owed once, on {day}", "一次性，应计日 {day}")
    SCORE = ("score", "考核得分")
    AVAILABILITY = ("availability", "可用率")
    CHECKED = ("Checked", "核查结果")
    NOTHING_FOUND = ("Nothing to report.", "未发现问题。")
    CODE = ("Code", "代码")
    MESSAGE = ("What", "内容")
    WHERE = ("Where", "位置")
    FIX = ("What to do", "处理办法")
    ANSWERS = ("Answers", "可选答复")
    AT_STAKE = ("At stake", "涉及金额")
    COLUMNS_OF = ("Columns of {file} ({rows} rows)", "{file} 的列（{rows} 行）")
    HEADER = ("Header", "表头")
    MEANS = ("Taken for", "含义")
    WHY = ("Why", "依据")
    SAMPLES = ("Such as", "示例")
    WHY_GIVEN = ("as you said", "按您指定")
    WHY_HEADER = ("its header", "表头")
    WHY_SIMILAR = ("a similar header", "相近表头")
    WHY_CONTENT = ("what stands in it", "单元格内容")
    WHY_NUMBERED = ("numbered by row", "按行编号")
    NOT_USED = ("(not used)", "（未使用）")
    TOTAL_ROWS_SKIPPED = ("Rows with totals left out: {count}", "已略去合计行：{count}")
    FIRST_LOOK = ("First look", "初步核查")
    SCHEDULED = ("Scheduled", "清单月租合计")
    BILLED = ("Billed", "账单合计")
    BILLED_BEYOND = ("Billed beyond the schedule", "账单超出清单")
    BY_KIND = ("By kind", "按类别")
    DEAREST_FIRST = ("Findings, the dearest first", "核查事项（按金额从大到小）")
    NOT_READ = ("What reading the files had to say", "读取文件时的说明")
    AND_MORE = ("… and {count} more", "……另有 {count} 项")
    PORTFOLIO = ("Portfolio", "合同组合")
    OUTSIDE_TERM = ("not running in this month", "本月不在合同期内")
    EARNED = ("Earned", "本月应计")
    PAYABLE_SHORT = ("Payable", "应付")
    NEXT_DUE = ("Next due", "下一到期日")
    NEXT_AMOUNT = ("Amount due", "到期金额")
    ERRORS = ("Errors", "错误")
    QUESTIONS = ("Questions", "待确认")
    SEALED = ("Sealed", "已封存")
    YES = ("yes", "是")
    NO = ("no", "否")
    CANNOT_READ = ("can't be read: {reason}", "无法读取：{reason}")
    TOTALS_BY_CURRENCY = ("Totals by currency", "按币种合计")
    UNREAD_LEFT_OUT = (
        "Folders that can't be read are in no total: {count}",
        "合计未含无法读取的目录：{count}",
    )
    SHEET_TERMS = ("Terms and findings", "条款与核查")
    DIFFERENCE = ("Difference to the settlement", "与结算结果之差")
    VALUES_ONLY = (
        "More than {count} lines: amounts are written as values, their sums as formulas.",
        "超过 {count} 行：明细金额以数值写入，合计仍为公式。",
    )
    COMPUTED_AS = ("Computed as", "计算方式")
    BY_FORMULA = ("formula", "公式")
    BY_VALUE = ("value", "数值")
    CHARGE_NO = ("Charge no.", "费用序号")
    PLACE = ("Circuit, site", "电路、站点")
    RENT_OR_BASE = ("Monthly rent or base", "月租或基数")
    PAID_SHARE = ("Paid share", "支付比例")
    COUNTED = ("In payable", "计入应付")
    LINES_SUM = ("Sum of the lines", "明细合计")
    KNOWN_SUM = ("Sum of the lines that are known", "已确定明细合计")
    CHECK = ("Check", "核对")
    DENOMINATOR = ("Days of", "基数天数")
    NUMERATOR = ("Days billed", "计费天数")
    LOW = ("At least", "下限")
    HIGH = ("At most", "上限")
    SEVERITY = ("Severity", "级别")
    COVERAGE = ("Clauses that execute", "可执行条款")
    COVERED = (
        "{computed} of {count} clauses compute: {share} %.",
        "{count} 个条款中 {computed} 个可计算：{share} %。",
    )
    NO_CLAUSES = ("The contract lists no clauses.", "合同未列出条款。")
    COMPUTES = ("computes", "可计算")
    IN_PART = ("in part", "部分可计算")
    WORDS_ONLY = ("words", "仅文字")
    NOT_CITED = ("no term cites it", "无条款引用")
    TERMS = ("Terms", "条款项")
    WHY_NOT = ("Why not", "原因")
    WHAT_IF = ("What if", "假设测算")
    AS_IT_IS = ("As it is", "现状")
    AS_SUPPOSED = ("As supposed", "假设")
    NOTHING_DIFFERS = ("Nothing differs.", "没有差异。")
    DEADLINES = ("Deadlines", "期限")
    NO_DEADLINES = ("Nothing has a date yet.", "目前没有任何期限。")
    WHO = ("Who", "义务方")
    WHAT = ("What", "事项")
    ABOUT = ("About", "对象")
    EFFECT = ("What follows", "后果")
    PENDING = ("to come", "未到期")
    MET = ("met", "已履行")
    BREACHED = ("breached", "已违反")
    DEEMED = ("deemed", "视为发生")
    LOST = ("lapsed", "已失权")
    WAIVED = ("waived", "已放弃")
    BOTH_PARTIES = ("both", "双方")
    EITHER_PARTY = ("either", "任一方")

    HOURS_N = ("{count} h", "{count} 小时")
    MINUTES_N = ("{count} min", "{count} 分")
    SECONDS_N = ("{count} s", "{count} 秒")
    AVAILABILITY_OF = ("Availability", "可用率报告")
    OUTAGES_OF = ("Outages", "中断记录")
    CIRCUIT = ("Circuit", "电路")
    GROUP = ("Group", "保护组")
    AVAILABLE_PERCENT = ("Available %", "可用率 %")
    COVERAGE_PERCENT = ("Measured %", "已测 %")
    UP = ("up", "正常")
    DOWN = ("down", "中断")
    NOT_KNOWN = ("unknown", "状态未知")
    EXCLUDED = ("excluded", "免责")
    IN_SERVICE = ("In service", "在用时间")
    TIME_DOWN = ("Down", "中断时间")
    TIME_UNKNOWN = ("Unknown", "未知时间")
    TIME_EXCLUDED = ("Excluded", "免责时间")
    OUTAGE_COUNT = ("Outages", "次数")
    LONGEST = ("Longest", "最长一次")
    MEAN_OF_UNITS = ("Mean of all", "全部平均")
    POOLED_TIME = ("All time together", "合并时间")
    WITHOUT_EXCLUSIONS = ("if nothing were excluded", "不计免责时")
    WITH_EXCLUSIONS = ("as agreed", "按约定")
    RULE_OF_STATES = (
        "slots of {slot}; down after {down} bad, up after {up} good",
        "时隙 {slot}；连续 {down} 个异常为中断，连续 {up} 个正常为恢复",
    )
    RULES_THE_MONEY = ("The contract judges: {what}", "合同口径：{what}")
    SCOPE_CIRCUIT = ("each circuit for itself", "按单条电路")
    SCOPE_GROUP = (
        "each group, up while {count} of its circuits are",
        "按保护组，至少 {count} 条电路正常即为正常",
    )
    SCOPE_MEAN = ("the mean of all circuits: {value} %", "全部电路的平均值：{value} %")
    SCOPE_POOLED = (
        "all circuits' time together: {value} %",
        "全部电路时间合并计算：{value} %",
    )
    NOT_THIS_MONTH = (
        "The contract judges the quarter, in its last month; below are this month's own figures.",
        "合同按季度考核，在季末月计算；以下为本月数据。",
    )
    SHORT_LEFT_OUT = (
        "Outages shorter than {length} don't count and are not listed.",
        "短于 {length} 的中断不计，未列出。",
    )
    BEGAN = ("From", "开始")
    ENDED = ("To", "结束")
    LENGTH = ("Length", "时长")
    STATE = ("State", "状态")
    REMARKS = ("Remarks", "备注")
    BEGAN_EARLIER = ("since {instant}", "始于 {instant}")
    STILL_OPEN = ("still open at the end", "期末尚未恢复")
    EXCLUDED_BY = ("{length} excluded by {claims}", "其中 {length} 免责，依据 {claims}")
    NO_OUTAGES = ("Nothing was down or unknown.", "没有中断，也没有未知时间。")
    OUTAGES_N = (
        "Outages: {down}; unknown stretches: {unknown}",
        "中断 {down} 次，未知时段 {unknown} 段",
    )
    EVIDENCE_BATCHES = ("Samples it rests on", "所依据的采样批次")
    VANTAGE = ("Vantage", "测点")
    SOURCE = ("Source", "来源")
    RECORDED_AT = ("Recorded", "记录时间")
    BATCH = ("Batch", "批次")
    HEAT_MAP = ("Availability by day", "逐日可用率")
    STRIP = ("Availability by hour", "逐时可用率")
    SHOWN_OF = ("{shown} of {all}, the worst first", "共 {all} 条，列出最差的 {shown} 条")
    LEGEND_SHORT = ("down, under 15 min", "中断不足 15 分")
    LEGEND_LONG = ("down, 15 min to 4 h", "中断 15 分至 4 小时")
    LEGEND_WORST = ("down, 4 h and more", "中断 4 小时及以上")
    LEGEND_PARTLY = ("unknown, under half the day", "未知不足半日")
    LEGEND_UNKNOWN = ("unknown", "未知")
    LEGEND_BOTH = ("down, and unknown for a part", "有中断，另有未知")
    BEGAN_BEFORE = ("began before", "此前开始")
    LEGEND_OUT = ("not in service", "未在用")
    HOUR_SKIPPED = ("{day}: the clock skips {first}–{last}.", "{day}：时钟跳过 {first}–{last}。")
    HOUR_TWICE = (
        "{day}: {first}–{last} comes twice; the first time is drawn above.",
        "{day}：{first}–{last} 出现两次，上半为第一次。",
    )
    HOUR_TWICE_WORSE = (
        "{day}: {first}–{last} comes twice; the worse is shown.",
        "{day}：{first}–{last} 出现两次，显示较差者。",
    )
    DAY_HAS = ("{day} has {length}.", "{day} 全天为 {length}。")
    AND_MORE_SHORT = ("+{count} more", "另 {count} 段")
    DOWN_FOR = ("down {length}", "中断 {length}")
    UNKNOWN_FOR = ("unknown {length}", "未知 {length}")
    WEEKDAYS = ("Mon Tue Wed Thu Fri Sat Sun", "一 二 三 四 五 六 日")
    TIMEZONE = ("Time zone", "时区")

    SCORE_SHEET = ("Monthly scorecard", "月度考核评分表")
    SCORED_ITEMS = ("Items", "考核项目")
    SCORE_ITEM = ("Item", "项目")
    READS = ("Measured by", "考核指标")
    POINTS_MAX = ("Maximum", "满分")
    POINTS_LOST = ("Deducted", "扣分")
    POINTS_LOST_LOW = ("Deducted, at least", "扣分（最少）")
    POINTS_LOST_HIGH = ("Deducted, at most", "扣分（最多）")
    POINTS_LOW = ("Points, at least", "得分（最低）")
    POINTS_HIGH = ("Points, at most", "得分（最高）")
    POINTS = ("Points", "得分")
    POINTS_TOTAL = ("Score", "总得分")
    POINTS_SIGNED = ("as both sides signed", "以双方签署为准")
    POINTS_WORKED_OUT = ("worked out from the records", "根据记录计算")
    POINTS_OPEN = ("not settled: see what is missing", "未定：见待补充事项")
    PAID_OF_MONTH = ("Share of the month that is paid", "本月应付比例")
    DEDUCTIONS = ("Deductions", "扣分明细")
    NO_DEDUCTIONS = ("No points were deducted.", "本月无扣分。")
    REASON = ("Reason", "原因")
    INCIDENT = ("Incident", "故障事件")
    ENDPOINTS = ("Endpoints", "受影响终端")
    MISSING = ("What is missing to settle it", "待补充事项")
    SIGN_BOTH = ("Signed for both parties", "双方签署")
    SIGN_FOR = ("For {party}", "{party}代表")
    SIGN_NAME = ("Name and signature", "姓名及签字")
    SIGN_DATE = ("Date", "日期")
    SIGN_NOTE = (
        "Record the signed figures in records/scores.csv: a signed figure goes before this sheet.",
        "签署后请将分数记入 records/scores.csv，以签署的分数为准。",
    )
    MORE_DEDUCTIONS = ("and {count} more, in the JSON", "另有 {count} 条，见 JSON")
