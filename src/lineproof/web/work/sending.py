"""How does a message leave the house? By apprise: a mail, or a signed request to a webhook.

It knows neither what is told nor to whom it may be told.
"""

from __future__ import annotations

import hashlib
import hmac
import logging
import time
from typing import Any
from urllib.parse import quote, urlencode, urlsplit

import apprise
import httpx
from apprise.plugins.base import NotifyBase

from lineproof.model.errors import LineproofError
from lineproof.web.server.configuration import Configuration
from lineproof.web.work.webhooks import refuse_elsewhere

_WITHIN_S = 10.0
_BYTES_MAX = 2**22
_ASSET = apprise.AppriseAsset(app_id="lineproof", app_desc="lineproof", async_mode=False)


class NotSentError(LineproofError):
    """A message couldn't be sent; the message says why."""


def send_mail(configuration: Configuration, to: str, *, title: str, text: str) -> None:
    """Send a mail by the server that the configuration names; raises NotSentError."""
    if not configuration.mail_url:
        message = "this server sends no mail: server.toml has no mail_url"
        raise NotSentError(message)
    _sent(mail_address(configuration, to), title, text)


def mail_address(configuration: Configuration, to: str) -> str:
    """Return apprise's address of a mail to somebody."""
    server = urlsplit(configuration.mail_url)
    is_secure = server.scheme == "smtps"
    mode = "ssl" if is_secure else "starttls" if server.username else "insecure"
    login = f"{server.username}:{server.password or ''}@" if server.username else ""
    options = {
        "from": configuration.mail_from,
        "to": to,
        "mode": mode,
        "format": "text",
        "+Auto-Submitted": "auto-generated",
    }
    scheme = "mailto" if mode == "insecure" else "mailtos"
    port = server.port or (465 if is_secure else 25)
    return f"{scheme}://{login}{server.hostname}:{port}?{urlencode(options, quote_via=quote)}"


def send_to_webhook(
    configuration: Configuration, address: str, *, body: bytes, secret: str
) -> None:
    """Send a signed request to a host that the configuration lists; raises NotSentError.

    Raises LineproofError for any other host.
    """
    refuse_elsewhere(configuration, address)
    _sent(_Webhook(address, secret), "", body.decode())


def _sent(target: str | NotifyBase, title: str, text: str) -> None:
    """Send by apprise; what it says when it fails is why."""
    sender = apprise.Apprise(asset=_ASSET)
    with apprise.LogCapture(level=logging.INFO) as said:  # type: ignore[no-untyped-call]
        done = sender.add(target) and sender.notify(title=title, body=text)
        why = said.getvalue().strip()
    if not done:
        raise NotSentError(why.splitlines()[-1] if why else "apprise refused the address")


class _Webhook(NotifyBase):  # type: ignore[no-untyped-call]
    """A request to a webhook, as apprise sends them.

    The signature is that of time and body, so that an old request can't be sent again later.
    """

    service_name: Any = "lineproof webhook"
    body_maxlen = _BYTES_MAX
    title_maxlen = 0
    request_rate_per_sec = 0

    def __init__(self, address: str, secret: str) -> None:
        """Keep where it goes and what it is signed with."""
        super().__init__(asset=_ASSET)  # type: ignore[no-untyped-call]
        self._address, self._secret = address, secret

    def url(self, privacy: bool = False, *_more: Any, **_options: Any) -> str:  # noqa: ANN401, ARG002, FBT001, FBT002 - apprise's own
        """Return what stands for it in a log: no secret, no path."""
        return urlsplit(self._address)._replace(path="", query="").geturl()

    def send(self, body: str, *_more: Any, **_options: Any) -> bool:  # noqa: ANN401 - apprise's own
        """Send it; whatever isn't 2xx is a failure, and no redirection is followed."""
        content, at = body.encode(), str(int(time.time()))
        headers = {
            "Content-Type": "application/json",
            "User-Agent": "lineproof",
            "X-Lineproof-Time": at,
            "X-Lineproof-Signature": signature(content, at=at, secret=self._secret),
        }
        try:
            with (
                httpx.Client(timeout=_WITHIN_S, trust_env=False, follow_redirects=False) as client,
                client.stream("POST", self._address, content=content, headers=headers) as answer,
            ):  # what it answers isn't read
                status = answer.status_code
        except httpx.HTTPError as problem:
            self.logger.warning("the webhook can't be reached: %s", type(problem).__name__)
            return False
        if not httpx.codes.is_success(status):
            self.logger.warning("the webhook answered %s", status)
            return False
        return True


def signature(content: bytes, *, at: str, secret: str) -> str:
    """Return what proves who sent a request: HMAC-SHA256 of "TIME.BODY", in hexadecimal.

    >>> signature(b"{}", at="0", secret="a")[:12]
    '4c035fbc21c9'
    """
    return hmac.new(secret.encode(), at.encode() + b"." + content, hashlib.sha256).hexdigest()
