"""What do the findings about prices and rates that nobody recorded mean? And those that clash.

They are part of the one table of `codes`, and written as there.
"""

PRICED = """
E-LIST-RENT-MISSING: Leaving early makes up for a discount, and a line has no list rent.
    Fill in the column `list_rent` of the schedule, or `list_rent` of the price line.
E-RATE-TWICE: A series has two rates of one day, and they differ.
    Correct one of them with `--replaces`.
E-RATE-UNKNOWN: Interest follows a series, and no rate of it is recorded that holds on a day.
    Record the rate: `lineproof record DIR rates --series … --date … --value …`.
E-RENEWAL-PRICE: The contract went on at other prices, and nobody has recorded which.
    Write an amendment that replaces or adds the prices, effective from the renewal's first day.
W-LIST-RENT-NONE: Leaving early would make up for a discount, and lines have no list rent.
    Fill in the column `list_rent` of the schedule, or `list_rent` of the price line.
W-RENEWAL-NO-PLAN: The contract may go on, and its plan's instalments pay for the signed term alone.
    Agree, by an amendment, how the months by which it goes on are paid.
"""
