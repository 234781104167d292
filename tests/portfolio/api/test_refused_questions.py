"""What the API refuses is a problem with the sentence of the forms: bad questions, other methods, nobody, nothing."""

import pytest

from portfolio.api.kinds import KINDS

from .walks import DAY


@pytest.mark.parametrize(
    ("query", "place", "sentence"),
    [
        ({"colour": "blue"}, "__all__", "The API knows no colour."),
        ({"Limit": "2"}, "__all__", "Did you mean limit?"),
        ({"confidence": ""}, "__all__", "confidence is empty. Give a value, or leave it out."),
        ({"limit": "0"}, "limit", "greater than or equal to 1"),
        ({"limit": "501"}, "limit", "less than or equal to 500"),
        ({"limit": "9" * 5000}, "limit", ""),
        ({"limit": "two"}, "limit", "Enter a whole number."),
        ({"fields": "stauts"}, "fields", "No field is called stauts. Did you mean status"),
        ({"fields": "a\x00b"}, "fields", "Null characters are not allowed."),
        ({"cursor": "x"}, "cursor", "Follow the address in next"),
        ({"cursor": "WzEsICJhIl0"}, "cursor", "Follow the address in next"),
        ({"cursor": "W" * 9000}, "cursor", "Follow the address in next"),
        ({"cursor": "é"}, "cursor", "Follow the address in next"),
        ({"as_of": "soon"}, "as_of", "This is no day. Write it as 2026-06-18."),
        ({"known_at": "soon"}, "known_at", '"soon" is no moment.'),
        ({"serial": "77"}, "serial", "Recording 77 is not on record. The last one is 2."),
        ({"agency": "NASA"}, "agency", 'No agency "NASA" is on record then.'),
        ({"since": "2"}, "__all__", "The API knows no since."),
    ],
)
def test_what_cannot_be_answered_is_a_problem_with_its_sentence(reader, query, place, sentence):
    answer = reader.get("/api/v1/investments/", query)
    told = answer.json()
    names_nothing = place in ("serial", "agency")
    assert (answer.status_code, answer["Content-Type"]) == (404 if names_nothing else 400, "application/problem+json")
    assert told["status"] == answer.status_code
    assert sentence in told["errors"][place][0]
    assert told["errors"][place][0] in told["detail"]


def test_a_cursor_of_another_question_is_refused(reader):
    follow = reader.get("/api/v1/entries/", {**DAY, "limit": 4}).json()["next"]
    cursor = follow.partition("cursor=")[2]
    for asked in ({"as_of": "2026-06-29"}, {"agency": "DOE", **DAY}, {"serial": 1, **DAY}, {"since": 1, **DAY}):
        assert reader.get("/api/v1/entries/", {**asked, "cursor": cursor}).status_code == 400
    assert reader.get("/api/v1/terms/", {**DAY, "cursor": cursor}).status_code == 400
    assert reader.get("/api/v1/entries/", {**DAY, "cursor": cursor, "limit": 7}).status_code == 200


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete", "options", "trace"])
@pytest.mark.parametrize("address", ["", "deals/", "deals/x/", "reports/", "nothing"])
def test_what_is_not_read_is_not_allowed(client, cast, officer, method, address):
    client.force_login(officer)
    answer = getattr(client, method)(f"/api/v1/{address}")
    assert (answer.status_code, answer["Content-Type"]) == (405, "application/problem+json")
    assert answer.json()["status"] == 405


def test_an_address_of_nothing_and_a_type_that_is_not_given_are_problems(reader):
    for address, asked, status in (
        ("/api/v1/deal/", {}, 404),
        ("/api/v2/", {}, 404),
        ("/api/v1/files/x/content/", {}, 404),
        ("/api/v1/deals", {}, 404),
        ("/api/v1/deals/", {"format": "xml"}, 404),
        ("/api/v1/reports/exposures/", {}, 404),
    ):
        answer = reader.get(address, asked)
        assert (answer.status_code, answer["Content-Type"]) == (status, "application/problem+json"), address
    answer = reader.get("/api/v1/deals/", headers={"accept": "text/csv"})
    assert (answer.status_code, answer["Content-Type"]) == (406, "application/problem+json")


@pytest.mark.parametrize("address", ["", *(f"{kind}/" for kind in KINDS), *(f"{kind}/x/" for kind in KINDS)])
def test_nobody_reads_without_signing_in(client, cast, address):
    answer = client.get(f"/api/v1/{address}")
    assert answer.status_code in (401, 403)
    assert answer["Content-Type"] == "application/problem+json"
    assert set(answer.json()) == {"title", "status", "detail"}
