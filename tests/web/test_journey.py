"""Can people do their work in a real browser? From sign-in to a sealed month, in both languages.

Chromium runs without a window. axe looks at every page, wide and narrow; the console stays empty,
so that nothing offends against the content security policy.
"""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, ConsoleMessage, Page, sync_playwright
from tests.web.billing import YEAR
from tests.web.conftest import EXAMPLES, ROOT
from tests.web.server import Server, prepared, serving

CHROMIUM = "/usr/bin/chromium"
QUIET = (
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
)  # fmt: skip
WIDE, NARROW = (1440, 900), (375, 800)
GRAVE = {"serious", "critical"}
#: The question whose answer is left out, so that somebody gives it: how a day off is counted.
ASKED = "Q-ROLL"


def unanswered(folder: Path, code: str) -> Path:
    """Return a copy of the first example without the answer to one question."""
    made = Path(shutil.copytree(EXAMPLES / "01-access-593", folder))
    text = (made / "contract.toml").read_text("utf-8")
    block = re.search(rf'\[\[answer\]\]\ncode = "{code}"\n(?:[^\n]+\n)*\n?', text)
    assert block is not None
    (made / "contract.toml").write_text(text.replace(block[0], ""), "utf-8")
    return made


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """Run a server with a contract in which one question is open, a year of bills, three people."""
    place = tmp_path_factory.mktemp("journey")
    roles = ("contract_manager", "finance", "auditor")
    made = prepared(place / "data", [unanswered(place / "folder", ASKED), YEAR], roles)
    with serving(made) as running:
        yield running


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    """Run Chromium; it writes Chinese in the font that statements are set in."""
    share = tmp_path_factory.mktemp("share")
    (share / "fonts").symlink_to(ROOT / "src" / "lineproof" / "report" / "fonts")
    with sync_playwright() as play:
        started = play.chromium.launch(
            executable_path=CHROMIUM,
            args=list(QUIET),
            env={**os.environ, "XDG_DATA_HOME": str(share)},
        )
        yield started
        started.close()


@dataclass
class Person:
    """Somebody at a browser."""

    page: Page
    server: Server
    shots: Path
    said: list[str]
    seen: int = 0

    def go(self, address: str) -> None:
        """Open an address of the server."""
        self.page.goto(f"{self.server.origin}{address}")

    def press(self, name: str) -> None:
        """Press a button or link by what stands on it."""
        self.page.get_by_role("button", name=name, exact=True).first.click()

    def look(self, name: str) -> None:
        """Take a picture; nothing grave may be found, nothing said, nothing wider than the page."""
        self.seen += 1
        self.page.screenshot(path=self.shots / f"{self.seen:02}-{name}.png", full_page=True)
        violations = Axe().run(self.page).response["violations"]
        grave = [
            (v["id"], [node["html"][:200] for node in v["nodes"]][:3])
            for v in violations
            if v["impact"] in GRAVE
        ]
        assert grave == [], name
        assert self.said == [], name
        wide = "document.scrollingElement.scrollWidth - window.innerWidth"
        assert self.page.evaluate(wide) <= 0, f"{name} is wider than the window"


def enter(
    browser: Browser, server: Server, role: str, shots: Path, *, size: tuple[int, int] = WIDE
) -> Person:
    """Sign somebody in by the page."""
    shots.mkdir(parents=True, exist_ok=True)
    context = browser.new_context(viewport={"width": size[0], "height": size[1]})
    page = context.new_page()
    page.set_default_timeout(60_000)
    said: list[str] = []

    def heard(message: ConsoleMessage) -> None:
        if message.type in {"error", "warning"}:
            said.append(message.text)

    page.on("console", heard)
    page.on("pageerror", lambda problem: said.append(str(problem)))
    person = Person(page, server, shots, said)
    person.go("/")
    person.look("sign-in")
    page.fill("input[name=login]", f"{role}@example.com")
    page.fill("input[name=password]", server.place.passwords[role])
    page.locator("form[action='/accounts/login/'] button").click()
    page.wait_for_selector("nav")
    return person


