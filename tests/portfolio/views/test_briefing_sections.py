"""Below the tiles: from letter to cash, what is late, room under the law, how sure it is; each figure from a report."""

import csv
import html
import io
import re
from collections.abc import Callable

import pytest

from portfolio.calculations.kinds import Kind
from projects.models import Milestone, MilestoneForecast
from projects.services import milestones
from record.services import entities
from tests.cast import TODAY, Cast, day, entry, record_entries, writing

from .conftest import Opened

pytestmark = pytest.mark.long

Open = Callable[..., Opened]
ASKED = "as_of=2026-06-30"


def section(page: Opened, name: str) -> str:
    """The words of a section of the page, by the name of its heading."""
    found = re.search(rf'aria-labelledby="{name}"[^>]*>(.*?)</section>', page.text, re.DOTALL)
    assert found
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", found[1])).split())


def rows(open_page: Open, report: str, asked: str = ASKED) -> list[dict[str, str]]:
    text = b"".join(open_page(f"/reports/{report}.csv?{asked}").response).decode()
    return list(csv.DictReader(io.StringIO(text, newline="")))


def test_the_steps_from_letter_to_cash_are_the_sums_of_the_awards(cast: Cast, open_page: Open) -> None:
    """Committed without loans: 70 million; nothing of it was paid until a grant pays 3 million."""
    record_entries([entry(cast.investments["palisade-doe-grant"], Kind.DISBURSEMENT, "2026-06-20", "1")])
    money = [row for row in rows(open_page, "exposure") if row["instrument"] not in ("direct_loan", "loan_guarantee")]
    paid = sum(float(row["disbursed_usd"] or 0) for row in money)
    said = section(open_page(f"/?{ASKED}"), "letter-to-cash")
    assert "committed on 2026-06-30" in said
    assert "Committed $70M in 3 awards" in said
    assert f"${paid / 1e6:.3g}M" in said.split("Paid, loans apart")[1]
    assert "Apart: $100M in 1 award of face of loans and guarantees." in said


def test_nothing_known_draws_no_steps(open_page: Open) -> None:
    assert 'aria-labelledby="letter-to-cash"' not in open_page("/?as_of=2020-01-01").text


def test_what_is_late_is_what_the_report_of_milestones_calls_overdue_or_late(cast: Cast, open_page: Open) -> None:
    """A target of March 2026 that passed without a word is overdue in June."""
    site = cast.projects["saltwash-clay"]
    with writing() as recording:
        plant = Milestone(slug="plant", project=site, name="plant runs", kind="commissioning")
        entities.create(plant, recording=recording)
        told = MilestoneForecast(
            milestone=plant, kind="baseline", forecast_on=day("2026-03"), effective_on=day("2025-06-01")
        )
        milestones.state(told, recording=recording, today=TODAY)
    late = [row["name"] for row in rows(open_page, "milestones") if row["health"] in ("overdue", "late")]
    assert late == ["plant runs"]
    said = section(open_page(f"/?{ASKED}"), "late")
    assert "plant runs Promised for 2026-03, now 2026-03" in said
    assert said.count("Ask about") == 1


def test_who_gives_is_what_each_agency_committed_and_the_face_of_its_loans(open_page: Open) -> None:
    """DOE: a loan of 100 million and a grant of 10; DOW: preferred of 60 million."""
    page = open_page(f"/?{ASKED}").text
    said = " ".join(html.unescape(re.sub(r"<[^>]+>", " ", page)).split())
    given: dict[str, float] = {}
    for row in rows(open_page, "exposure"):
        amount = row["face_value_usd"] or row["committed_usd"]
        given[row["agency"]] = given.get(row["agency"], 0) + float(amount or 0)
    most, whole = (f"${amount / 1e6:.3g}M" for amount in (max(given.values()), sum(given.values())))
    assert f"Who gives, in what form: most at Department of Energy, {most} of {whole} on 2026-06-30" in said
