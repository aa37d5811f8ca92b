"""What do the findings about disputes mean? Their steps, their letters, what is asked for.

They are part of the one table of `codes`, and written as there.
"""

DISPUTED = """
E-DISPUTE-AMOUNT: A step of a dispute has no amount, or more than what came before leaves for it.
    Correct the amount by a row that names the wrong one in `replaces`.
E-DISPUTE-ORDER: A step of a dispute can't follow the one before.
    Correct its date or event, or draft a new dispute.
"""
