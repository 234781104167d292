"""The data package describes its CSV so that a reader needs nothing else: types, hash, bytes, rows."""

import csv as reader
import io
import re
from datetime import date, datetime
from decimal import Decimal
from hashlib import sha256

import pytest

from portfolio.exports.datapackage import describe
from portfolio.reports import REPORTS
from tests.cast import now
from tests.portfolio.reports.answers import ask, csv_bytes

READ = {
    "string": str,
    "number": Decimal,
    "integer": int,
    "boolean": {"true": True, "false": False}.__getitem__,
    "date": date.fromisoformat,
    "datetime": lambda text: datetime.strptime(text, "%Y-%m-%dT%H:%M:%S.%fZ"),  # noqa: DTZ007 the format of the field
}


@pytest.mark.parametrize("name", REPORTS)
def test_the_package_gives_the_hash_the_bytes_and_the_rows_of_its_csv(cast, name):
    report = ask(name, now())
    content = csv_bytes(report)
    (resource,) = describe(report)["resources"]
    assert resource["hash"] == f"sha256:{sha256(content).hexdigest()}"
    assert resource["bytes"] == len(content)
    assert resource["rows"] == len(list(reader.reader(io.StringIO(content.decode(), newline="")))) - 1
    assert resource["path"] == f"{name}_2026-06-30_r{report.at.serial}.csv"


@pytest.mark.parametrize("name", REPORTS)
def test_every_cell_reads_by_the_type_and_pattern_of_its_field(cast, name):
    report = ask(name, now())
    package = describe(report)
    fields = package["resources"][0]["schema"]["fields"]
    rows = reader.DictReader(io.StringIO(csv_bytes(report).decode(), newline=""))
    assert [field["name"] for field in fields] == rows.fieldnames
    rows = list(rows)
    for field in fields:
        assert field["title"]
        assert field["description"]
        assert set(field) <= {"name", "title", "type", "description", "unit", "format", "constraints"}
        pattern = field.get("constraints", {}).get("pattern")
        for row in rows:
            if cell := row[field["name"]]:
                READ[field["type"]](cell)
                assert pattern is None or re.fullmatch(pattern, cell)
    assert package["resources"][0]["schema"]["missingValues"] == [""]


def test_the_package_says_which_question_it_answers(cast):
    at = now()
    package = describe(ask("exposure", at, agency="DOE"))
    assert (package["name"], package["as_of"], package["recording"]) == ("exposure", "2026-06-30", at.serial)
    assert package["filters"] == {"agency": "DOE"}
    assert re.fullmatch(r"[a-z0-9._-]+", package["name"])
    money = next(one for one in package["resources"][0]["schema"]["fields"] if one["name"] == "exposure_usd")
    assert (money["type"], money["unit"]) == ("number", "USD")


def test_the_package_says_which_rows_and_dollars_the_filters_leave_out(cast, client):
    """The CSV stays rows alone; its header leads to the package."""
    client.force_login(cast.people["auditor"])
    response = client.get("/reports/transactions.csv", {"as_of": "2026-06-30", "agency": "DOE"})
    rows = b"".join(response.streaming_content).decode().splitlines()
    link = re.fullmatch(
        r'<(/reports/transactions\.datapackage\.json\?[^>]+)>; rel="describedby"; type="application/json"',
        response["Link"],
    )
    package = client.get(link[1]).json()
    assert package["resources"][0]["rows"] == len(rows) - 1
    whole = ask("transactions", now())
    left = len(whole.lines) - (len(rows) - 1)
    assert package["notes"][-1].startswith(f"The filters leave out {left:,} of {len(whole.lines):,} rows")
    assert any("the filters leave out" in total["note"].lower() for total in package["totals"])
