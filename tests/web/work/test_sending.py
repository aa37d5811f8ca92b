"""Does a message arrive whole, and is a failure told? At a real mail and a real web server."""

from __future__ import annotations

import hashlib
import hmac
import time
from pathlib import Path

import pytest
from tests.web.listening import mail_server, web_server

from lineproof.model.errors import LineproofError
from lineproof.web.server.configuration import Configuration
from lineproof.web.work.sending import NotSentError, mail_address, send_mail, send_to_webhook

TEXT = "access-593\n\n  • 应付 1 & 2 <b>\n    https://lineproof.example.com/contracts/1/\n"


def test_a_mail_arrives_as_it_was_written() -> None:
    """Chinese in title and text; nothing is taken for markup; marked as sent by a program."""
    with mail_server() as box:
        configured = Configuration(
            data=Path(), mail_url=f"smtp://127.0.0.1:{box.port}", mail_from="lineproof@example.com"
        )
        send_mail(configured, "ann@example.com", title="lineproof: 3 条新消息", text=TEXT)
    (mail,) = box.mails
    assert mail["To"] == "ann@example.com"
    assert "lineproof@example.com" in mail["From"]
    assert mail["Subject"] == "lineproof: 3 条新消息"
    assert mail["Auto-Submitted"] == "auto-generated"
    assert mail.get_content_type() == "text/plain"
    assert mail.get_content().replace("\r\n", "\n").strip() == TEXT.strip()


def test_a_mail_that_isn_t_taken_is_told() -> None:
    """Refused by the server; no server there; none configured."""
    with mail_server() as box:
        configured = Configuration(data=Path(), mail_url=f"smtp://127.0.0.1:{box.port}")
        box.is_refusing = True
        with pytest.raises(NotSentError, match=r"\w"):
            send_mail(configured, "ann@example.com", title="x", text="y")
    with pytest.raises(NotSentError, match=r"\w"):
        send_mail(configured, "ann@example.com", title="x", text="y")
    assert box.mails == []
    with pytest.raises(NotSentError, match="no mail_url"):
        send_mail(Configuration(data=Path()), "ann@example.com", title="x", text="y")


@pytest.mark.parametrize(
    ("url", "begins", "mode"),
    [
        ("smtp://mail.example.com", "mailto://mail.example.com:25?", "insecure"),
        ("smtps://u:p%40w@mail.example.com", "mailtos://u:p%40w@mail.example.com:465?", "ssl"),
        ("smtp://u:p@mail.example.com:587", "mailtos://u:p@mail.example.com:587?", "starttls"),
    ],
)
def test_mail_goes_as_it_is_configured(url: str, begins: str, mode: str) -> None:
    """A password never goes unencrypted."""
    found = mail_address(Configuration(data=Path(), mail_url=url), "a+b@example.com")
    assert found.startswith(begins)
    assert f"mode={mode}&" in found
    assert "to=a%2Bb%40example.com" in found


def test_a_webhook_gets_a_signed_body() -> None:
    """HMAC-SHA256 over "TIME.BODY", worked out here; the time is now."""
    with web_server() as host:
        address = f"http://127.0.0.1:{host.port}/hook"
        configured = Configuration(data=Path(), webhook_hosts=f"http://127.0.0.1:{host.port}")
        body = '{"text":"应付"}'.encode()
        send_to_webhook(configured, address, body=body, secret="known to both")  # noqa: S106
    ((headers, content),) = host.calls
    at = headers["X-Lineproof-Time"]
    assert content == body
    assert abs(time.time() - int(at)) < 60
    expected = hmac.digest(b"known to both", f"{at}.".encode() + body, hashlib.sha256).hex()
    assert headers["X-Lineproof-Signature"] == expected
    assert headers["Content-Type"] == "application/json"


def test_a_webhook_isn_t_followed_elsewhere_and_tells_no_secret() -> None:
    """A redirection is a failure; so is nobody there, and a host that isn't listed."""
    with web_server() as host:
        host.is_refusing = True
        address = f"http://127.0.0.1:{host.port}/hook?token=hidden"
        configured = Configuration(data=Path(), webhook_hosts=f"http://127.0.0.1:{host.port}")
        with pytest.raises(NotSentError, match="answered 302"):
            send_to_webhook(configured, address, body=b"{}", secret="s")  # noqa: S106
    with pytest.raises(NotSentError, match="ConnectError") as failed:
        send_to_webhook(configured, address, body=b"{}", secret="s")  # noqa: S106
    assert "hidden" not in str(failed.value)
    with pytest.raises(LineproofError, match="alone"):
        send_to_webhook(configured, "http://127.0.0.1:1/", body=b"{}", secret="s")  # noqa: S106
    assert host.calls == []
