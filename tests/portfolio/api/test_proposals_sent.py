"""An officer's program proposes by the API what her file would, once, and on what she has read."""

import json
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.utils import timezone

from portfolio.models import Import, SecurityPrice, Transaction
from record.models import Proposal, Recording
from record.models.tokens import Scope
from record.services import tokens
from tests.desk import sign_in

ADDRESS = "/api/v1/proposals/"
AWARD = "palisade-doe-grant"
PAYMENT = {"investment": AWARD, "kind": "disbursement", "amount_usd": "1000000.00", "effective_on": "2026-01-15"}
CLOSE = {"company": "palisade", "effective_on": "2026-01-05", "close": "12.5", "currency": "USD"}


class Program:
    """Sends rows by an officer's token."""

    def __init__(self, secret: str) -> None:
        self.client, self.token = Client(), {"Authorization": f"Token {secret}"}

    def post(self, body: Any, **headers: str) -> Any:
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        return self.client.post(ADDRESS, json.dumps(body), "application/json", headers=self.token | named)

    def send(self, *rows: dict[str, str], kind: str = "transactions", key: str = "", **headers: str) -> Any:
        body = {"kind": kind, "why": "Payments of January", "sources": ["cast1"], "rows": list(rows)}
        return self.post(body, Idempotency_Key=key or str(uuid4()), **headers)

    def etag(self, award: str = AWARD) -> str:
        return self.client.get(f"/api/v1/investments/{award}/", headers=self.token)["ETag"]


def program_of(person: Any, scope: str = Scope.PROPOSE) -> Program:
    _, secret = tokens.make(person=person, name="payments", scope=scope, days="", now=timezone.now())
    return Program(secret)


@pytest.fixture
def program(officer) -> Program:
    return program_of(officer)


def test_a_payment_waits_as_one_proposal_with_its_address(program):
    response = program.send(PAYMENT, If_Match=program.etag())
    told = response.json()
    assert (response.status_code, told["state"], told["recording"]) == (201, "proposed", None)
    assert response["Location"] == f"/api/v1/proposals/{told['proposal']}/"
    assert [(row["row"], row["becomes"]) for row in told["rows"]] == [(1, "new")]
    assert told["counts"] == {"new": 1, "changed": 0, "same": 0, "left out": 0, "refused": 0}
    assert Transaction.objects.count() == 10
    assert program.client.get(response["Location"], headers=program.token).json()["result"]["id"] == str(
        told["proposal"]
    )


def test_a_second_officer_approves_what_the_program_proposed(program, officer2):
    told = program.send(PAYMENT, If_Match=program.etag()).json()
    proposal = Proposal.objects.as_worded().get(pk=told["proposal"])
    page = f"/admin/record/proposal/{proposal.pk}/change/"
    sign_in(officer2).post(page, {"_approve": "1", "shown_hash": proposal.shown_hash})
    written = Transaction.objects.last()
    assert (str(written.amount), written.citation.text, Transaction.objects.count()) == ("1000000.00", "cast1", 11)


def test_what_needs_no_second_officer_is_written_at_once(program):
    response = program.send(CLOSE, kind="security-prices")
    assert (response.status_code, response.json()["state"], response.json()["proposal"]) == (201, "written", None)
    assert response.json()["recording"] == Recording.objects.last_serial()
    assert SecurityPrice.objects.count() == 1


def test_the_same_sending_again_brings_nothing_new_and_is_answered_alike(program):
    first = program.send(PAYMENT, key="payments-of-january", If_Match=program.etag())
    again = program.send(PAYMENT, key="payments-of-january")
    assert (again.status_code, again.json()) == (201, first.json())
    assert (Import.objects.count(), Proposal.objects.count()) == (1, 1)


def test_a_key_that_was_sent_with_something_else_is_refused(program):
    program.send(CLOSE, kind="security-prices", key="closes-of-january")
    response = program.send(CLOSE | {"close": "12.6"}, kind="security-prices", key="closes-of-january")
    assert (response.status_code, Import.objects.count()) == (422, 1)
    assert "was sent before, with something else" in response.json()["detail"]


def test_a_key_of_one_person_is_not_that_of_another(program, officer2):
    program.send(CLOSE, kind="security-prices", key="closes-of-january")
    other = program_of(officer2).send(CLOSE, kind="security-prices", key="closes-of-january")
    assert (other.status_code, other.json()["state"], Import.objects.count()) == (201, "unchanged", 2)


@pytest.mark.parametrize("key", ["", "short", "x" * 65, "with a blank in it"])
def test_a_sending_needs_a_key(program, key):
    response = program.post({"kind": "transactions", "why": "a test", "rows": [PAYMENT]}, Idempotency_Key=key)
    assert response.status_code == 400
    assert "Send an Idempotency-Key of 8 to 64" in response.json()["detail"]


