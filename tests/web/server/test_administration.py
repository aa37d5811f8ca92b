"""Does the operator's work succeed or say why not?"""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.web.conftest import EXAMPLES

from lineproof.model.errors import LineproofError
from lineproof.web.kept.contracts import Contract
from lineproof.web.kept.trail import Entry
from lineproof.web.server.administration import (
    add_user,
    contract_of,
    give_back,
    has_people,
    take_in,
    update,
)
from lineproof.web.who.people import Membership, User


def added(role: str = "admin", email: str = "a@example.com", **changes: str | None) -> str | None:
    """Add somebody to an organisation."""
    given = {"name": "A", "organisation": "Buyer A", "contract": None, **changes}
    return add_user(email, role=role, **given)  # type: ignore[arg-type]  # texts all of them


def test_a_new_person_has_a_password_told_once(db: None) -> None:  # noqa: ARG001
    """A second role brings no second password; the same role twice is one."""
    assert not has_people()
    password = added()
    assert password is not None
    assert User.objects.get().check_password(password)
    assert added(email="A@example.com", role="auditor") is None
    assert added(role="auditor") is None
    roles = Membership.objects.order_by("role").values_list("role", flat=True)
    assert (list(roles), has_people()) == (["admin", "auditor"], True)
    assert Entry.objects.filter(action="person added").count() == 3


@pytest.mark.parametrize(
    ("role", "changes", "told"),
    [
        ("boss", {}, 'there is no role "boss"; use one of viewer'),
        ("provider", {}, "add --contract NAME"),
        ("viewer", {"contract": "none"}, 'Buyer A has no contract "none"; it has no contract'),
        ("viewer", {"email": "nobody"}, '"nobody": '),
    ],
)
def test_what_can_t_be_is_told_and_leaves_nothing(
    role: str,
    changes: dict[str, str],
    told: str,
    db: None,  # noqa: ARG001
) -> None:
    """An unknown role, a provider of everything, a contract that isn't there, no address."""
    with pytest.raises(LineproofError, match=told):
        added(role, **changes)
    assert not User.objects.exists()
    assert not Entry.objects.exists()


def test_a_folder_goes_in_and_out_by_names(db: None, tmp_path: Path) -> None:  # noqa: ARG001
    """The organisation is made; the contract is found by its name."""
    take_in(EXAMPLES / "04-storage-instalments", "Buyer A")
    contract = contract_of("Buyer A", "storage-instalments")
    assert contract == Contract.objects.get()
    give_back("Buyer A", "storage-instalments", tmp_path / "back")
    assert (tmp_path / "back" / "contract.toml").is_file()


def test_a_folder_comes_in_again_by_names(db: None) -> None:  # noqa: ARG001
    """Nothing is new in it; of an organisation that there isn't nothing is made."""
    with pytest.raises(LineproofError, match="no organisation"):
        update(EXAMPLES / "01-access-593", "Buyer A")
    take_in(EXAMPLES / "01-access-593", "Buyer A")
    done = update(EXAMPLES / "01-access-593", "Buyer A")
    assert (done.records, done.files, done.version) == (0, 0, None)
