"""What do the codes about the bills that are brought in mean? The registry adds them to its own."""

from __future__ import annotations

#: As in `codes.py`: a code and what it means; on the next line how it is mended.
BILLS = """
E-BILL-COLUMNS: What the columns of a bill mean was guessed, and nobody has confirmed it yet.
    Say `--confirm` if the guess is right, or what a column is with `--column`.
E-BILL-CREDIT-NOTE: A credit note, or red invoice, names no invoice that it corrects.
    Ask the provider which invoice it is for.
E-BILL-CREDITED: Credit notes give back more than the invoice that they correct asked for.
    Refuse the last of them, or correct the invoice it names.
E-BILL-DETAIL: A detail sheet's lines don't come to what the invoice beside it says.
    Ask the provider for the sheet that belongs to this invoice.
E-BILL-FORMAT: A file is no bill of a kind that can be read.
    Ask for CSV, XLSX, UBL, CII, a PDF with XML in it, or the XML of an e-fapiao.
E-BILL-KNOWN: A bill of this number was brought in before, with other content.
    Ask the provider which holds: a bill is corrected by a credit note, never replaced.
E-BILL-NUMBER: Nothing says a bill's number, or several do.
    Give it with `--number`, or cut the file into one a bill.
E-BILL-RULE: An e-invoice breaks a rule of EN 16931, or the schema of its format.
    Ask the provider for a valid one; what it bills is kept and compared all the same.
E-BILL-STORED: A bill that was brought in isn't as it was kept.
    Restore its folder below `bills` from a copy.
E-BILL-SUM: A bill's lines and totals don't add up.
    Dispute it: ask for a bill that adds up.
E-BILL-TAX: A bill's tax isn't its rate of what is taxed, rounded once.
    Dispute it: ask for a bill with the right tax.
E-BILL-VALIDATOR: The official check of an e-invoice couldn't be run to its end.
    Try again; if it stays so, see what the message says. Nothing was brought in.
E-BILL-VALUE: A value in an e-invoice can't be read.
    Ask the provider for a valid one.
E-CONTRACTS-CURRENCY: Bills were to be compared with contracts of different currencies at once.
    Compare the contracts of each currency by themselves: name their own folders.
E-XML-DOCTYPE: An XML file has a document type, which may define entities: that is refused.
    Ask for the invoice as its format prescribes: none has a document type.
W-BILL-ACCOUNT: A bill asks to be paid to another account than the contract's.
    Pay nothing to it until the provider has confirmed it in the contract's way.
W-BILL-CONTRACT: A bill names another contract than the one it was brought in for.
    Check that it belongs here; reconciling says what of it isn't ours.
W-BILL-CREDITS-UNKNOWN: A credit note corrects an invoice that wasn't brought in.
    Bring that invoice in too, so that both are compared.
W-BILL-CURRENCY: A bill is in another currency than the contract.
    Check that it belongs here; reconciling says that it isn't owed.
W-BILL-LETTER: Billed ids aren't ours, but would be with a 0 for an O, or a 1 for an I.
    Ask the provider to correct them: nothing is matched by guess.
W-BILL-NEGATIVE: Lines of a bill are negative, and nothing says that they are credits.
    Ask what they are for.
W-BILL-PARTY: A bill's buyer or seller isn't the contract's, by name or tax id.
    Have it reissued in the right name.
W-BILL-RULE: An e-invoice doesn't follow what EN 16931 only recommends.
    Nothing has to be done; tell the provider.
"""
