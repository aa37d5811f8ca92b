"""Can people do their work in a real browser? From a contract's archive to a dispute's letter.

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
from playwright.sync_api import Browser, ConsoleMessage, Page, expect, sync_playwright
from tests.web.billing import YEAR
from tests.web.conftest import EXAMPLES, ROOT
from tests.web.running_server import Server, prepared, serving

CHROMIUM = "/usr/bin/chromium"
QUIET = (
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
)  # fmt: skip
WIDE, NARROW = (1440, 900), (375, 800)
GRAVE = {"serious", "critical"}
#: The question whose answer is left out, so that somebody gives it: how a day off is counted.
ASKED = "Q-ROLL"
#: A bill of January's rents as agreed, but for line 1c: 2,099.00 for 1,999.00.
BILL = """\
Circuit,From,To,Net
1a,2025-01-01,2025-01-31,22374.00
1b,2025-01-01,2025-01-31,1680.00
1c,2025-01-01,2025-01-31,2099.00
2,2025-01-01,2025-01-31,4284.00
3,2025-01-01,2025-01-31,4872.00
4,2025-01-01,2025-01-31,116.00
5,2025-01-01,2025-01-31,26550.00
"""


def unanswered(folder: Path, code: str) -> Path:
    """Return a copy of the first example without the answer to one question."""
    made = Path(shutil.copytree(EXAMPLES / "01-access-593", folder))
    text = (made / "contract.toml").read_text("utf-8")
    block = re.search(rf'\[\[answer\]\]\ncode = "{code}"\n(?:[^\n]+\n)*\n?', text)
    assert block is not None
    (made / "contract.toml").write_text(text.replace(block[0], ""), "utf-8")
    return made


def archived(folder: Path, *, name: str) -> Path:
    """Return an archive of a contract's folder, in which it has another name."""
    contract = folder / "contract.toml"
    text = contract.read_text("utf-8").replace('id = "access-593"', f'id = "{name}"')
    contract.write_text(text, "utf-8")
    return Path(shutil.make_archive(str(folder), "zip", folder))


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """Run a server with a contract, a year of bills, and three people."""
    place = tmp_path_factory.mktemp("journey")
    roles = ("contract_manager", "finance", "auditor")
    folders = [EXAMPLES / "01-access-593", YEAR]
    with serving(prepared(place / "data", folders, roles)) as running:
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
        """Press a button by what stands on it, and wait for the page that answers."""
        self.page.get_by_role("button", name=name, exact=True).first.click()
        self.page.wait_for_load_state()

    def follow(self, name: str) -> None:
        """Follow a link by what stands on it, and wait for the page that it opens, if it does."""
        self.page.get_by_role("link", name=name).first.click()
        self.page.wait_for_load_state()

    def sees(self, text: str, *, within: str = "body") -> None:
        """Wait until a text is on the page; fails where it doesn't come."""
        expect(self.page.locator(within).get_by_text(text).first).to_be_visible(timeout=30_000)

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


def test_a_contract_comes_in_and_its_month_is_sealed_and_its_bill_disputed(
    browser: Browser, server: Server, tmp_path: Path
) -> None:
    """Manager brings in, answers, reads why, proposes; finance approves, seals, disputes.

    January 2025 of the example earns 55,687.50, line 1a 20,136.60 of it: see its README. The bill
    has 100.00 too much for line 1c.
    """
    manager = enter(browser, server, "contract_manager", tmp_path / "manager")
    finance = enter(browser, server, "finance", tmp_path / "finance")
    contract = bring_in(manager, archived(unanswered(tmp_path / "asked", ASKED), name="brought-in"))
    answer(manager, finance, contract)
    close(manager, finance, f"{contract}months/2025-01/")
    dispute(finance, contract, tmp_path / "bill.csv")
    settle_dispute(enter(browser, server, "finance", tmp_path / "telephone", size=NARROW))

    auditor = enter(browser, server, "auditor", tmp_path / "auditor")
    auditor.go("/trail/?check")
    auditor.sees("Every entry is as it was written")
    auditor.sees("month sealed")
    auditor.look("trail")


def bring_in(manager: Person, archive: Path) -> str:
    """Upload a contract's folder and see what its check finds; return its page's address."""
    manager.look("work")
    manager.go("/contracts/")
    manager.follow("Bring in a contract")
    manager.page.set_input_files("input[name=file]", archive)
    manager.look("bring-in")
    manager.press("Bring it in")
    manager.sees("brought-in is taken in.")
    manager.look("contract")
    return manager.page.url.removeprefix(manager.server.origin)


def answer(manager: Person, finance: Person, contract: str) -> None:
    """Answer the open question; the version with the answer needs another person."""
    question = manager.page.locator("article.finding", has_text=ASKED)
    question.get_by_role("radio").first.check()
    question.get_by_role("textbox").fill("both, by letter")
    manager.press("Propose this answer")
    manager.look("version-proposed")
    assert manager.page.get_by_role("button", name="Approve").count() == 0
    finance.go("/")
    finance.follow("Approve version 2")
    assert finance.page.url.endswith(f"{contract}versions/2/")
    finance.look("version-to-approve")
    finance.press("Approve")
    finance.sees("Version 2 is in force.")


