"""Is everybody told what they may see, once, and nothing lost? By a real mail and web server."""

from __future__ import annotations

import datetime as dt
import json
import logging
from collections.abc import Iterator
from dataclasses import dataclass, replace

import pytest
from django.conf import LazySettings
from django.utils import timezone
from tests.web.conftest import Made
from tests.web.doing.test_scores import figure
from tests.web.listening import Received, mail_server, web_server

from lineproof.web.doing.closing import propose_seal, reject_seal
from lineproof.web.doing.comments import Said as Comment
from lineproof.web.doing.comments import say
from lineproof.web.doing.scores import give_figure
from lineproof.web.kept.contracts import Contract
from lineproof.web.kept.notices import About, Channel, Rhythm, Subscription, Told
from lineproof.web.who.people import Membership, User
from lineproof.web.who.rights import Role
from lineproof.web.work import notices, telling
from lineproof.web.work.jobs import submit
from lineproof.web.work.running import run_job
from lineproof.web.work.sending import NotSentError
from lineproof.web.work.telling import tell


@dataclass
class Outside:
    """What arrives outside."""

    box: Received
    host: Received

    @property
    def hook(self) -> str:
        """The address of a webhook."""
        return f"http://127.0.0.1:{self.host.port}/hook"


@pytest.fixture(scope="module")
def servers() -> Iterator[Outside]:
    """Run a mail server and a webhook's host."""
    with mail_server() as box, web_server() as host:
        yield Outside(box, host)


@pytest.fixture
def outside(servers: Outside, settings: LazySettings, monkeypatch: pytest.MonkeyPatch) -> Outside:
    """Let it be 3 March 2025, and both servers configured, empty and willing."""
    monkeypatch.setattr(notices, "today", lambda _case, _now: dt.date(2025, 3, 3))
    settings.CONFIGURATION = replace(
        settings.CONFIGURATION,
        origin="https://lineproof.example.com",
        mail_url=f"smtp://127.0.0.1:{servers.box.port}",
        webhook_hosts=f"http://127.0.0.1:{servers.host.port}",
    )
    for received in (servers.box, servers.host):
        received.is_refusing = False
        received.mails.clear()
        received.calls.clear()
    return servers


NOW = dt.datetime(2025, 3, 3, 9, tzinfo=dt.UTC)


def by_mail(user: User, **wishes: object) -> Subscription:
    """Subscribe somebody by mail, to breaches alone: example 1 has two by March 2025."""
    given = {"rhythm": Rhythm.AT_ONCE, "kinds": [About.BREACH], "made_at": NOW, **wishes}
    return Subscription.objects.create(user=user, channel=Channel.MAIL, **given)


def later(**span: int) -> dt.datetime:
    """Return an instant after NOW."""
    return NOW + dt.timedelta(**span)


def test_a_thing_is_told_once(contract: Contract, person: Made, outside: Outside) -> None:
    """Two deductions in one mail, with the pages that show them; then nothing any more."""
    by_mail(person(Role.FINANCE))
    assert tell(NOW).sent == 1
    assert tell(later(minutes=10)).sent == 0
    (mail,) = outside.box.mails
    assert mail["To"] == "finance@example.com"
    assert mail["Subject"] == "lineproof: 2 things to know (access-593)"
    text = mail.get_content()
    assert "January 2025: Deduction -6,187.50 CNY" in text
    assert f"https://lineproof.example.com/contracts/{contract.pk}/months/2025-02/" in text
    assert Told.objects.count() == 2


def test_each_is_told_in_their_language(contract: Contract, person: Made, outside: Outside) -> None:  # noqa: ARG001
    """Title, heads and our own words; names and clauses stay."""
    by_mail(person(Role.FINANCE), language="zh-hans")
    tell(NOW)
    (mail,) = outside.box.mails
    assert mail["Subject"] == "lineproof: 2 条新消息 (access-593)"
    assert "2025年1月：扣减 -6,187.50 CNY" in mail.get_content()
    assert "条款 III.2.2" in mail.get_content()


def test_what_couldn_t_be_sent_is_sent_later(
    contract: Contract, person: Made, outside: Outside, caplog: pytest.LogCaptureFixture  # noqa: ARG001
) -> None:  # fmt: skip
    """Refused at 9:00: told on the page, tried after 1 minute, then after 2; then it arrives."""
    caplog.set_level(logging.ERROR)
    kept = by_mail(person(Role.FINANCE))
    outside.box.is_refusing = True
    assert tell(NOW).failed == 1
    kept.refresh_from_db()
    assert (kept.failures, kept.next_at) == (1, later(minutes=1))
    assert kept.problem
    assert tell(later(seconds=59)).failed == 0
    assert tell(later(minutes=1)).failed == 1
    outside.box.is_refusing = False
    assert tell(later(minutes=2)).sent == 0
    assert tell(later(minutes=3)).sent == 1
    kept.refresh_from_db()
    assert (kept.failures, kept.problem, kept.next_at) == (0, "", None)
    assert len(outside.box.mails) == 1


