"""What two people decide, as programs see it: who proposed it, who decided it, when."""

from __future__ import annotations

from pydantic import Field

from lineproof.web.api.shapes import Shape, iso
from lineproof.web.kept.contracts import Decided


class DecidedShape(Shape):
    """Where something stands that one person proposes and another approves."""

    state: str = Field(description="proposed, approved or rejected.")
    proposed_by: str | None = Field(description="Who proposed it; null: the operator.")
    proposed_at: str = Field(description="When.")
    decided_by: str | None = Field(description="Who approved or rejected it.")
    decided_at: str | None = Field(description="When.")


def decided_json(found: Decided) -> dict[str, object]:
    """Return where something stands."""
    return {
        "state": found.state,
        "proposed_by": None if found.proposed_by is None else str(found.proposed_by),
        "proposed_at": iso(found.proposed_at),
        "decided_by": None if found.decided_by is None else str(found.decided_by),
        "decided_at": iso(found.decided_at),
    }