def close(manager: Person, finance: Person, month: str) -> None:
    """Read why an amount is what it is, and seal the month by two."""
    manager.go(month)
    manager.sees("55,687.50", within=".totals")
    manager.look("month")
    manager.follow("Why? Line 1a")
    manager.page.wait_for_selector("#reasons .tree")
    manager.sees("20,136.60", within="#reasons")
    assert manager.page.url.endswith(month)
    manager.look("month-with-reasons")
    manager.press("Propose to seal")
    manager.look("month-proposed")
    assert manager.page.get_by_role("button", name="Approve and seal").count() == 0
    finance.go("/")
    finance.look("work-to-approve")
    finance.follow("Approve the seal of January 2025")
    finance.press("Approve and seal")
    finance.sees("January 2025 is sealed, revision 0.")
    finance.look("month-sealed")


def dispute(finance: Person, contract: str, bill: Path) -> None:
    """Bring in the bill, see what isn't owed by its cause, and draft the letter."""
    bill.write_text(BILL, "utf-8")
    finance.go(f"{contract}bills/")
    finance.page.set_input_files("input[name=file]", bill)
    finance.page.get_by_label("Number, if it doesn't say").fill("B-2025-01")
    finance.page.get_by_label("Day of issue, if it doesn't say").fill("2025-02-03")
    finance.press("Bring it in")
    finance.look("bill-columns")
    finance.press("They are right: bring it in")
    finance.look("bill")
    finance.go(f"{contract}compared/?from=2025-01&bill=B-2025-01")
    finance.page.wait_for_selector("section.cause")
    finance.look("compared")
    finance.sees("100.00", within="section.cause h2")
    finance.press("Dispute what is ticked")
    finance.page.wait_for_url("**/disputes/D001/**")
    finance.sees("100.00", within="dl.facts")
    finance.look("dispute")


def settle_dispute(finance: Person) -> None:
    """Record that the letter was sent, and what came back: on a telephone, in Chinese."""
    finance.press("中文")
    finance.follow("发出争议 D001")
    for event in ("sent", "agreed"):
        finance.page.check(f"input[value={event}]")
        finance.press("记录")
    finance.sees("已同意", within="h1")
    finance.look("agreed")


def test_a_file_is_imported_and_undone(browser: Browser, server: Server, tmp_path: Path) -> None:
    """A file with a wrong day is looked at, mended, kept and undone; then seen narrow, in Chinese.

    Of three rows the second has no such day.
    """
    manager = enter(browser, server, "contract_manager", tmp_path / "import")
    text = "event,date\naudit begins,2025-02-03\naudit,2025-02-30\naudit ends,2025-02-27\n"
    for name, content in (("wrong", text), ("right", text.replace("02-30", "02-14"))):
        manager.go("/contracts/1/imports/?kind=events")
        manager.page.set_input_files(
            "input[name=file]",
            {"name": f"{name}.csv", "mimeType": "text/csv", "buffer": content.encode()},
        )
        manager.press("Look at it")
        manager.look(f"import-{name}")
        told = manager.page.get_by_text("there is no such date")
        assert told.count() == (1 if name == "wrong" else 0)
    manager.press("Import 3 rows")
    manager.sees("3 rows are imported.")
    manager.look("imported")
    address = manager.page.url.removeprefix(server.origin)
    manager.press("Undo this import")
    manager.sees("3 rows are withdrawn.")
    manager.go("/contracts/1/records/lifecycle/new?line=1a")
    manager.press("See what it changes")
    assert manager.page.get_by_text("It is needed.").count() == 2
    manager.look("record-wrong")
    narrow = enter(browser, server, "contract_manager", tmp_path / "narrow", size=NARROW)
    narrow.press("中文")
    pages = ("/contracts/1/records/events/", "/contracts/1/circuits/", "/contracts/1/imports/")
    for page in (address, *pages, "/contracts/1/records/exclusions/new", "/contracts/new"):
        narrow.go(page)
        narrow.look(page.strip("/").replace("/", "-"))


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
    "records": "/contracts/1/records/",
    "scores": "/contracts/1/records/scores/",
    "imports": "/contracts/1/imports/",
    "scorecards": "/contracts/1/scorecards/",
    "exclusions": "/contracts/1/months/2025-03/exclusions",
    "availability": "/contracts/1/months/2025-03/availability",
    "bills": "/contracts/2/bills/",
    "disputes": "/contracts/2/disputes/",
    "payments": "/contracts/2/payments/?on=2025-12-29",
    "ledger": "/contracts/2/ledger/",
    "answered": "/contracts/2/disputes/D004/",
    "jobs": "/jobs/",
    "programs": "/api/",
    "profile": "/profile/",
    "notices": "/profile/notices/",
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
    for name, address in PAGES.items():
        person.go(address)
        if name == "none":
            person.said.clear()  # the browser says that the page isn't there
        person.look(name)
        said = person.page.locator("html").get_attribute("lang")
        assert said == ("en" if language == "English" else "zh-hans")