def test_who_may_not_see_it_any_more_isn_t_told(
    contract: Contract, person: Made, outside: Outside
) -> None:
    """Found while they might, sent after they might not: nothing goes out; nor to the inactive."""
    user, gone = person(Role.FINANCE), person(Role.VIEWER)
    by_mail(user)
    by_mail(gone)
    outside.box.is_refusing = True
    assert tell(NOW).failed == 2
    Membership.objects.filter(user=user).delete()
    User.objects.filter(pk=gone.pk).update(is_active=False)
    outside.box.is_refusing = False
    tell(later(minutes=10))
    assert outside.box.mails == []
    Membership.objects.create(
        user=user, organisation=contract.organisation, contract=contract, role=Role.PROVIDER
    )
    assert tell(later(minutes=20)).sent == 1


def test_a_decision_is_told_to_those_who_take_it(
    contract: Contract, person: Made, outside: Outside
) -> None:
    """Not to its proposer, nor to a manager who can't seal. Taken back before a digest: to none."""
    one, two = person(Role.FINANCE, name="a"), person(Role.FINANCE, name="b")
    for user in (one, two, person(Role.CONTRACT_MANAGER)):
        by_mail(user, kinds=[About.DECISION])
    proposal = propose_seal(contract, "2025-01", by=one)
    tell(NOW)
    assert [mail["To"] for mail in outside.box.mails] == ["b@example.com"]
    reject_seal(proposal, by=one)
    Subscription.objects.update(rhythm=Rhythm.DAILY)
    propose_seal(contract, "2025-01", by=two)
    reject_seal(contract.proposals.latest("pk"), by=two)
    tell(later(days=2))
    assert len(outside.box.mails) == 1


def test_what_one_side_says_is_told_to_the_other(
    contract: Contract, person: Made, outside: Outside
) -> None:
    """Of the buyer's comments the provider hears of the one for both sides, in Chinese.

    The buyer hears of the provider's comment and counter-figure: of its last, with its reason.
    """
    contract.records.filter(kind="scores", values__month="2025-01").delete()
    buyer, provider = person(Role.CONTRACT_MANAGER), person(Role.PROVIDER, contract=contract)
    by_mail(buyer, kinds=[About.SAID])
    by_mail(provider, kinds=[About.SAID], language="zh-hans", rhythm=Rhythm.DAILY, hour=8)
    for by, text, is_internal in (
        (buyer, "between ourselves", True), (buyer, "please explain", False),
        (provider, "we did", False),
    ):  # fmt: skip
        say(contract, Comment("line", "1c", text, is_internal=is_internal), by=by)
    for points in ("90", "93"):
        give_figure(contract, figure(contract, points, "as\nwe counted"), by=provider)
    assert tell(NOW).sent == 1
    assert tell(later(days=1)).sent == 1
    ours, theirs = (m.get_content().replace("\r\n", "\n") for m in outside.box.mails)
    assert "Provider: a comment on the line 1c" in ours
    assert "Provider: 93 points for January 2025\n    by provider · as we counted" in ours
    assert "90 points" not in ours
    circuit = contract.in_force.schedules.get().circuits.get(line="1c")
    assert f"/contracts/{contract.pk}/circuits/{circuit.pk}/\n" in ours
    assert theirs.count("•") == 1
    assert "甲方（客户）：对行 1c 的评论" in theirs
    assert all(text not in ours + theirs for text in ("between ourselves", "please explain"))


def test_a_digest_waits_for_its_hour_and_quiet_for_its_end(
    contract: Contract, person: Made, outside: Outside
) -> None:  # fmt: skip
    """Weekly on Tuesdays at 8; at once but quiet from 8 to 10: nothing on Monday at 9."""
    by_mail(person(Role.FINANCE), rhythm=Rhythm.WEEKLY, weekday=1)
    by_mail(person(Role.VIEWER), quiet_from=dt.time(8), quiet_until=dt.time(10))
    assert tell(NOW).sent == 0
    assert tell(later(hours=1)).sent == 1
    assert tell(later(hours=22)).sent == 0
    assert tell(later(hours=23)).sent == 1
    assert tell(later(hours=24)).sent == 0
    assert [mail["To"] for mail in outside.box.mails] == [
        "viewer@example.com", "finance@example.com",
    ]  # fmt: skip
    assert contract.proposals.count() == 0


def test_a_deadline_is_told_as_far_ahead_as_asked(
    contract: Contract, person: Made, outside: Outside
) -> None:
    """On the 3rd, reports are due on the 7th: four days ahead is told, three isn't."""
    for role, days in ((Role.FINANCE, 4), (Role.VIEWER, 3)):
        by_mail(person(role), kinds=[About.DEADLINE], days_ahead=days)
    tell(NOW)
    told = {mail["To"]: mail.get_content() for mail in outside.box.mails}
    assert "7 Mar 2025  Provider: deliver the monthly report" in told["finance@example.com"]
    assert "2025-03-07" not in told.get("viewer@example.com", "")
    assert contract.pk


