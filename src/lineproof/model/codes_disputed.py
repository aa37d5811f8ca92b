"""What do the findings about disputes mean? Their steps, their letters, what is asked for.

They are part of the one table of `codes`, and written as there.
"""

DISPUTED = """
E-AUDIT-NO-BILL: A month is audited, and no bill that was brought in has a line for it.
    Bring it in: `lineproof bill import DIR FILE`.
E-DISPUTE-AMOUNT: A step of a dispute has no amount, or more than what came before leaves for it.
    Correct the amount by a row that names the wrong one in `replaces`.
E-DISPUTE-NOTHING: There is nothing to object to, or a term gives nothing back.
    Look at the comparison, or at what the month comes to.
E-DISPUTE-ORDER: A step of a dispute can't follow the one before.
    Correct its date or event, or draft a new dispute.
E-DISPUTE-TWICE: The same bill, or the same credit, is disputed already.
    Go on with that dispute, or close it first.
E-REPORT-UNKNOWN: A month that a report is about isn't known, so that its changes aren't either.
    Record what is missing, or leave the month out.
"""
