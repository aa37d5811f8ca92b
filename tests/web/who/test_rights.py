"""Do the roles have the rights that they should? test_access.py tries each at every address."""

from __future__ import annotations

from lineproof.web.who.rights import RIGHTS, Right, Role, roles_with


def test_every_role_has_its_rights() -> None:
    """All of them see; none is left out."""
    assert set(RIGHTS) == set(Role)
    assert set(roles_with(Right.SEE)) == set(Role)


def test_whoever_looks_on_changes_nothing() -> None:
    """Viewer, provider, auditor and administrator propose and approve nothing."""
    changing = {Right.ANSWER, Right.APPROVE_VERSION, Right.PROPOSE_SEAL, Right.APPROVE_SEAL}
    for role in (Role.VIEWER, Role.PROVIDER, Role.AUDITOR, Role.ADMIN):
        assert RIGHTS[role].isdisjoint(changing), role


def test_a_contract_manager_closes_nothing_alone() -> None:
    """Who answers questions doesn't approve the money that follows."""
    assert Role.CONTRACT_MANAGER not in roles_with(Right.APPROVE_SEAL)
