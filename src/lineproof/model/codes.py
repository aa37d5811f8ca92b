"""What does each finding's code mean, and how is it mended? One table; a code never changes.

It finds nothing itself: the readers and the lint do, and a test holds every code of theirs to it.
"""

from __future__ import annotations

from dataclasses import dataclass

from lineproof.model.codes_bill import BILLS
from lineproof.model.codes_disputed import DISPUTED
from lineproof.model.codes_ledger import LEDGER
from lineproof.model.codes_measured import MEASURED
from lineproof.model.codes_priced import PRICED


@dataclass(frozen=True, slots=True)
class Code:
    """What a finding of a code says in general, and what is done about it."""

    meaning: str
    fix: str


#: A code and what it means; on the next line how it is mended.
_TEXT = """
E-AMENDMENT-UNKNOWN: An amendment replaces or ends a term that there isn't.
    Use the id of the term that it is about.
E-ANSWER-VALUE: An answer has a value that its question doesn't take.
    Use one of the answers that the finding lists.
E-APPLIES-UNKNOWN: `applies_to` names something that is no charge, term, line or event.
    Correct the name; a line is written `line:ID`.
E-AVAILABILITY-DOMAIN: Bands on availability have a domain that isn't in per cent.
    Write the domain and the bands in per cent, as 0 to 100.
E-AVAILABILITY-GROUP: Groups of circuits are judged, and how many must be up, or which, is not said.
    Write `group_up_min`, and fill in the column `group` of the schedule.
E-AVAILABILITY-LOSS: A slot may lose all that was sent, so that no slot is ever bad.
    Write the share above which the contract counts a slot as bad.
E-AVAILABILITY-NONE: A month's availability is asked for, and no term says when a line is up.
    Add a term of the kind availability, as the contract has it.
E-AVAILABILITY-UNKNOWN: Time that nobody measured leaves a line's factor or its outages open.
    Ingest what is missing, or agree who bears the doubt: `on_missing` of the bands.
E-AVAILABILITY-QUORUM: A slot needs more votes than there are vantages, so that none is decided.
    Lower the quorum, or name more vantages.
E-AVAILABILITY-SEVERAL: Several availability terms hold at a time, and none of them is named.
    Name one by its id: in `metric` of the bands, in `measured_by` of the outage credit.
E-AVAILABILITY-TERM: Outages are counted by an availability term that there isn't.
    Use the id of an availability term.
E-AVAILABILITY-WINDOW: A rolling window has no length.
    Write `window_days`.
E-BANDS-GAP: A value of the metric's domain lies in no band, so that a month would earn no factor.
    Lengthen a band up to the next one, or add the missing one.
E-BANDS-OVERLAP: A value lies in two bands, or two brackets begin at the same length.
    Let `lt` of the lower band be `ge` of the upper one.
E-BANDS-UNREACHABLE: A band holds no value of the domain.
    Correct its limits or the domain, or record both parties' answer `as_signed`.
E-BILL-ENDED: A line is billed for a month after its last day.
    Dispute it, or show that the line was kept on.
E-BILL-OUTSIDE: A line is billed for a month in which it was not in service.
    Dispute it, or correct the line's dates.
E-BILL-PRICE: A line is billed at another price than the schedule has.
    Dispute it, or correct the rent by an amendment.
E-BILL-TWICE: A line is billed more than once for a month.
    Dispute all but one.
E-BILL-UNSCHEDULED: A circuit is billed that the schedule doesn't have.
    Ask which order it is for; dispute it where there is none.
E-CALENDAR: No calendar of that name is known.
    Write a known country or part of one, or pin a CSV file of workdays.
E-CALENDAR-DUPLICATE: A calendar file lists a day twice.
    Keep one of the two rows.
E-CALENDAR-EMPTY: A calendar file lists no day.
    List the holidays and make-up workdays of every year that the contract needs.
E-CALENDAR-ENCODING: A calendar file isn't UTF-8.
    Save it as UTF-8.
E-CALENDAR-FILE: A signed contract's own calendar isn't pinned by its hash.
    Write `sha256` below `file`.
E-CALENDAR-HEADER: A calendar file doesn't begin with the header `date,kind`.
    Write that header.
E-CALENDAR-ROW: A row of a calendar file is no day with `holiday` or `workday`.
    Correct the row.
E-CAP-BASE: A cap or a share says how much, and not of what.
    Write what it is a share of.
E-CELL-ERROR: A cell holds a spreadsheet's error, such as #REF!.
    Mend the formula, or write the value.
E-CELL-FORMULA: A text begins with a sign that a spreadsheet runs as a formula.
    Delete the sign, or write what the formula says.
E-CELL-INVISIBLE: A text holds invisible characters.
    Enter it again.
E-CELL-MERGED: Cells below the header are merged, and only the first holds the value.
    Unmerge them, and write the value in each row that it is meant for.
E-CELL-REQUIRED: A cell is blank that must be filled.
    Write its value, or delete the row.
E-CHOICE: A cell holds none of the values that its column allows.
    Write one of them; the reference of records lists them.
E-CIRCUIT-AMOUNT: A circuit's stated amount isn't its rent × its months.
    Correct the amount, the rent or the dates, or record both parties' answer `as_signed`.
E-CIRCUIT-DUPLICATE: A circuit id stands on several lines at a time.
    Correct the ids, or record both parties' answer: `as_signed` or `largest_only`.
E-CLAIM-UNKNOWN: What is to be claimed is given by no term.
    Name the id of the term that gives it.
E-CLAUSE: A term cites a clause that the document doesn't have.
    Correct the citation or `clauses`, or record both parties' answer `as_signed`.
E-COLUMN-DUPLICATE: Two headers mean the same column.
    Keep the one that holds, and delete or rename the other.
E-COLUMN-MISSING: A column that every row needs is missing.
    Add it under one of the headers it is read by.
E-COLUMN-TYPE: A column of a Parquet file has another type than the one declared.
    Write the file with lineproof, or send the table as CSV or XLSX.
E-COLUMN-UNIT: A header names another unit than the column's, such as 万元.
    Convert the figures, and take the unit out of the header.
E-COLUMN-UNKNOWN: A header means no column.
    Delete the column, or rename it to one that there is.
E-CONTRADICTION: Two terms rule the same thing on a day and come to different amounts.
    Write `overrides` in the one that rules, a `rank` in each, or narrow `applies_to`.
E-COUNT: The stated number of circuits isn't what is listed; in a cell: no whole number.
    Correct the count or the list, or record both parties' answer `as_signed`; or the cell.
E-DATE: A cell holds no date.
    Write a date such as 2025-03-04.
E-DATE-AMBIGUOUS: A date begins with a day or a month, and which of them is not certain.
    Write the year first, such as 2025-03-04.
E-DECIMAL: A cell holds no plain decimal.
    Write a plain decimal such as 10 or 0.05.
E-ENCODING: A text file is neither UTF-8 nor GB18030, or is damaged.
    Save it as UTF-8.
E-END: The stated last day isn't the start + months, less a day.
    Correct `months` or `end`, or record both parties' answer `as_signed`.
E-EXCLUSION-ANSWERS: A claim of exclusion stands twice, with different answers.
    Correct one of the rows with `--replaces`.
E-EXCLUSION-TIMES: A claim of exclusion ends before it begins, or what was agreed lies outside it.
    Record it again with `--replaces`.
E-FAULT-TIMES: A fault was answered, attended or over before it was reported.
    Record its times again with `--replaces`.
E-FILE-DAMAGED: A file cannot be read.
    Open it in the program it comes from, save it again, or save it as CSV.
E-FILE-EMPTY: A file or sheet holds nothing.
    Write a header line and a line for each row, or leave the file away.
E-FILE-MISSING: A file that the folder needs isn't there.
    Put it there, or correct its name.
E-FILE-OUTSIDE: A file is named that lies outside the contract folder.
    Put the file into the folder and name it from there.
E-FILE-SHEET: Two terms name different sheets of one file.
    Save each sheet as a file of its own.
E-FILE-TOO-LARGE: A file holds more than one machine should be asked to hold.
    Cut it into smaller files, or leave out what the table doesn't need.
E-FILE-TYPE: A spreadsheet is an old XLS file, or protected by a password.
    Save it as XLSX without a password, or as CSV.
E-FILE-UNREADABLE: A file is there and can't be read.
    Make it a plain file that you may read.
E-HASH: A file isn't the one that was signed: its SHA-256 differs; in a cell: no SHA-256.
    Put the signed file back, or pin the new one by an amendment.
E-HEADER-MERGED: Header cells are merged, or a column with cells has no header.
    Give each column one header, in one row.
E-ID-SCIENTIFIC: A spreadsheet took an id for a number and cut its digits (1.2E+11).
    Format the column as text and enter it again.
E-INCIDENT-MEMBER: A decision on incidents is about no known fault or outage.
    Name a fault's id, or CIRCUIT@ONSET in UTC.
E-INCIDENT-TWICE: One outage or fault is said to belong to two incidents.
    Correct one of the rows with `--replaces`.
E-INSTALMENTS: The instalments of a plan don't add up to what it pays.
    Correct the amounts, or record both parties' answer `as_signed`.
E-INSTANT: A cell holds no date and time.
    Write a date and time such as 2025-03-04T08:30+08:00.
E-INSTANT-LOCAL: A local time happened twice or never, since clocks were changed.
    Write its offset.
E-JOURNAL-DAMAGED: A part of the collector's journal that was written whole can't be read any more.
    Restore it from a copy, or move the part away: its rounds then stay unknown.
E-KEY-DUPLICATE: A key or table of contract.toml stands there twice.
    Keep one of the two.
E-KEY-MISSING: A key that must be there is missing.
    Write it.
E-KEY-UNKNOWN: A key means nothing here; it is probably misspelt.
    Use one of the known keys; the reference of term kinds lists them.
E-KIND: There is no such kind of term, or of deduction.
    Use one of the known kinds.
E-LINE-AMOUNT: A price line's stated amount isn't quantity × months × rent.
    Correct one of them, or record both parties' answer `as_signed`.
E-LINE-DATES: A line ends before it starts.
    Correct its dates.
E-LINE-DUPLICATE: A line id stands twice, in price lists and schedules together.
    Give each line an id of its own.
E-MAINTENANCE-CIRCUIT: A maintenance mail is about a circuit that no schedule has.
    Ask the provider which circuit it means.
E-MAINTENANCE-MAIL: A mail can't be read as a provider's maintenance notice.
    Save the whole mail with its calendar part, or name the right provider.
E-METRIC-MISSING: Bands need a month's metric, and no single value of its domain is recorded.
    Record the month's score: `lineproof record DIR scores --month … --points …`.
E-METRIC-UNKNOWN: Bands read a metric that there isn't.
    Write score, availability, or the id of a scorecard or an availability term.
E-MONEY: A cell holds no plain amount.
    Write a plain decimal such as 812.90.
E-MONEY-NEGATIVE: An amount is negative.
    Write what it means as a record of its own.
E-MONEY-PRECISE: An amount has more decimals than its currency.
    Round it as the document does.
E-MONEY-RANGE: An amount is too large.
    Check its digits, and the unit.
E-MONTH: A cell holds no month.
    Write a month such as 2025-03.
E-MONTH-OUTSIDE: The month asked for is outside the contract's term.
    Ask for a month of the term, or correct the term.
E-MONTHS-MISSING: A contract paid by the year has no length, so that no year's part is known.
    Write `months` in `[contract]`.
E-OVERRIDE-CYCLE: Terms come to override themselves.
    Take one `overrides` out of the circle.
E-OVERRIDE-UNKNOWN: A term overrides one that there isn't.
    Correct the id.
E-PAYMENTS-MISSING: Interest depends on payments, and nothing is known of them.
    Record the payments; a file with a header alone says that nothing was paid.
E-PRICE-LINE-UNKNOWN: A circuit takes its place out of a price line that there isn't.
    Correct `price_line`.
E-RANK-UNKNOWN: A term's rank isn't in the contract's `precedence`.
    Correct the rank, or add it to `precedence`.
E-RATE-MISSING: Interest for late payment has neither a rate nor a reference.
    Write `rate`, or `reference` and `margin`.
E-RECORD-CYCLE: Corrections come to replace themselves.
    Break the circle.
E-RECORD-FORMAT: Records of a kind are kept in a file that rows can't be appended to.
    Save it as CSV in its place, then record again.
E-RECORD-KIND: A file in records/ is no kind of record.
    Name it after what its rows say.
E-RECORD-LINE: A record is about a line that no schedule and no price list has.
    Record it of the right line, replacing that one, or add the line by an amendment.
E-RECORD-TIE: Two rows correct the same one at the same instant with different values.
    Record once more what holds, with `--replaces`.
E-RECORD-TWICE: A kind of record has two files.
    Keep one of them.
E-RECORD-UNKNOWN: A row replaces one that there isn't.
    Name the id of the row that it corrects.
E-RECORD-VALUE: A record's value doesn't suit its event.
    Write what the event needs, such as an amount for `repriced`.
E-RIGHT-UNKNOWN: A term gives a right that there isn't.
    Add a term of the kind `right`, or correct the id.
E-ROW-DUPLICATE: A row's id, or line, stands in an earlier row already.
    Delete one of the two, or give it an id of its own.
E-ROW-QUOTE: A quotation mark in a CSV file opens or closes where it can't.
    Close it, or double it inside a quoted text.
E-ROW-WIDTH: A row has more or fewer cells than the header.
    Quote a text that holds a comma, or fill in the missing cells.
E-ROWS-MORE: A file has more mistakes than are listed; this one counts them all.
    Mend the listed ones first: mistakes that repeat usually have one cause.
E-SCORE-POINTS: Signed points are below none, or above what the item or the whole can have.
    Correct them by a row of `records/scores.csv` that names the wrong one in `replaces`.
E-SCORE-TWICE: A month, or an item of it, was signed with two figures that differ.
    Name in `replaces` the row of `records/scores.csv` that no longer counts.
E-SCORECARD-MAX: The items' greatest points don't add up to the scorecard's base.
    Correct `max_points` or `base`, or record both parties' answer `as_signed`.
E-SCORECARD-NONE: A score is asked for, and no scorecard is in force.
    Add a term of the kind `scorecard`, or ask for another month.
E-SEAL: A folder isn't a sealed month as it was sealed.
    Ask the other side for the folder again, as it was sealed.
E-SEAL-OLDER: A sealed month would be restated on less than was known when it was sealed.
    Ask for a later day.
E-SEAL-ORDER: Months are sealed one after the other, and this one isn't the next.
    Seal the months before it first.
E-SHARES: A plan's shares aren't 100 %, or an item has neither a share nor an amount.
    Correct the shares, or record both parties' answer `as_signed`.
E-SHEET-MISSING: A workbook has no such sheet, or no visible one.
    Name one of its sheets, or unhide the one with the table.
E-START-UNKNOWN: The contract starts on the later signature, and no record says when that was.
    Record it: `lineproof record DIR milestones --event effective --date …`.
E-SUPPOSED: Something that `what-if --set` asks for can't be supposed.
    Write it in one of the forms that the message lists.
E-TERM-DUPLICATE: Two terms have the same id.
    Give one another id.
E-TIMEZONE: There is no such timezone.
    Name one of the IANA database, such as Asia/Shanghai.
E-TOML: contract.toml isn't valid TOML.
    Correct the line; texts and amounts stand in quotes, dates don't.
E-TOTAL: The stated total isn't what the prices add up to.
    Correct one of them, or record both parties' answer `as_signed`.
E-TRIGGER-UNKNOWN: What makes a payment or a charge due is nothing that is recorded.
    Name a milestone, `invoice`, `period_start` or `period_end`.
E-VALUE: A value has the wrong form.
    Write it as the reference of term kinds says.
E-VAT-RATE: The stated VAT isn't what the rate makes of the net or the gross amount.
    Correct the figure or the rate, or record both parties' answer `as_signed`.
E-VAT-SUM: Net + VAT isn't gross, or the charge's amount is neither of them.
    Correct the figure, or record both parties' answer `as_signed`.
E-WORDS: The total in words isn't the total in figures.
    Correct one of them, or record both parties' answer `as_signed`.
E-WORKDAYS-CALENDAR: A deadline counts workdays, or moves off days off, without a calendar.
    Write `workdays` below `[contract.calendar]`.
Q-CAP-ORDER: Does a cap on a reduction hold before the factor is applied, or after it?
    Write `cap_order`, or record both parties' answer.
Q-CREDIT-AFTER-LAST: What becomes of a reduction that no later payment is left to take off?
    Write `after_last`, or record both parties' answer.
Q-DAYS-UNIT: Is a length of time in days, workdays or months?
    Write `unit`, or record both parties' answer.
Q-INTEREST-BASE: Does interest run on what is overdue, or on the contract's amount?
    Write `base`, or record both parties' answer.
Q-MONTHLY-BASE: Is a month's amount its rent, a twelfth of the total, or the total by the months?
    Record both parties' answer.
Q-PERIOD: Is a month of a contract that doesn't start on a 1st a calendar month, or its own?
    Write `period`, or record both parties' answer.
Q-POINT-PART: Does a percentage point only begun cost points?
    Write `part_point`, or record both parties' answer.
Q-PREPAID-SCORED: Paid by the year and scored by the month: which payment is a reduction taken off?
    Record both parties' answer.
Q-PRORATION: What is owed for a line that is in service for part of a month?
    Add a term of the kind `proration`, or record both parties' answer.
Q-RATE-CITED: The rate agreed isn't the rate of the law that it cites: which one is meant?
    Record both parties' answer: one of the two rates.
Q-ROLL: Does a deadline whose last day is a day off end there, or later?
    Write `roll` below `[contract.calendar]`, or record both parties' answer.
Q-STEP-BOUNDARY: Is exactly the limit within it, or over it?
    Write `boundary`, or record both parties' answer.
Q-STEP-PART: Does a stretch of time only begun cost points?
    Write `part_step`, or record both parties' answer.
Q-SUSPENSION: Does rent run on while a line is suspended?
    Write `while_suspended`, or record both parties' answer.
Q-TAX-INCLUSIVE: Do prices include tax, or does it come on top?
    Write `inclusive`, or record both parties' answer.
Q-TAX-INTEREST: Does interest for late payment bear tax?
    Write `tax_nature`, or record both parties' answer.
Q-TAX-NATURE: Does a reduction lower the taxed price, or lie outside the tax?
    Write `tax_nature`, or record both parties' answer.
Q-TAX-RATE-CHANGE: When the tax rate changes, does the gross or the net amount stay?
    Write `on_rate_change`, or record both parties' answer.
Q-TOLERANCE-OF: Whose figure is a tolerance a share of?
    Write `of`, or record both parties' answer.
W-ANSWER-ONE-PARTY: Only one party answered a finding: it stays open.
    Add the other party to `by`, once it agrees.
W-ANSWER-UNUSED: No finding asks for an answer.
    Correct its code or subject, or take it out.
W-BILL-MISSING: A line is scheduled and isn't billed.
    Ask whether it is in service.
W-BILL-NO-ID: Something is billed without a circuit id.
    Ask the provider which circuit it is for.
W-BILL-NO-MONTH: Nothing says which month a bill is for, so that no days were compared.
    Say it with `--month`, or name the column.
W-BILL-ROUNDED: Amounts of a bill have more decimals than the currency and were rounded.
    Nothing, if the bill prints them rounded too.
W-AVAILABILITY-SLOT: Slots don't divide a day, so that months begin and end within one.
    Check the slot's length against the contract.
W-CELL-ABSENT: Marks such as `/` or `-` were read as "nothing is there".
    Nothing, if that is what they mean; else write the value.
W-CELL-BLANK: A column is filled in some lines and blank in others.
    Fill it in, if the other lines' are right.
W-CIRCUIT-NO-ID: Lines have no circuit id.
    Record each once the carrier assigns it, with the event `reidentified`.
W-ENCODING: A file isn't UTF-8 and was read as GB18030.
    Check what the finding quotes, and save the file as UTF-8.
W-FAULT-ENDPOINT: A fault names neither a line nor a site.
    Record what failed, with `--replaces`.
W-FILE-NO-ROWS: A file has a header and no rows.
    Nothing, if there is nothing to say; else write a line for each row.
W-HASH-MISSING: A signed schedule isn't pinned by its hash.
    Write `sha256` = what `sha256sum FILE` prints.
W-HEADER-SKIPPED: Rows above the header were left out.
    Nothing, if that is only a title; else move them into the table.
W-LINE-ENDED: A line ended before the month and still stands in the schedule.
    Check that no bill has it any more, and take it out.
W-NO-PLAN: Nothing says when payment falls due.
    Add a term of the kind `payment_plan`.
W-NOT-SIGNED: The contract is no draft and has no day of signature.
    Write `signed`, or `draft = true` above `[contract]`.
W-OUTSIDE-TERM: A line's dates lie outside the contract's term; those days are not settled.
    Correct the dates.
W-PAUSE-OUTSIDE: A pause is empty or reaches out of its fault.
    Correct the pauses; what lies outside stops no clock.
W-PAUSE-OVERLAP: Two pauses of a fault overlap.
    Correct the pauses; time that both cover stops the clock once.
W-QUOTE-NUMBER: A number in a quote is held by no field.
    Write it into the field that it belongs to.
W-RENT-FREE: A line with a start date has rent 0.
    Ask whether it is free or a mistake.
W-RENT-OUTLIER: The same service and bandwidth has different rents.
    Ask why the dearer lines cost more; a price adjustment is an amendment.
W-LINE-NO-START: A line has a rent, but neither a start date nor a record of its acceptance.
    Record its acceptance, or write the start into the schedule.
W-RENT-ZERO: A line has rent 0 and no start date.
    Ask whether it is free, planned or a mistake.
W-SHEET-FIRST: Of a workbook with several visible sheets only the first was read.
    Put the table first, name its `sheet`, or hide the others.
W-SIGNED-AFTER-START: The contract was signed after it started.
    Ask on what ground the days before were served and are paid.
W-UNMODELLED: A clause has no computable form, and not both parties accepted that.
    Model it, or write `accepted_by = ["buyer", "provider"]` once both do.
W-UNREAD: No rule reads something that the contract says.
    Check that it isn't misspelt, or take it out.
"""


def parse_codes(text: str) -> dict[str, Code]:
    """Return a table of codes: a code and what it means, on the next line how it is mended."""
    lines = [line for line in text.splitlines() if line]
    codes = {}
    for head, fix in zip(lines[::2], lines[1::2], strict=True):
        code, _, meaning = head.partition(": ")
        codes[code] = Code(meaning, fix.strip())
    return codes


CODES: dict[str, Code] = parse_codes(_TEXT + BILLS + DISPUTED + LEDGER + PRICED + MEASURED)