def test_what_is_about_money_needs_the_etag_of_its_award(program):
    response = program.send(PAYMENT)
    assert response.status_code == 428
    assert response.json()["detail"] == f"Send If-Match with the ETag of each award that this is about: {AWARD}."


def test_an_award_that_moved_since_it_was_read_is_refused_by_name(program):
    response = program.send(PAYMENT, If_Match='"of-another-day"')
    assert response.status_code == 412
    assert f"What you read of {AWARD} has moved since." in response.json()["detail"]
    assert Import.objects.count() == 0


def test_an_award_moves_by_what_is_recorded_of_it(program, officer2):
    before = program.etag()
    told = program.send(PAYMENT, If_Match=before).json()
    proposal = Proposal.objects.as_worded().get(pk=told["proposal"])
    sign_in(officer2).post(
        f"/admin/record/proposal/{proposal.pk}/change/", {"_approve": "1", "shown_hash": proposal.shown_hash}
    )
    second = PAYMENT | {"effective_on": "2026-01-16"}
    assert program.send(second, If_Match=before).status_code == 412
    assert program.send(second, If_Match=program.etag()).status_code == 201


def test_of_several_rows_one_that_is_refused_stops_all_and_each_is_told_by_its_place(program):
    rows = [PAYMENT, PAYMENT | {"effective_on": "soon"}, PAYMENT | {"investment": "palisade-doe-grnt"}]
    response = program.send(*rows, If_Match=program.etag())
    assert (response.status_code, response["Content-Type"]) == (422, "application/problem+json")
    assert {"rows[2].effective_on", "rows[3].investment"} <= response.json()["errors"].keys()
    assert "palisade-doe-grant" in response.json()["errors"]["rows[3].investment"][0]
    assert (Import.objects.count(), Proposal.objects.count()) == (0, 0)


def test_a_preview_says_what_would_become_of_the_rows_and_keeps_nothing(program):
    body = {"kind": "transactions", "why": "a test", "rows": [PAYMENT], "preview": True}
    response = program.post(body, Idempotency_Key=str(uuid4()))
    assert (response.status_code, response.json()["state"], response.json()["counts"]["new"]) == (200, "shown", 1)
    assert Import.objects.count() == 0


@pytest.mark.parametrize(
    ("body", "place", "sentence"),
    [
        ({"kind": "gifts"}, "kind", '"gifts" is not a valid choice.'),
        ({"colour": "blue"}, "colour", "Nothing is called so. There is kind, why, sources, rows, preview."),
        ({"rows": []}, "rows", "Ensure this field has at least 1 elements."),
        ({"rows": [PAYMENT, PAYMENT | {"amount_usd": 1e6}]}, "rows[2].amount_usd", "Write it as text: numbers too"),
        ({"why": ""}, "why", "This field may not be blank."),
    ],
)
def test_a_body_that_says_something_else_is_refused_by_its_place(program, body, place, sentence):
    said = {"kind": "transactions", "why": "a test", "rows": [PAYMENT]} | body
    response = program.post(said, Idempotency_Key=str(uuid4()))
    assert response.status_code == 400
    assert sentence in response.json()["errors"][place][0]


def test_a_source_that_is_not_on_record_is_refused(program):
    body = {"kind": "transactions", "why": "a test", "sources": ["nowhere"], "rows": [PAYMENT]}
    response = program.post(body, Idempotency_Key=str(uuid4()), If_Match=program.etag())
    assert response.status_code == 422
    assert "nowhere" in response.json()["detail"]


def test_a_column_that_nothing_reads_is_refused_by_name(program):
    response = program.send(PAYMENT | {"colour": "blue"}, If_Match=program.etag())
    assert response.status_code == 422
    assert "colour" in response.json()["detail"]


def test_rows_that_say_nothing_new_are_so_and_nothing_is_written(program):
    program.send(CLOSE, kind="security-prices")
    last = Recording.objects.last_serial()
    assert program.send(CLOSE, kind="security-prices").json()["state"] == "unchanged"
    assert Recording.objects.last_serial() == last


def test_who_may_not_propose_is_refused(officer, manager):
    for program in (program_of(officer, Scope.READ), program_of(manager, Scope.READ)):
        assert program.send(PAYMENT).status_code == 403
    assert Import.objects.count() == 0


def test_nobody_sends_without_signing_in(client, cast):
    assert client.post(ADDRESS, "{}", "application/json").status_code == 401


def test_what_is_no_json_is_refused(program):
    headers = program.token | {"Idempotency-Key": str(uuid4())}
    sent = program.client.post(ADDRESS, "kind=a", "text/plain", headers=headers)
    broken = program.client.post(ADDRESS, "{", "application/json", headers=headers)
    listed = program.client.post(ADDRESS, "[1]", "application/json", headers=headers)
    assert (sent.status_code, broken.status_code, listed.status_code) == (415, 400, 400)
