"""Does a saved view show itself to its owner, shared to the organisation, never to a provider?"""

from __future__ import annotations

from tests.web.conftest import Made

from lineproof.web.kept.contracts import Contract
from lineproof.web.kept.views import SavedView
from lineproof.web.who.rights import Role


def test_one_s_own_and_what_is_shared(contract: Contract, person: Made) -> None:
    """Ann's two, of which one is shared: Bob sees that one, the provider none."""
    ann, bob = person(Role.OPERATIONS), person(Role.VIEWER)
    provider = person(Role.PROVIDER, contract=contract)
    for name, is_shared in (("mine", False), ("ours", True)):
        made = SavedView(contract=contract, name=name, query="site=S", by=ann, is_shared=is_shared)
        made.save()
    seen = [
        [str(view) for view in SavedView.objects.all().for_user(user)]
        for user in (ann, bob, provider)
    ]
    assert seen == [["mine", "ours"], ["ours"], []]
