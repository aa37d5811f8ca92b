"""Do buyer and provider come to a signed score in a real browser? And is every page fit to be seen?

The first example without the score of January 2025, and two circuits measured in March.
"""

from __future__ import annotations

import datetime as dt
import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser
from tests.cli.measuring import TERM, measure, write_contract
from tests.web.conftest import EXAMPLES
from tests.web.doing.test_acceptance import SHEET
from tests.web.doing.test_claims import WORKS
from tests.web.running_server import Server, prepared, serving
from tests.web.test_journey import NARROW, Person, enter
from tests.web.test_journey import browser as _browser

browser = _browser
SCORE = "/contracts/1/months/2025-01/scorecard"
DELIVERED = """id,recorded_at,by,line,event,date
L1,2025-03-01T10:00:00Z,buyer,1,delivered,2025-03-01
"""


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """Run a server with both contracts, the buyer's manager and the provider of the first one."""
    place = tmp_path_factory.mktemp("service")
    scored = Path(shutil.copytree(EXAMPLES / "01-access-593", place / "scored"))
    scores = (scored / "records" / "scores.csv").read_text("utf-8")
    without = re.sub(r"[^\n]+,2025-01,[^\n]+\n", "", scores)
    (scored / "records" / "scores.csv").write_text(without, "utf-8")
    lines = write_contract(place / "lines", terms=TERM + WORKS + SHEET.replace("30", "40000"))
    measure(lines, recorded_at=dt.datetime(2025, 4, 3, tzinfo=dt.UTC))
    (lines / "records").mkdir()
    (lines / "records" / "lifecycle.csv").write_text(DELIVERED, "utf-8")
    made = prepared(place / "data", [scored, lines], ("contract_manager", "provider"))
    with serving(made) as running:
        yield running


def say(person: Person, points: str, reason: str) -> None:
    """Give a figure of January's score."""
    person.go(SCORE)
    person.page.get_by_label("Points").first.fill(points)
    person.page.get_by_label("Reason").fill(reason)
    person.press("Give this figure")


def test_two_sides_come_to_one_score(browser: Browser, server: Server, tmp_path: Path) -> None:
    """88.5 would pay 90 % of 61,875.00, 93 all: 6,187.50 between; both sign 93, and it is paid."""
    buyer = enter(browser, server, "contract_manager", tmp_path / "buyer")
    provider = enter(browser, server, "provider", tmp_path / "provider", size=NARROW)
    buyer.go("/contracts/1/months/2025-01/")
    buyer.sees("something is open")
    say(buyer, "88.5", "four faults, one complaint")
    buyer.page.get_by_label("Your comment").fill("not above 90, between ourselves")
    buyer.press("Add comment")
    buyer.sees("between ourselves")
    buyer.look("figure-given")

    provider.go("/")
    provider.look("work")
    provider.follow("Answer the score of January 2025")
    provider.sees("four faults, one complaint")
    assert provider.page.get_by_text("between ourselves").count() == 0
    say(provider, "93", "one fault was a power cut")
    provider.sees("6,187.50")
    provider.page.get_by_role("radio", name="93", exact=True).check()
    provider.press("Sign")
    provider.look("signed-by-one")

    buyer.go("/")
    buyer.follow("Answer the score of January 2025")
    buyer.look("both-figures")
    buyer.page.get_by_role("radio", name="93", exact=True).check()
    buyer.press("Sign")
    buyer.sees("as both sides signed")
    buyer.look("signed-by-both")
    buyer.go("/contracts/1/months/2025-01/")
    buyer.sees("61,875.00", within=".totals")
    buyer.follow("Why? Rent")
    buyer.page.wait_for_selector("#reasons .tree")
    buyer.look("month-explained")


PAGES = {
    "work": "/",
    "acceptance": "/acceptance/",
    "acceptance-of-one": "/contracts/2/acceptance/",
    "scorecards": "/contracts/1/scorecards/",
    "scorecard": "/contracts/1/months/2025-03/scorecard",
    "availability": "/contracts/2/months/2025-03/availability",
    "circuit-by-hour": "/contracts/2/months/2025-03/availability?unit=P-1",
    "exclusions": "/contracts/2/months/2025-03/exclusions",
    "month": "/contracts/2/months/2025-03/",
    "contract": "/contracts/1/",
}


def test_every_page_of_the_service_is_fit_to_be_seen(
    browser: Browser, server: Server, tmp_path: Path
) -> None:
    """Narrow, in Chinese: nothing grave, nothing over the edge, no word said on the console."""
    person = enter(browser, server, "contract_manager", tmp_path, size=NARROW)
    person.press("中文")
    for name, address in PAGES.items():
        person.go(address)
        person.look(name)
