"""Who is told what is new? Each person what they may see now, once, when they want to hear of it.

A message is sent, and then each thing in it is kept as told: what couldn't be sent is sent later. A
worker that dies in between sends again; the same message has the same number then.
"""

from __future__ import annotations

import datetime as dt
import logging
from collections.abc import Iterator
from dataclasses import dataclass, field

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.utils import translation

from lineproof.model.canonical import canonical_json, sha256_hex
from lineproof.model.errors import LineproofError
from lineproof.web.kept.contracts import Contract
from lineproof.web.kept.notices import Channel, Rhythm, Subscription, Told
from lineproof.web.who.rights import Right
from lineproof.web.who.sides import side_of
from lineproof.web.work.letters import Letter, New, body_of, in_order, letter_of, test_letter
from lineproof.web.work.notices import Thing, things_of
from lineproof.web.work.sending import send_mail, send_to_webhook

_LOG = logging.getLogger("lineproof.notices")
CLAIMED_FOR = dt.timedelta(minutes=5)
_AGAIN_AFTER = dt.timedelta(minutes=1)
_AGAIN_AFTER_MAX = dt.timedelta(hours=6)
_PROBLEM_MAX = 500
#: What some things are told by, besides seeing the contract.
_ACTING = (Right.APPROVE_VERSION, Right.APPROVE_SEAL, Right.CHECK_BILLS)
_DOUBLED_MAX = 10


@dataclass(slots=True)
class Round:
    """One look at everything: what there is to tell of each contract is worked out once."""

    now: dt.datetime
    sent: int = 0
    failed: int = 0
    _things: dict[int, tuple[Thing, ...]] = field(default_factory=dict)

    def things(self, contract: Contract) -> tuple[Thing, ...]:
        """Return what is worth telling of a contract."""
        if contract.pk not in self._things:
            self._things[contract.pk] = things_of(contract)
        return self._things[contract.pk]


def tell(now: dt.datetime) -> Round:
    """Tell everybody who is to be told now; return how many messages left and how many didn't."""
    looked = Round(now)
    wanted = Subscription.objects.exclude(rhythm=Rhythm.NEVER).filter(
        Q(next_at=None) | Q(next_at__lte=now), user__is_active=True
    )
    for subscription in wanted.select_related("user").order_by("pk"):
        if subscription.due_since(now) is not None:
            try:
                _tell(subscription, looked)
            except Exception:  # noqa: BLE001 - one contract keeps nobody else from hearing
                _LOG.exception("notice failed", extra={"subscription": subscription.pk})
                looked.failed += 1
    return looked


def _tell(subscription: Subscription, looked: Round) -> None:
    """Tell one person by one channel what is new, if nobody else is at it."""
    is_digest = subscription.rhythm != Rhythm.AT_ONCE
    if not is_digest and not list(_new(subscription, looked)):
        return
    claimed = Subscription.objects.filter(
        Q(next_at=None) | Q(next_at__lte=looked.now), pk=subscription.pk
    ).update(next_at=looked.now + CLAIMED_FOR)
    if not claimed:
        return
    news = in_order(_new(subscription, looked))
    try:
        if news:
            _send(subscription, news)
            looked.sent += 1
    except LineproofError as problem:
        looked.failed += 1
        _fail(subscription, str(problem), looked.now)
        return
    with transaction.atomic():
        Told.objects.bulk_create(
            [Told(subscription=subscription, contract=new.contract, key=new.thing.key)
             for new in news],
            ignore_conflicts=True,
        )  # fmt: skip
        Subscription.objects.filter(pk=subscription.pk).update(
            asked_at=looked.now,
            next_at=None,
            failures=0,
            problem="",
            **({"told_at": looked.now} if news else {}),
        )


def _new(subscription: Subscription, looked: Round) -> Iterator[New]:
    """Yield what a person may see now, wants to hear of, and wasn't told."""
    user, told = subscription.user, _told(subscription)
    seen = Contract.objects.all().for_user(user).select_related("organisation")
    may = {right: set(Contract.objects.all().for_user(user, right).values_list("pk", flat=True))
           for right in _ACTING}  # fmt: skip
    soon = looked.now.date() + dt.timedelta(days=subscription.days_ahead)
    for contract in seen:
        for thing in looked.things(contract):
            is_far = thing.day is not None and thing.day > soon
            is_for = thing.right is Right.SEE or contract.pk in may[thing.right]
            if (
                thing.about in subscription.kinds
                and not is_far
                and is_for
                and thing.not_by != user.pk
                and thing.side in {None, side_of(user, contract)}
                and (contract.pk, thing.key) not in told
            ):
                yield New(contract, thing)


def _told(subscription: Subscription) -> set[tuple[int, str]]:
    """Return what a person was told by a channel."""
    return set(subscription.told.values_list("contract", "key"))


def _send(subscription: Subscription, news: list[New]) -> None:
    """Send a message of new things; raises LineproofError."""
    origin = settings.CONFIGURATION.origin
    with translation.override(subscription.language):
        if subscription.channel == Channel.MAIL:
            _mail(subscription, letter_of(news, origin=origin))
            return
        keys = [[new.contract.pk, new.thing.key] for new in news]
        number = sha256_hex(canonical_json([subscription.pk, keys]))
        body = body_of(news, origin=origin, number=number, language=subscription.language)
    _call(subscription, body)


def send_test(subscription: Subscription) -> None:
    """Send a message that tells nothing but that it arrived; raises LineproofError."""
    origin, language = settings.CONFIGURATION.origin, subscription.language
    with translation.override(language):
        if subscription.channel == Channel.MAIL:
            _mail(subscription, test_letter(origin=origin))
            return
    _call(subscription, body_of((), origin=origin, number="test", language=language))


def _mail(subscription: Subscription, letter: Letter) -> None:
    """Send a letter to a person's own address."""
    to = subscription.user.email
    send_mail(settings.CONFIGURATION, to, title=letter.title, text=letter.text)


def _call(subscription: Subscription, body: bytes) -> None:
    """Send a body to a person's webhook."""
    send_to_webhook(
        settings.CONFIGURATION, subscription.address, body=body, secret=subscription.secret
    )


def _fail(subscription: Subscription, problem: str, now: dt.datetime) -> None:
    """Keep that sending failed, and when it is tried again: later each time."""
    doubled = 2 ** min(subscription.failures, _DOUBLED_MAX)
    wait = min(_AGAIN_AFTER * doubled, _AGAIN_AFTER_MAX)
    _LOG.warning("notice not sent", extra={"subscription": subscription.pk, "problem": problem})
    Subscription.objects.filter(pk=subscription.pk).update(
        failures=subscription.failures + 1, problem=problem[:_PROBLEM_MAX], next_at=now + wait
    )
