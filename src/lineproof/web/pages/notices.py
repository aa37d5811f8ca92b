"""What am I told, how and when? A person's own choice, a channel at a time."""

from __future__ import annotations

import zoneinfo
from typing import Any, ClassVar
from urllib.parse import urlsplit

from django import forms
from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from lineproof.model.errors import LineproofError
from lineproof.web.kept.notices import DAYS_AHEAD_MAX, About, Channel, Subscription
from lineproof.web.kept.trail import note
from lineproof.web.pages.texts import problem_text
from lineproof.web.who.access import Asked, page
from lineproof.web.who.people import Organisation
from lineproof.web.work.jobs import submit
from lineproof.web.work.webhooks import refuse_elsewhere


class Wishes(forms.ModelForm):  # type: ignore[type-arg]  # Django itself takes none
    """What a person chooses for a channel."""

    kinds = forms.MultipleChoiceField(
        label=_("About"),
        choices=About.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    language = forms.ChoiceField(label=_("Language"), choices=settings.LANGUAGES)
    renew = forms.BooleanField(label=_("Make a new secret"), required=False)

    class Meta:
        """In the order that they are asked for."""

        model = Subscription
        fields = (
            "address", "rhythm", "hour", "weekday", "language", "zone", "days_ahead",
            "quiet_from", "quiet_until", "kinds",
        )  # fmt: skip
        labels: ClassVar[dict[str, object]] = {
            "address": _("Address"),
            "rhythm": _("How often"),
            "days_ahead": _("Deadlines: days ahead"),
            "hour": _("Digest: hour"),
            "weekday": _("Weekly digest: day"),
            "quiet_from": _("Quiet from"),
            "quiet_until": _("Quiet until"),
            "zone": _("Time zone"),
        }
        widgets: ClassVar[dict[str, forms.Widget]] = {
            "address": forms.URLInput(attrs={"placeholder": "https://"}),
            "days_ahead": forms.NumberInput(attrs={"min": 0, "max": DAYS_AHEAD_MAX}),
            "hour": forms.NumberInput(attrs={"min": 0, "max": 23}),
            "quiet_from": forms.TimeInput(format="%H:%M", attrs={"type": "time"}),
            "quiet_until": forms.TimeInput(format="%H:%M", attrs={"type": "time"}),
            "zone": forms.TextInput(attrs={"list": "zones"}),
        }

    def __init__(self, *args: Any, **options: Any) -> None:  # noqa: ANN401 - Django's own
        """Leave out what only a webhook has, where it is none."""
        super().__init__(*args, **options)
        if self.instance.channel != Channel.WEBHOOK:
            del self.fields["address"]
        if not self.instance.address:
            del self.fields["renew"]

    def clean_address(self) -> str:
        """Refuse a webhook anywhere but at the hosts that the operator lists."""
        address: str = self.cleaned_data["address"].strip()
        try:
            refuse_elsewhere(settings.CONFIGURATION, address)
        except LineproofError as problem:
            raise ValidationError(str(problem)) from problem
        return address


def _of(request: Asked, channel: str) -> Subscription:
    """Return the reader's subscription by a channel; a new one is kept once it is saved."""
    if channel not in Channel.values:
        raise Http404
    found = Subscription.objects.all().for_user(request.user).filter(channel=channel).first()
    return found or Subscription(
        user=request.user, channel=channel, language=get_language() or settings.LANGUAGE_CODE
    )


@page(None)
def notices(request: Asked) -> HttpResponse:
    """Show what the reader is told, by each channel."""
    return _shown(request)


def _shown(request: Asked, changed: Wishes | None = None, secret: str = "") -> HttpResponse:
    """Return the page. changed: a form that can't be kept. secret: shown this once."""
    configuration = settings.CONFIGURATION
    can = {Channel.MAIL: configuration.mail_url, Channel.WEBHOOK: configuration.webhook_hosts}
    parts = []
    for channel in Channel:
        found = _of(request, channel)
        form = Wishes(instance=found, prefix=channel)
        if changed is not None and changed.instance.channel == channel:
            form = changed
        parts.append({"channel": channel, "kept": found, "form": form, "can": can[channel]})
    shown = {
        "parts": parts,
        "zones": sorted(zoneinfo.available_timezones()),
        "secret": secret,
        "hosts": configuration.webhook_hosts,
    }
    return render(request, "web/notices.html", shown, status=200 if changed is None else 422)


@page(None, method="POST")
def save_notices(request: Asked) -> HttpResponse:
    """Keep what the reader chose for a channel."""
    before = _of(request, request.POST.get("channel", ""))
    address = before.address
    form = Wishes(request.POST, instance=before, prefix=before.channel)
    if not form.is_valid():
        return _shown(request, changed=form)
    kept: Subscription = form.save(commit=False)
    is_new_secret = kept.channel == Channel.WEBHOOK and (
        kept.address != address or form.cleaned_data.get("renew", False)
    )
    if is_new_secret:
        kept.salt = Subscription().salt
    kept.asked_at, kept.next_at, kept.failures, kept.problem = timezone.now(), None, 0, ""
    with transaction.atomic():
        kept.save()
        for organisation in Organisation.objects.filter(memberships__user=request.user).distinct():
            note(
                "notices changed",
                by=request.user,
                organisation=organisation,
                channel=kept.channel,
                rhythm=kept.rhythm,
                host=urlsplit(kept.address).hostname,
            )
    if is_new_secret:
        return _shown(request, secret=kept.secret)
    messages.success(request, _("Saved."))
    return redirect("notices")


@page(None, method="POST")
def test_notices(request: Asked) -> HttpResponse:
    """Send the reader a test message by a channel, in the background, once a minute."""
    channel = request.POST.get("channel", "")
    kept = Subscription.objects.all().for_user(request.user).filter(channel=channel).first()
    organisation = Organisation.objects.filter(memberships__user=request.user).first()
    if kept is None or organisation is None:
        messages.error(request, _("Save first what you want to be told."))
        return redirect("notices")
    key = f"{kept.pk} {timezone.now():%Y-%m-%dT%H:%M}"
    try:
        made = submit("test", organisation, by=request.user, key=key, channel=kept.channel)
    except LineproofError as problem:
        messages.error(request, problem_text(problem))
        return redirect("notices")
    return redirect("job", made.pk)
