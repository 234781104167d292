"""Figures that nobody knows are one counted line, on the page of an award, of a proposal and in a preview."""

import re

import pytest
from django.urls import reverse

from portfolio.models import Investment
from record.models import Proposal
from tests.cast import Cast
from tests.desk import approve_what_waits, page, sign_in, words
from tests.journeys.waiting_kinds import MAKERS

pytestmark = pytest.mark.django_db
OF_A_GRANT = ("Obligated", "Disbursed", "Undisbursed", "Exposure")


def cells(html: str) -> list[str]:
    """What the cells of its tables say."""
    return [re.sub(r"<[^>]*>", "", cell).strip() for cell in re.findall(r"<td[^>]*>(.*?)</td>", html, re.DOTALL)]


def test_a_new_award_of_which_no_payment_is_known_has_no_rows_of_unknown(cast: Cast) -> None:
    desk = sign_in(cast.people["officer"])
    MAKERS["deal"](desk, cast)
    proposal = Proposal.objects.get()
    html = desk.get(page(proposal)).content.decode()
    assert "unknown" not in cells(html)
    unknown = re.search(r"<summary>Totals before and after: (\d+) (?:more )?are unknown</summary><p>(.*?)</p>", html)
    assert unknown
    assert int(unknown[1]) == len(unknown[2].split("; "))
    assert all(any(named.startswith(one) for named in unknown[2].split("; ")) for one in OF_A_GRANT)

    approve_what_waits(cast.people["officer2"])
    award = Investment.objects.get(deal__name="Copperline comes to Arizona")
    html = desk.get(page(award)).content.decode()
    assert "unknown" not in cells(html)
    assert "are unknown</summary>" in html


def test_its_preview_has_none_either(cast: Cast) -> None:
    desk = sign_in(cast.people["officer"])
    typed = {
        "awards": "1", "deal": "Copperline comes to Arizona", "announced_on": "Feb 1 2026",
        "a1-agency": str(cast.agencies["DOE"].pk), "a1-company": "Copperline", "a1-instrument": "grant",
        "a1-announced_amount": "$7 million", "a1-status": "announced", "a1-payments_known": "no",
        "a1-sources": "cast1", "_preview": "1",
    }  # fmt: skip
    html = desk.post(reverse("admin:record_a_deal"), typed).content.decode()
    assert "its totals: 10 are unknown</summary>" in html
    assert "unknown" not in cells(html)


def test_what_is_known_stays_a_table(cast: Cast) -> None:
    """Every payment of the grant is known: each total is a figure, 0.00 where there is none."""
    seen = words(sign_in(cast.people["officer"]).get(page(cast.investments["palisade-doe-grant"])))
    assert "Where it stands today Committed" in seen
    assert "are unknown" not in seen
