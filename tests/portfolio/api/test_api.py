"""The API answers what the pages answer, to who may ask, and says in a sentence what it refuses."""

import io
import json

import pytest
from django.core.management import call_command
from django.utils import timezone

from portfolio.reports import REPORTS
from record.services import tokens
from tests.cast import ROLES, now
from tests.portfolio.reports.answers import ask, json_bytes

DAY = {"as_of": "2026-06-30"}

ADDRESSES = ("/api/v1/reports/exposure/", "/reports/exposure.json")
FILES = tuple(f"/reports/exposure.{kind}" for kind in ("csv", "xlsx", "datapackage.json"))


def body(response):
    return b"".join(response.streaming_content)


@pytest.mark.parametrize(
    "address", ["/api/v1/reports/", "/api/v1/reports/exposure/", "/reports/exposure.json", "/api/v1/schema/"]
)
def test_nobody_is_answered_without_a_login(client, cast, address):
    assert client.get(address).status_code in (401, 403)
    assert client.get(address, headers={"Authorization": "Token wrong"}).status_code in (401, 403)


@pytest.mark.parametrize("role", ROLES)
def test_every_role_is_answered_by_session_and_by_token(client, cast, role):
    _, secret = tokens.make(person=cast.people[role], name="nightly", scope="read", days="", now=timezone.now())
    by_token = client.get(
        "/api/v1/reports/exposure/", DAY | {"serial": 2}, headers={"Authorization": f"Token {secret}"}
    )
    client.force_login(cast.people[role])
    by_session = client.get("/api/v1/reports/exposure/", DAY | {"serial": 2})
    assert by_token.status_code == by_session.status_code == 200
    assert body(by_token) == body(by_session)


@pytest.mark.parametrize("name", REPORTS)
def test_both_addresses_of_a_report_answer_the_same_bytes(client, cast, auditor, name):
    client.force_login(auditor)
    at = now()
    api, file = (
        client.get(address, DAY | {"serial": at.serial})
        for address in (f"/api/v1/reports/{name}/", f"/reports/{name}.json")
    )
    assert body(api) == body(file) == json_bytes(ask(name, at))
    assert api["Content-Type"] == file["Content-Type"] == "application/json"
    assert api["Lodebook-Recording"] == str(at.serial)


def test_decimals_are_strings_the_unknown_is_null_and_counts_are_numbers(client, cast, auditor):
    client.force_login(auditor)
    answer = json.loads(body(client.get("/api/v1/reports/transactions/", DAY)))
    first, warrant = answer["rows"][0], answer["rows"][3]
    assert (first["amount_usd"], first["derived"], first["recording"]) == ("60000000.00", False, 2)
    assert (warrant["amount_usd"], warrant["shares"]) == (None, "1500000.000000")
    assert answer["totals"][0] == {
        "label": "Commitment",
        "values": {"amount_usd": "170000000.00"},
        "note": "3 standing",
    }
    assert answer["filters"] == {}
    assert {column["name"]: column["unit"] for column in answer["columns"]}["amount_usd"] == "USD"


@pytest.mark.parametrize(
    ("query", "place", "sentence"),
    [
        ({"colour": "blue"}, "__all__", "The report knows no colour."),
        ({"as_of": "soon"}, "as_of", "This is no day. Write it as 2026-06-18."),
        ({"known_at": "soon"}, "known_at", '"soon" is no moment.'),
        ({"serial": "77"}, "serial", "Recording 77 is not on record. The last one is 2."),
        ({"instrument": "gift"}, "instrument", "gift is not one of the available choices."),
    ],
)
@pytest.mark.parametrize("address", [*ADDRESSES, *FILES])
def test_a_question_that_cannot_be_answered_gets_400_and_the_sentence(
    client, cast, auditor, address, query, place, sentence
):
    client.force_login(auditor)
    response = client.get(address, query)
    assert response.status_code == (404 if place == "serial" and address in ADDRESSES[:1] else 400)
    assert sentence in response.json()["errors"][place][0]


def test_a_report_that_is_none_is_not_found_and_the_answer_names_those_that_are(client, cast, auditor):
    client.force_login(auditor)
    response = client.get("/api/v1/reports/exposures/")
    assert response.status_code == 404
    assert response.json()["detail"] == f"There is no report exposures. The reports are {', '.join(REPORTS)}."


def test_a_report_that_is_gone_names_the_one_that_answers_instead(client, cast, auditor):
    client.force_login(auditor)
    sentence = "The report reliance is gone. The report dependence answers instead."
    api = client.get("/api/v1/reports/reliance/")
    assert (api.status_code, api.json()["detail"]) == (404, sentence)
    page = client.get("/reports/reliance/")
    assert page.status_code == 404
    assert sentence in page.content.decode()
    assert '<a href="/reports/dependence/">' in page.content.decode()
    kept = client.get("/reports/reliance.csv?as_of=2026-06-18")
    assert kept.status_code == 404
    assert '<a href="/reports/dependence/?as_of=2026-06-18">' in kept.content.decode()


def test_the_list_names_every_report_with_its_filters_and_columns(client, cast, auditor):
    client.force_login(auditor)
    answer = client.get("/api/v1/reports/").json()
    assert [one["name"] for one in answer] == list(REPORTS)
    assert "agency" in answer[0]["filters"]
    assert all(column["meaning"] for one in answer for column in one["columns"])


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_the_api_writes_nothing(client, cast, officer, method):
    client.force_login(officer)
    response = getattr(client, method)("/api/v1/reports/exposure/", content_type="application/json")
    assert response.status_code in (403, 405)


def test_the_schema_is_generated_without_a_warning():
    call_command("spectacular", validate=True, fail_on_warn=True, file=None, stdout=(out := io.StringIO()))
    for operation in ("reports_list", "reports_retrieve", "proposals_create"):
        assert operation in out.getvalue()
