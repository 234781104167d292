"""What one spelling of a report reads, the others refuse: a mark is of a CSV, a format of the API."""

import pytest
from django.test import Client

from tests.cast import Cast
from tests.desk import sign_in

pytestmark = pytest.mark.django_db

SPELLINGS = {
    "CSV": "/reports/exposure.csv", "XLSX": "/reports/exposure.xlsx", "JSON": "/reports/exposure.json",
    "Parquet": "/reports/exposure.parquet", "data package": "/reports/exposure.datapackage.json",
    "API": "/api/v1/reports/exposure/", "page": "/reports/exposure/",
}  # fmt: skip
READ_BY = {"bom=1": {"CSV"}, "format=json": {"JSON", "API"}, "sort=agency": {"page"}, "page=1": {"page"},
           "column=agency": {"page"}}  # fmt: skip


@pytest.fixture
def client(cast: Cast) -> Client:
    return sign_in(cast.people["auditor"])


@pytest.mark.parametrize("spelling", SPELLINGS)
@pytest.mark.parametrize("asked", READ_BY)
def test_a_parameter_is_read_or_refused_by_its_name(client: Client, asked: str, spelling: str) -> None:
    response = client.get(f"{SPELLINGS[spelling]}?{asked}")
    if spelling in READ_BY[asked]:
        assert response.status_code == 200
    else:
        assert response.status_code == 400
        assert f"The report knows no {asked.partition('=')[0]}. It may be asked for as_of" in response.content.decode()


@pytest.mark.parametrize(("mark", "begins"), [("1", b"\xef\xbb\xbf"), ("0", b"investment,")])
def test_a_csv_begins_with_a_mark_where_it_is_asked_for(client: Client, mark: str, begins: bytes) -> None:
    response = client.get("/reports/exposure.csv", {"bom": mark})
    assert b"".join(response.streaming_content).startswith(begins)


def test_a_mark_that_is_neither_is_refused(client: Client) -> None:
    response = client.get("/reports/exposure.csv", {"bom": "yes"})
    assert response.status_code == 400
    assert 'bom is \\"yes\\". Write 1 for a byte-order mark, 0 for none.' in response.content.decode()