def test_a_webhook_gets_the_same_number_again(
    contract: Contract, person: Made, outside: Outside, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A worker that dies once it has sent, before it keeps that: the receiver sees the same id."""
    user = person(Role.FINANCE)
    kept = Subscription.objects.create(
        user=user, channel=Channel.WEBHOOK, address=outside.hook, rhythm=Rhythm.AT_ONCE,
        kinds=[About.BREACH],
    )  # fmt: skip

    def dying(*_rows: object, **_options: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(Told.objects, "bulk_create", dying)
        with pytest.raises(KeyboardInterrupt):
            tell(NOW)
    assert tell(later(minutes=4)).sent == 0
    assert tell(later(minutes=5)).sent == 1
    first, second = (json.loads(content) for _, content in outside.host.calls)
    assert first == second
    assert first["format"] == "notices/1"
    (notice, _other) = first["notices"]
    assert (notice["contract"], notice["about"]) == ("access-593", "breach")
    assert notice["address"].endswith(f"/contracts/{contract.pk}/months/2025-01/")
    kept.refresh_from_db()
    assert kept.told_at == later(minutes=5)


def test_a_host_that_is_no_longer_listed_isn_t_called(
    contract: Contract, person: Made, outside: Outside, settings: LazySettings  # noqa: ARG001
) -> None:  # fmt: skip
    """Kept while it was listed: refused when something is to be sent."""
    kept = Subscription.objects.create(
        user=person(Role.FINANCE), channel=Channel.WEBHOOK, address=outside.hook,
        rhythm=Rhythm.AT_ONCE,
    )  # fmt: skip
    settings.CONFIGURATION = replace(settings.CONFIGURATION, webhook_hosts="hooks.example.com")
    assert tell(NOW).failed == 1
    kept.refresh_from_db()
    assert "hooks.example.com alone" in kept.problem
    assert outside.host.calls == []


def test_of_two_workers_one_tells(
    contract: Contract, person: Made, outside: Outside, monkeypatch: pytest.MonkeyPatch  # noqa: ARG001
) -> None:  # fmt: skip
    """While one sends, another looks: it leaves that person alone."""
    by_mail(person(Role.FINANCE))
    sent = []

    def sending(*_words: object, **_more: object) -> None:
        sent.append(tell(NOW).sent)

    monkeypatch.setattr(telling, "send_mail", sending)
    assert tell(NOW).sent == 1
    assert sent == [0]


def test_a_mistake_of_ours_keeps_nobody_else_from_hearing(
    contract: Contract, person: Made, outside: Outside, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One contract can't be looked at at all: who sees another one is told of that."""
    broken = Contract.objects.create(organisation=contract.organisation, name="broken")
    by_mail(person(Role.FINANCE))
    by_mail(person(Role.PROVIDER, contract=contract))
    looked = notices.things_of

    def things_of(found: Contract) -> tuple[notices.Thing, ...]:
        assert found != broken
        return looked(found)

    monkeypatch.setattr(telling, "things_of", things_of)
    found = tell(NOW)
    assert (found.sent, found.failed) == (1, 1)
    assert [mail["To"] for mail in outside.box.mails] == ["provider@example.com"]


def test_waiting_grows_to_six_hours(
    contract: Contract, person: Made, outside: Outside, monkeypatch: pytest.MonkeyPatch  # noqa: ARG001
) -> None:  # fmt: skip
    """1, 2, 4, … minutes: 2 to the 9th would be 8 hours and more, so 6."""

    def refusing(*_words: object, **_more: object) -> None:
        message = "away"
        raise NotSentError(message)

    monkeypatch.setattr(telling, "send_mail", refusing)
    kept, now = by_mail(person(Role.FINANCE)), NOW
    waits = []
    for _ in range(12):
        tell(now)
        kept.refresh_from_db()
        assert kept.next_at is not None
        waits.append((kept.next_at - now).total_seconds() // 60)
        now = kept.next_at
    assert waits[:5] == [1, 2, 4, 8, 16]
    assert waits[-3:] == [360, 360, 360]


def test_a_test_message_is_sent_in_the_background(
    contract: Contract, person: Made, outside: Outside
) -> None:
    """By mail and webhook; it tells nothing else."""
    user = person(Role.FINANCE)
    by_mail(user)
    Subscription.objects.create(user=user, channel=Channel.WEBHOOK, address=outside.hook)
    for channel in Channel:
        job = submit("test", contract.organisation, by=user, key=channel, channel=channel)
        run_job.call(job.pk, 1)
        job.refresh_from_db()
        assert job.state == "done", job.problem
    assert outside.box.mails[0]["Subject"] == "lineproof: a test"
    assert json.loads(outside.host.calls[0][1])["notices"] == []
    assert timezone.now() > NOW
