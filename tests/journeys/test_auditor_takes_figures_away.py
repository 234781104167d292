"""An auditor opens a report, follows its permanent address, takes the files away, and verifies them on the own desk."""

import csv
import io
import json
from datetime import datetime
from hashlib import sha256

from portfolio.calculations.entry_chain import first_break
from portfolio.calculations.kinds import Kind
from portfolio.exports.text import unguarded
from tests.cast import PASSWORD, TODAY, entry, record_entries


def content(response):
    assert response.status_code == 200
    return b"".join(response.streaming_content) if response.streaming else response.content


def test_from_the_page_to_the_desk_and_again_after_the_book_went_on(cast, client, officer):
    assert client.login(username="auditor", password=PASSWORD)
    page = client.get("/reports/exposure/", {"as_of": TODAY.isoformat(), "agency": "DOE"})
    assert page.status_code == 200
    downloads = dict(page.context["downloads"])
    first = {label: content(client.get(address)) for label, address in downloads.items()}

    rows = list(csv.DictReader(io.StringIO(first["CSV"].decode(), newline="")))
    assert [(row["investment"], row["exposure_usd"]) for row in rows] == [
        ("palisade-doe-grant", "5000000.00"),
        ("saltwash-doe-loan", "90000000.00"),
    ]
    package = json.loads(first["Data package"])
    assert package["resources"][0]["hash"] == f"sha256:{sha256(first['CSV']).hexdigest()}"
    assert [row["exposure_usd"] for row in json.loads(first["JSON"])["rows"]] == ["5000000.00", "90000000.00"]

    loan = cast.investments["saltwash-doe-loan"]
    record_entries([entry(loan, Kind.REPAYMENT, "2026-03-01", "5000000")], by=officer)
    again = {label: content(client.get(address)) for label, address in downloads.items()}
    assert again == first
    fresh = content(client.get("/reports/exposure.csv", {"as_of": TODAY.isoformat()}))
    assert b"saltwash-doe-loan" in fresh
    assert b"85000000.00" in fresh


def test_the_permanent_address_names_the_day_and_the_recording(cast, client):
    client.login(username="auditor", password=PASSWORD)
    page = client.get("/reports/investments/", {"as_of": "2025-12-31", "status": "closed"})
    address = page.context["permanent_url"]
    assert address == "/reports/investments/?as_of=2025-12-31&serial=2&status=closed"
    file = client.get(address.replace("/?", ".csv?"))
    assert file["Content-Disposition"] == 'attachment; filename="investments_2025-12-31_r2_status-closed.csv"'
    assert file["Lodebook-Recording"] == "2"
    assert file["Content-Type"] == "text/csv; charset=utf-8"


def test_what_was_not_yet_recorded_was_not_yet_known(cast, client):
    """The entities came in recording 1, the ledger in 2."""
    client.login(username="auditor", password=PASSWORD)
    for serial, drawn in ((1, "0.00"), (2, "35000000.00")):
        file = content(client.get("/reports/exposure.csv", {"as_of": TODAY.isoformat(), "serial": serial}))
        rows = {row["investment"]: row for row in csv.DictReader(io.StringIO(file.decode(), newline=""))}
        assert rows["saltwash-doe-loan"]["disbursed_usd"] == drawn


def test_the_ledger_is_verified_with_what_was_taken_away(cast, client):
    client.login(username="auditor", password=PASSWORD)
    file = content(client.get("/reports/transactions.csv", {"bom": "1"}))
    assert file.startswith(b"\xef\xbb\xbftransaction,")
    rows = [
        {name: unguarded(cell) for name, cell in row.items()}
        for row in csv.DictReader(io.StringIO(file.decode("utf-8-sig"), newline=""))
    ]
    assert len(rows) == 10
    assert first_break(rows) is None
    assert all(datetime.fromisoformat(row["recorded_at"]) for row in rows)
