"""Reports narrowed by how a row stands: whether a figure is known, what falls due when, which claim is open."""

import csv
import io
import json
from decimal import Decimal

import pytest

from tests.cast import now
from tests.desk import sign_in, words
from tests.portfolio.reports.answers import ask, rows_of


@pytest.fixture
def client(cast):
    return sign_in(cast.people["manager"])


def awards(name, **asked):
    return [row["investment"] for row in rows_of(ask(name, now(), **asked))]


def test_a_figure_is_asked_of_the_awards_that_have_or_could_have_it(cast):
    """A loan has a face value and commits nothing; of the warrant no amount is stated."""
    assert awards("exposure", figure="face_value_usd") == ["saltwash-doe-loan"]
    assert "saltwash-doe-loan" not in awards("exposure", figure="committed_usd")
    known, unknown = (awards("investments", figure="announced_usd", known=asked) for asked in ("yes", "no"))
    assert (len(known), unknown) == (3, ["palisade-warrant"])
    assert sorted([*known, *unknown]) == awards("investments", figure="announced_usd")


def test_the_rows_in_which_a_figure_is_known_add_up_to_its_total(cast):
    """70 million: 60 of preferred shares, 10 of a grant, and nothing of rights that are not exercised."""
    report = ask("exposure", now(), figure="committed_usd", known="yes")
    assert report.totals[0].values["committed_usd"] == 70_000_000
    assert sum(Decimal(row["committed_usd"]) for row in rows_of(report)) == 70_000_000


def test_page_csv_json_and_api_are_narrowed_alike(client):
    asked = {"as_of": "2026-06-30", "figure": "amount as stated", "known": "no"}
    text = b"".join(client.get("/reports/investments.csv", asked).streaming_content).decode()
    (row,) = csv.DictReader(io.StringIO(text, newline=""))
    assert row["investment"] == "palisade-warrant"
    for path in ("/reports/investments.json", "/api/v1/reports/investments/"):
        found = json.loads(b"".join(client.get(path, asked).streaming_content))
        assert [one["investment"] for one in found["rows"]] == ["palisade-warrant"]
        assert found["filters"] == {"figure": "announced_usd", "known": "no"}
    page = words(client.get("/reports/investments/", asked))
    assert "Rows 1 to 1 of 1" in page
    assert "figure: Amount as stated known: no" in page


@pytest.mark.parametrize(
    ("asked", "sentence"),
    [
        ({"known": "no"}, "Say of which figure: give the name of a column as figure."),
        ({"figure": "comitted_usd"}, "Did you mean committed_usd"),
        ({"figure": "agency"}, "agency is not one of the available choices."),
    ],
)
def test_what_can_not_be_narrowed_so_is_refused_with_the_next_step(client, asked, sentence):
    answer = client.get("/reports/exposure.json", asked)
    assert answer.status_code == 400
    assert sentence in " ".join(text for told in json.loads(answer.content)["errors"].values() for text in told)


def test_decisions_are_narrowed_by_when_they_are_due_and_by_their_award(cast):
    every = rows_of(ask("decisions-due", now()))
    parts = [rows_of(ask("decisions-due", now(), due=due)) for due in ("overdue", "ahead")]
    assert sorted(map(str, [*parts[0], *parts[1]])) == sorted(map(str, every))
    assert len(rows_of(ask("decisions-due", now(), due="within_30_days"))) <= len(parts[1])
    of_award = rows_of(ask("decisions-due", now(), company="palisade"))
    assert {row["investment"] for row in of_award} <= set(awards("investments", company="palisade"))


def test_a_date_is_near_within_90_days_from_the_day_asked(cast):
    days = [int(row["days_ahead"]) for row in rows_of(ask("calendar", now()))]
    near = [int(row["days_ahead"]) for row in rows_of(ask("calendar", now(), due="within_90_days"))]
    assert near == [one for one in days if 0 <= one <= 90]


def test_awards_are_narrowed_by_when_their_sources_were_looked_at(cast):
    lately, long_ago = (awards("investments", checked=asked) for asked in ("within_90_days", "longer_ago"))
    assert sorted([*lately, *long_ago]) == awards("investments")


def test_a_figure_and_whether_it_is_known_are_chosen_in_the_filter(client):
    page = client.get("/reports/exposure/", {"figure": "disbursed_usd", "known": "no"}).content.decode()
    for name, chosen in (("figure", "disbursed_usd"), ("known", "no")):
        listed = page.partition(f'<select name="{name}"')[2].partition("</select>")[0]
        assert f'<option value="{chosen}" selected>' in listed