def test_two_people_close_a_month(browser: Browser, server: Server, tmp_path: Path) -> None:
    """Manager answers, finance approves; manager reads why and proposes, finance seals.

    January 2025 of the example earns 55,687.50, line 1a 20,136.60 of it: see its README.
    """
    manager = enter(browser, server, "contract_manager", tmp_path / "manager")
    finance = enter(browser, server, "finance", tmp_path / "finance")
    manager.look("work")
    manager.page.get_by_role("link", name="1 open question").click()
    manager.look("contract")
    question = manager.page.locator("article.finding", has_text=ASKED)
    question.get_by_role("radio").first.check()
    question.get_by_role("textbox").fill("both, by letter")
    manager.press("Propose this answer")
    manager.look("version-proposed")
    assert manager.page.get_by_role("button", name="Approve").count() == 0

    finance.go("/")
    finance.page.get_by_role("link", name="Approve version 2").click()
    finance.look("version-to-approve")
    finance.press("Approve")
    assert finance.page.get_by_text("Version 2 is in force.").is_visible()

    manager.go("/contracts/1/months/2025-01/")
    assert manager.page.locator(".totals").get_by_text("55,687.50").first.is_visible()
    manager.look("month")
    manager.page.get_by_role("link", name="Why? Line 1a").first.click()
    manager.page.wait_for_selector("#reasons .tree")
    reasons = manager.page.locator("#reasons")
    assert reasons.get_by_text("20136.60").first.is_visible()
    assert manager.page.url.endswith("/months/2025-01/")
    manager.look("month-with-reasons")
    manager.press("Propose to seal")
    manager.look("month-proposed")
    assert manager.page.get_by_role("button", name="Approve and seal").count() == 0

    finance.go("/")
    finance.look("work-to-approve")
    finance.page.get_by_role("link", name="Approve the seal of 2025-01").click()
    finance.press("Approve and seal")
    assert finance.page.get_by_text("2025-01 is sealed, revision 0.").is_visible()
    finance.look("month-sealed")

    auditor = enter(browser, server, "auditor", tmp_path / "auditor")
    auditor.go("/trail/?check")
    assert auditor.page.get_by_text("Every entry is as it was written").is_visible()
    assert auditor.page.get_by_text("month sealed").is_visible()
    auditor.look("trail")


def test_a_bill_is_compared_disputed_and_answered(
    browser: Browser, server: Server, tmp_path: Path
) -> None:
    """November asks for 7,411.00 too much: one person disputes it, another records the answer.

    The second works on a telephone, in Chinese. See the README of the year of bills.
    """
    manager = enter(browser, server, "contract_manager", tmp_path / "manager")
    manager.go("/contracts/2/bills/")
    manager.page.set_input_files("input[name=file]", YEAR / "sent" / "R-2025-11.csv")
    manager.page.fill("input[name=number]", "R-2025-11")
    manager.page.fill("input[name=issued]", "2025-12-08")
    manager.press("Bring it in")
    manager.page.get_by_role("link", name="Compare with 2025-11").click()
    assert manager.page.locator(".totals").get_by_text("7,411.00").is_visible()
    manager.look("compared")
    manager.press("Dispute what is ticked")
    assert manager.page.get_by_text("D006 is drafted").is_visible()
    manager.look("drafted")

    finance = enter(browser, server, "finance", tmp_path / "finance", size=NARROW)
    finance.press("中文")
    finance.page.get_by_role("link", name="发出争议 D006").click()
    for event in ("sent", "agreed"):
        finance.page.check(f"input[value={event}]")
        finance.press("记录")
    assert finance.page.locator("h1").get_by_text("已同意").is_visible()
    finance.look("agreed")


PAGES = {
    "work": "/",
    "contracts": "/contracts/",
    "contract": "/contracts/1/",
    "circuits": "/contracts/1/circuits/",
    "circuit": "/contracts/1/circuits/1/?month=2025-03",
    "months": "/contracts/1/months/",
    "month": "/contracts/1/months/2025-03/",
    "explain": "/contracts/1/months/2025-03/explain",
    "scorecard": "/contracts/1/months/2025-03/scorecard",
    "trail": "/trail/",
    "people": "/people/",
    "person": "/people/1/",
    "organisation": "/organisations/1/",
    "payments": "/contracts/2/payments/?on=2025-12-29",
    "ledger": "/contracts/2/ledger/",
    "answered": "/contracts/2/disputes/D004/",
    "profile": "/profile/",
    "second-factor": "/accounts/2fa/",
    "password": "/accounts/password/change/",
    "none": "/contracts/99/",
}


@pytest.mark.parametrize(
    ("language", "size"), [("中文", NARROW), ("中文", WIDE), ("English", NARROW)]
)
def test_every_page_is_fit_to_be_seen(
    language: str, size: tuple[int, int], browser: Browser, server: Server, tmp_path: Path
) -> None:
    """In each language, wide and narrow: axe finds nothing grave, nothing runs over the edge."""
    person = enter(browser, server, "auditor", tmp_path, size=size)
    person.press(language)
    person.page.wait_for_load_state()
    for name, address in PAGES.items():
        person.go(address)
        if name == "none":
            person.said.clear()  # the browser says that the page isn't there
        person.look(name)
        said = person.page.locator("html").get_attribute("lang")
        assert said == ("en" if language == "English" else "zh-hans")
