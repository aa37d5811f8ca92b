"""Does a file come in by page: looked at, its columns named, kept, undone; and nothing else?"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from io import BytesIO

import polars as pl
import pytest
import xlsxwriter  # type: ignore[import-untyped]
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from tests.web.conftest import Made

from lineproof.model.table import DTYPES
from lineproof.web.doing.import_rows import table_of
from lineproof.web.kept.contracts import Contract, Record
from lineproof.web.kept.imports import Batch
from lineproof.web.who.people import User
from lineproof.web.who.rights import Role

TEXT = b"what,date,note\nx,2025-01-05,=1+1\ny,2025-02-30,\n"


@pytest.fixture
def client(person: Made, signed_in: Callable[[User], Client]) -> Client:
    """Return the browser of somebody in operations."""
    return signed_in(person(Role.OPERATIONS))


def given(name: str, content: bytes, kind: str = "events") -> dict[str, object]:
    """Return a form with a file."""
    return {"kind": kind, "file": SimpleUploadedFile(name, content)}


def test_a_file_is_looked_at_named_kept_and_undone(contract: Contract, client: Client) -> None:
    """First no column says what happened; then a day is wrong; mended, one row comes and goes."""
    place = f"/contracts/{contract.pk}/imports/"
    shown = client.post(f"{place}upload", given("e.csv", TEXT), follow=True).text
    assert "Needed, and no column means it: Event" in shown
    batch = Batch.objects.get()
    at = f"{place}{batch.pk}/"
    shown = client.post(f"{at}name", {"column-0": "event", "column-1": "date"}, follow=True).text
    assert "there is no such date" in shown
    assert "Import 1 row" not in shown
    told = client.post(f"{at}keep", follow=True).text
    assert "something in it is wrong" in told
    written = client.get(f"{at}wrong.csv")
    assert written["Content-Disposition"] == f'attachment; filename="wrong-{batch.pk}.csv"'
    assert b"3,date,E-DATE,2025-02-30," in written.content

    mended = TEXT.replace(b"02-30", b"02-28")
    shown = client.post(f"{place}upload", given("e.csv", mended), follow=True).text
    assert "Import 2 rows" in shown
    at = f"{place}{Batch.objects.latest('pk').pk}/"
    for _time in range(2):
        assert "2 rows are imported." in client.post(f"{at}keep", follow=True).text
    assert Record.objects.filter(kind="events").count() == 2
    assert client.get(f"{at}file").content == mended
    assert "2 rows are withdrawn." in client.post(f"{at}undo", follow=True).text
    assert "undone already" in client.post(f"{at}undo", follow=True).text
    assert client.get(place).text.count("<tr") == 3


def test_errors_come_a_page_at_a_time(contract: Contract, client: Client) -> None:
    """120 rows without a day: 50, 50 and 20."""
    text = b"event,date\n" + b"x,2025-02-30\n" * 120
    place = f"/contracts/{contract.pk}/imports/"
    client.post(f"{place}upload", given("e.csv", text))
    at = f"{place}{Batch.objects.get().pk}/"
    client.post(f"{at}name", {"column-0": "event", "column-1": "date"})
    counts = [client.get(f"{at}?page={n}").text.count('class="right">') for n in (1, 2, 3)]
    assert [count - 1 for count in counts] == [50, 50, 20]


def test_a_spreadsheet_comes_in_by_the_sheet_that_is_named(
    contract: Contract, client: Client
) -> None:
    """The second sheet; a sheet that there isn't is told."""
    buffer = BytesIO()
    with xlsxwriter.Workbook(buffer) as book:
        book.add_worksheet("title").write(0, 0, "Events of the year")
        sheet = book.add_worksheet("events")
        sheet.write_row(0, 0, ["event", "date"])
        sheet.write_row(1, 0, ["x", "2025-01-05"])
    place = f"/contracts/{contract.pk}/imports/upload"
    form = {**given("e.xlsx", buffer.getvalue()), "sheet": "events"}
    assert "Import 1 row" in client.post(place, form, follow=True).text
    form = {**given("e.xlsx", buffer.getvalue()), "sheet": "none"}
    assert "none" in client.post(place, form, follow=True).text
    assert Batch.objects.count() == 1


def test_parquet_comes_in_as_lineproof_writes_it(contract: Contract, client: Client) -> None:
    """Every declared column with its type; a text where a day belongs is told."""
    buffer = BytesIO()
    table = table_of("events")
    columns = {column.name: DTYPES[column.type] for column in table.columns}
    row = {"event": "x", "date": dt.date(2025, 1, 5)}
    pl.DataFrame([row], schema=columns).write_parquet(buffer)
    place = f"/contracts/{contract.pk}/imports/upload"
    form = given("e.parquet", buffer.getvalue())
    assert "Import 1 row" in client.post(place, form, follow=True).text
    buffer = BytesIO()
    pl.DataFrame({"event": ["x"], "date": ["2025-01-05"]}).write_parquet(buffer)
    form = given("e.parquet", buffer.getvalue())
    assert "is String, not Date" in client.post(place, form, follow=True).text


@pytest.mark.parametrize(
    ("name", "content", "why"),
    [
        ("e.csv", b"PK\x03\x04rest", "its content is no .csv"),
        ("e.exe", b"MZ", "ends in none of"),
        ("e.xlsx", b"event,date\n", "its content is no .xlsx"),
        ("e.csv", b"", "is empty"),
    ],
)
def test_what_isn_t_a_table_is_refused(
    name: str, content: bytes, why: str, contract: Contract, client: Client
) -> None:
    """Told, and nothing is put aside."""
    place = f"/contracts/{contract.pk}/imports/upload"
    assert why in client.post(place, given(name, content), follow=True).text
    assert not Batch.objects.exists()


def test_payments_are_imported_by_those_who_pay(
    contract: Contract, client: Client, person: Made, signed_in: Callable[[User], Client]
) -> None:
    """Operations isn't asked for the file; what finance imports, operations sees and can't keep."""
    text = b"item,amount,paid\n2025-01,100.00,2025-02-01\n"
    place = f"/contracts/{contract.pk}/imports/"
    assert client.post(f"{place}upload", given("p.csv", text, "payments")).status_code == 403
    finance = signed_in(person(Role.FINANCE))
    shown = finance.post(f"{place}upload", given("p.csv", text, "payments"), follow=True).text
    assert "Import 1 row" in shown
    at = f"{place}{Batch.objects.get().pk}/"
    assert client.get(at).status_code == 200
    for action in ("name", "keep", "undo"):
        assert client.post(f"{at}{action}").status_code == 403
