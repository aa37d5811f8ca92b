"""Who may know of a job? Whoever could have asked for it; of a person's own, that person."""

from __future__ import annotations

from tests.web.conftest import Made

from lineproof.web.kept.contracts import Contract
from lineproof.web.kept.jobs import Job, JobState
from lineproof.web.who.people import Membership, User
from lineproof.web.who.rights import Right, Role
from lineproof.web.work.jobs import submit


def test_a_job_is_known_to_those_who_may_ask_for_it(contract: Contract, person: Made) -> None:
    """An export is finance's, not the viewer's; working out months everybody's who sees it."""
    finance, viewer = person(Role.FINANCE), person(Role.VIEWER)
    export = submit("export", contract, by=finance, key="x")
    settle = submit("settle", contract, by=viewer, key="x")
    assert set(Job.objects.all().for_user(finance)) == {export, settle}
    assert set(Job.objects.all().for_user(viewer)) == {settle}
    assert set(Job.objects.all().for_user(finance, Right.APPROVE_SEAL)) == {export, settle}
    assert set(Job.objects.all().for_user(viewer, Right.EXPORT)) == set()
    Membership.objects.filter(user=finance).delete()
    asking_again = User.objects.get(pk=finance.pk)  # roles are looked up once a request
    assert not Job.objects.all().for_user(asking_again).exists()


def test_what_is_no_contract_s_is_its_person_s(contract: Contract, person: Made) -> None:
    """And two people's of one key are two."""
    one, two = person(Role.FINANCE, name="a"), person(Role.FINANCE, name="b")
    mine = submit("settle", contract.organisation, by=one, key="x")
    submit("settle", contract.organisation, by=two, key="x")
    assert list(Job.objects.all().for_user(one)) == [mine]


def test_open_is_what_waits_or_runs(contract: Contract, person: Made) -> None:
    """Queued and running."""
    user = person(Role.FINANCE)
    for state in JobState:
        submit("settle", contract, by=user, key=state)
        Job.objects.filter(pk=Job.objects.latest("pk").pk).update(state=state)
    assert sorted(job.state for job in Job.objects.all().open()) == ["queued", "running"]
    assert sum(job.is_open for job in Job.objects.all()) == 2
