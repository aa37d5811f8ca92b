"""What do the codes about invoices, payments and books mean? The registry adds them to its own."""

from __future__ import annotations

#: As in `codes.py`: a code and what it means; on the next line how it is mended.
LEDGER = """
E-BOOKS: The file `books.toml` holds something that it can't.
    Correct it as the page on closing the books shows.
E-COST-RULE: A cost centre's rule names two things at once, or shares don't sum to 1.
    Correct the rows of `cost-centres.csv`.
E-INVOICE-DEDUCTED: An invoice's tax is deducted before the invoice was received or verified.
    Correct the period, or record when it was verified, with `--replaces`.
E-INVOICE-ORDER: An invoice is verified or booked before it was received, or booked unverified.
    Correct its days with `--replaces`.
E-INVOICE-OVERPAID: More was paid on an invoice than it asks for, red ones taken off.
    Correct the payments, or ask the provider for the rest back.
E-INVOICE-RED-OF: A red invoice names no blue one of this contract.
    Write the number of the blue invoice that it takes back into `red_of`.
E-INVOICE-RED-SUM: Red invoices take back more than the blue one asked for.
    Correct their amounts, or refuse the last of them.
E-INVOICE-SHARED: Several contracts have recorded the same invoice number.
    Withdraw it where it doesn't belong; it is one contract's invoice.
E-INVOICE-SIGN: A blue invoice has no positive amount, or a red one no negative amount.
    Write what it asks for, or takes back with a minus sign.
E-INVOICE-TAX: The tax in an invoice is larger than its amount, or of the other sign.
    Write the tax as the invoice prints it.
E-INVOICE-TWICE: The same invoice number is recorded more than once.
    Withdraw all but one; a correction names the row it `replaces`.
E-LEDGER-KEY: An entry is booked already, and what it rests on isn't the same any more.
    Put back what was edited; corrections are recorded with `--replaces`.
E-RATE-MISSING: No exchange rate is recorded for a day that needs one.
    Record it in `rates.csv`, and name its series in `books.toml`.
W-INVOICE-BILL: An invoice is recorded with another amount than its bill asks for.
    Correct the record with `--replaces`, or the bill that was brought in.
W-INVOICE-MISMATCH: An invoice whose title or tax id isn't the buyer's was booked, deducted or paid.
    Have it reissued: what is deducted by it may be taken back.
W-INVOICE-PAYER: An invoice is to be paid by somebody else than the buyer.
    Ask for one in the buyer's name: one invoice has one payer.
W-INVOICE-RED-DEDUCTED: A red invoice takes back tax that was deducted.
    Turn the input tax out in the period of the red invoice.
W-INVOICE-RED-REASON: A red invoice lacks its reason or its confirmation.
    Record both with `--replaces`.
W-INVOICE-UNKNOWN: A payment names an invoice that isn't recorded.
    Record the invoice, or correct its number.
W-INVOICE-WINDOW: An invoice was paid past the time that a clause gives for it.
    Ask the provider whether it reverses the invoice and issues another.
"""
