"""Is somebody told when they want to be: at once, daily, weekly, never at night?"""

from __future__ import annotations

import datetime as dt

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from tests.web.conftest import Made

from lineproof.web.kept.notices import Channel, Rhythm, Subscription, Weekday
from lineproof.web.who.rights import Role


def at(text: str) -> dt.datetime:
    """Return an instant of UTC."""
    return dt.datetime.fromisoformat(text).replace(tzinfo=dt.UTC)


def chosen(**wishes: object) -> Subscription:
    """Return a subscription made on 1 July 2025."""
    given = {"zone": "Asia/Shanghai", "hour": 9, "made_at": at("2025-07-01T00:00"), **wishes}
    return Subscription(channel=Channel.MAIL, **given)


@pytest.mark.parametrize(
    ("asked", "now", "since"),
    [
        (None, "2025-07-02T00:59", "2025-07-01T01:00"),
        ("2025-07-01T01:00", "2025-07-02T00:59", None),
        ("2025-07-01T01:00", "2025-07-02T01:00", "2025-07-02T01:00"),
        ("2025-07-02T01:00", "2025-07-02T01:01", None),
        ("2025-06-28T01:00", "2025-07-02T12:00", "2025-07-02T01:00"),
    ],
)
def test_a_daily_digest_is_due_at_its_hour(asked: str | None, now: str, since: str | None) -> None:
    """9:00 in Shanghai is 1:00 UTC; once a day, and but once for days that were missed."""
    found = chosen(rhythm=Rhythm.DAILY, asked_at=None if asked is None else at(asked))
    assert found.due_since(at(now)) == (None if since is None else at(since))


@pytest.mark.parametrize(
    ("now", "since"),
    [
        ("2025-07-02T12:00", None),
        ("2025-07-04T00:59", None),
        ("2025-07-04T01:00", "2025-07-04T01:00"),
        ("2025-07-08T12:00", "2025-07-04T01:00"),
    ],
)
def test_a_weekly_digest_is_due_on_its_day(now: str, since: str | None) -> None:
    """Fridays: the first after 1 July 2025, a Tuesday, is the 4th."""
    found = chosen(rhythm=Rhythm.WEEKLY, weekday=Weekday.FRIDAY)
    assert found.due_since(at(now)) == (None if since is None else at(since))


def test_an_hour_moves_with_summer_time() -> None:
    """9:00 in Berlin: 7:00 UTC in summer, 8:00 in winter."""
    found = chosen(rhythm=Rhythm.DAILY, zone="Europe/Berlin")
    assert found.due_since(at("2025-07-10T12:00")) == at("2025-07-10T07:00")
    assert found.due_since(at("2025-12-10T12:00")) == at("2025-12-10T08:00")


@pytest.mark.parametrize(
    ("quiet", "now", "is_quiet"),
    [
        (("20:00", "07:00"), "2025-07-02T11:59", False),
        (("20:00", "07:00"), "2025-07-02T12:00", True),
        (("20:00", "07:00"), "2025-07-02T22:59", True),
        (("20:00", "07:00"), "2025-07-02T23:00", False),
        (("12:00", "13:00"), "2025-07-02T04:00", True),
        (("12:00", "13:00"), "2025-07-02T05:00", False),
    ],
)
def test_nothing_goes_out_in_quiet_hours(
    quiet: tuple[str, str], now: str, is_quiet: bool  # noqa: FBT001
) -> None:  # fmt: skip
    """Over midnight, or at noon, by Shanghai's time, eight hours ahead: from its minute on."""
    begins, ends = map(dt.time.fromisoformat, quiet)
    found = chosen(rhythm=Rhythm.AT_ONCE, quiet_from=begins, quiet_until=ends)
    assert (found.due_since(at(now)) is None) == is_quiet
    assert chosen(rhythm=Rhythm.NEVER).due_since(at(now)) is None


def test_what_can_t_be_is_refused(person: Made) -> None:
    """No such time zone, half a night, an hour too late, two of one channel."""
    user = person(Role.VIEWER)
    for wishes in ({"zone": "Mars/Base"}, {"quiet_from": dt.time(20)}, {"hour": 24}):
        with pytest.raises(ValidationError):
            chosen(user=user, **wishes).full_clean()
    chosen(user=user).save()
    with pytest.raises(IntegrityError), transaction.atomic():
        chosen(user=user).save()
    other = person(Role.FINANCE)
    assert Subscription.objects.all().for_user(user).count() == 1
    assert not Subscription.objects.all().for_user(other).exists()


def test_a_secret_is_its_salt_s() -> None:
    """Another salt, another secret; 256 bits in hexadecimal."""
    one, two = chosen(), chosen()
    assert one.secret == one.secret != two.secret
    assert len(one.secret) == 64
