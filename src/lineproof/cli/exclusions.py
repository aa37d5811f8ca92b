"""Which time is claimed not to count? `lineproof exclusions`: each claim, with and without it."""

from __future__ import annotations

import datetime as dt

from lineproof.cli.running import (
    FINE,
    AsJson,
    AsKnown,
    Folder,
    In,
    Language,
    Month,
    day_of,
    month_of,
    printing,
    write_json,
)


def exclusions(
    folder: Folder,
    month: Month,
    as_known: AsKnown = None,
    is_json: AsJson = False,
    language: In = Language.EN,
) -> int:
    """List the claims of exclusion about a month, and its availability and score without each.

    Each claim is shown with where it stands, what its clause asks for and it lacks, and until when
    it can be answered.
    """
    from lineproof.assess.claim_effects import claim_effects
    from lineproof.contract.case import view
    from lineproof.model.period import month_text
    from lineproof.report.as_json import dumped
    from lineproof.report.exclusions import exclusions_json, print_exclusions
    from lineproof.settle.settle import refuse_outside
    from lineproof.store.cases import open_case

    asked, day = month_of(month), day_of(as_known, option="--as-known")
    seen = view(open_case(folder, as_known=day), as_known=day)
    refuse_outside(seen, asked)
    last = seen.period(asked).end - dt.timedelta(days=1)
    found = tuple(claim_effects(seen, asked, on=min(last, day or last)))
    name, text = seen.contract.contract.id, month_text(asked)
    if is_json:
        write_json(dumped(exclusions_json(found, contract=name, month=text)))
    else:
        print_exclusions(found, printing(language), contract=name, month=text)
    return FINE
