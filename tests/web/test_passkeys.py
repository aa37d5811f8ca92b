"""Does a passkey let its owner in, in a real browser and without a script inside a page?

Chromium's own authenticator stands for a phone or key. A passkey is for a name, so that the server
is asked at localhost.
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page, expect
from tests.web.running_server import Server, prepared, serving
from tests.web.test_journey import browser as browser  # noqa: PLC0414 - a fixture

KEY = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """Run a server with one person."""
    place = prepared(tmp_path_factory.mktemp("passkeys") / "data", [], ("viewer",))
    with serving(place) as running:
        yield running


def sign_in(page: Page, server: Server) -> None:
    """Sign in by password."""
    page.fill("input[name=login]", "viewer@example.com")
    page.fill("input[name=password]", server.place.passwords["viewer"])
    page.locator("form[action='/accounts/login/'] button").click()


def test_a_passkey_is_added_and_lets_its_owner_in(browser: Browser, server: Server) -> None:
    """Added in the profile; then it alone signs in, and with a password it is the second factor.

    Nothing offends against the content security policy: the console stays empty.
    """
    origin = server.origin.replace("127.0.0.1", "localhost")
    page = browser.new_context().new_page()
    page.set_default_timeout(30_000)
    said: list[str] = []

    def heard(message: ConsoleMessage) -> None:
        if message.type in {"error", "warning"}:
            said.append(message.text)

    page.on("console", heard)
    authenticator = page.context.new_cdp_session(page)
    authenticator.send("WebAuthn.enable")
    authenticator.send("WebAuthn.addVirtualAuthenticator", {"options": KEY})
    page.goto(f"{origin}/accounts/login/")
    sign_in(page, server)
    page.wait_for_selector("nav")
    page.goto(f"{origin}/accounts/2fa/keys/add/")
    page.fill("input[name=password]", server.place.passwords["viewer"])
    page.get_by_role("button", name="Confirm").click()
    page.check("input[name=passwordless]")
    page.get_by_role("button", name="Add").click()
    page.get_by_text("Recovery").first.wait_for()
    page.get_by_role("button", name="Sign out").click()

    page.get_by_role("button", name="Sign in with a passkey").click()
    page.wait_for_selector("nav")
    expect(page.get_by_text("viewer", exact=True)).to_be_visible()
    page.get_by_role("button", name="Sign out").click()

    sign_in(page, server)
    page.get_by_role("button", name="Use a security key").wait_for()
    page.goto(f"{origin}/contracts/")
    assert page.url.endswith("/accounts/2fa/authenticate/"), "the password alone is not enough"
    page.get_by_role("button", name="Use a security key").click()
    page.wait_for_selector("nav")
    expect(page.get_by_text("viewer", exact=True)).to_be_visible()
    assert said == []
