"""Does a person choose what they are told, within what the server allows?"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

import pytest
from django.conf import LazySettings
from django.test import Client
from tests.web.conftest import Made

from lineproof.web.kept.jobs import Job
from lineproof.web.kept.notices import Channel, Rhythm, Subscription
from lineproof.web.kept.trail import Entry
from lineproof.web.who.people import User
from lineproof.web.who.rights import Role

SignedIn = Callable[[User], Client]
WISHES = {
    "rhythm": "daily", "kinds": ["deadline", "breach"], "days_ahead": "10", "hour": "7",
    "weekday": "0", "quiet_from": "20:00", "quiet_until": "07:00", "zone": "Asia/Shanghai",
    "language": "zh-hans",
}  # fmt: skip


def wishes(channel: Channel, **changes: object) -> dict[str, object]:
    """Return a form as a browser sends it."""
    given = {**WISHES, **changes}
    return {"channel": channel, **{f"{channel}-{name}": value for name, value in given.items()}}


@pytest.fixture(autouse=True)
def _configured(settings: LazySettings) -> None:
    """Let the server send mail, and call one host."""
    settings.CONFIGURATION = replace(
        settings.CONFIGURATION,
        mail_url="smtp://mail.example.com",
        webhook_hosts="hooks.example.com",
    )


def test_wishes_are_kept_and_shown(person: Made, signed_in: SignedIn) -> None:
    """By mail; a person's own; in the trail of each organisation that they belong to."""
    user = person(Role.FINANCE)
    client = signed_in(user)
    assert client.get("/profile/notices/").status_code == 200
    client.post("/profile/notices/save", wishes(Channel.MAIL))
    kept = Subscription.objects.get()
    assert (kept.user, kept.rhythm, kept.kinds) == (user, Rhythm.DAILY, ["deadline", "breach"])
    assert (kept.zone, kept.hour, kept.days_ahead) == ("Asia/Shanghai", 7, 10)
    client.post("/profile/notices/save", wishes(Channel.MAIL, rhythm="weekly", kinds=[]))
    kept.refresh_from_db()
    assert (kept.rhythm, kept.kinds) == (Rhythm.WEEKLY, [])
    shown = client.get("/profile/notices/").text
    assert '<option value="weekly" selected>' in shown
    assert 'value="20:00"' in shown
    told = Entry.objects.filter(action="notices changed").latest("pk")
    assert told.details == {"channel": "mail", "rhythm": "weekly", "host": None}
    assert "Last sent" not in signed_in(person(Role.VIEWER)).get("/profile/notices/").text


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"zone": "Mars/Base"}, "There is no such time zone."),
        ({"quiet_until": ""}, "Quiet hours need a beginning and an end."),
        ({"hour": "24"}, "less than or equal to 23"),
        ({"days_ahead": "61"}, "less than or equal to 60"),
        ({"rhythm": "hourly"}, "Select a valid choice"),
        ({"language": "xx"}, "Select a valid choice"),
    ],
)
def test_what_can_t_be_is_told_where_it_stands(
    changes: dict[str, str], told: str, person: Made, signed_in: SignedIn
) -> None:
    """Nothing is kept; what was chosen is still there."""
    client = signed_in(person(Role.VIEWER))
    answer = client.post("/profile/notices/save", wishes(Channel.MAIL, **changes))
    assert (answer.status_code, told in answer.text) == (422, True)
    assert 'value="20:00"' in answer.text
    assert not Subscription.objects.exists()


def test_a_webhook_s_secret_is_shown_once(person: Made, signed_in: SignedIn) -> None:
    """New with its address, or when it is asked for; the same settings saved again keep it."""
    client = signed_in(person(Role.VIEWER))
    address = "https://hooks.example.com/a"
    secrets = []
    for changes in ({}, {}, {"renew": "on"}):
        answer = client.post(
            "/profile/notices/save",
            wishes(Channel.WEBHOOK, address=address, **changes),
            follow=True,
        )
        found = re.search(r'<code class="token">([0-9a-f]{64})</code>', answer.text)
        secrets.append(found[1] if found else None)
    assert secrets[1] is None
    assert secrets[0] != secrets[2] == Subscription.objects.get().secret
    assert secrets[2] not in client.get("/profile/notices/").text


@pytest.mark.parametrize("address", ["https://127.0.0.1/", "http://hooks.example.com/", ""])
def test_a_webhook_elsewhere_is_refused(address: str, person: Made, signed_in: SignedIn) -> None:
    """With the hosts that there are."""
    client = signed_in(person(Role.VIEWER))
    answer = client.post("/profile/notices/save", wishes(Channel.WEBHOOK, address=address))
    assert "Webhooks may be at hooks.example.com alone" in answer.text
    assert not Subscription.objects.exists()


def test_what_the_server_can_t_is_told(
    person: Made, signed_in: SignedIn, settings: LazySettings
) -> None:
    """No mail, no hosts: no form, and who could change that."""
    settings.CONFIGURATION = replace(settings.CONFIGURATION, mail_url="", webhook_hosts="")
    shown = signed_in(person(Role.VIEWER)).get("/profile/notices/").text
    assert "This server sends no mail" in shown
    assert "knows no host for webhooks" in shown


def test_a_failure_and_a_test_are_shown(person: Made, signed_in: SignedIn) -> None:
    """Why it failed; the test message is a job of the person's own."""
    user = person(Role.VIEWER)
    client = signed_in(user)
    shown = client.post("/profile/notices/test", {"channel": "mail"}, follow=True).text
    assert "Save first" in shown
    Subscription.objects.create(user=user, channel=Channel.MAIL, problem="<refused>")
    assert "couldn't be sent: &lt;refused&gt;" in client.get("/profile/notices/").text
    shown = client.post("/profile/notices/test", {"channel": "mail"}, follow=True).text
    assert "Send a test message" in shown
    assert "It waits for its turn." in shown
    job = Job.objects.get()
    assert signed_in(person(Role.ADMIN)).get(f"/jobs/{job.pk}/").status_code == 404
