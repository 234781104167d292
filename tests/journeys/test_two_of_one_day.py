"""A second figure of one subject and day is asked about by services and forms, and shown as a change by files."""

from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from portfolio.imports.row_outcomes import Becomes
from portfolio.models import Capitalization, ExchangeRate, SecurityPrice, StatedTotal
from projects.models import CapacityEstimate, CapacityPhase, Ownership, ProductionRecord
from record.services import entities, facts
from tests.cast import day, writing
from tests.portfolio.imports.conftest import becomes, put, show

TODAY = date(2026, 10, 5)


@pytest.fixture
def book(cast):
    with writing() as under:
        phase = CapacityPhase(slug="magnets", project=cast.projects["palisade-magnets"], product="Magnets")
        entities.create(phase, recording=under)
        estimate = CapacityEstimate(phase=phase, nameplate_added=1200, unit="t/yr", kind="increment",
                                    effective_on=day("2025-01-01"), unit_of_account="t",
                                    factor_to_unit_of_account=Decimal(1))  # fmt: skip
        facts.record(estimate, recording=under)
    return cast


def made(cast, what, figure):
    palisade = cast.companies["palisade"]
    on = {"effective_on": day("2026-05-04"), "citation": cast.citation}
    return {
        "count": lambda: Capitalization(company=palisade, kind="cover", basic_shares=figure, **on),
        "close": lambda: SecurityPrice(company=palisade, close=figure, currency="USD", **on),
        "rate": lambda: ExchangeRate(currency="CAD", usd=figure, **on),
        "output": lambda: ProductionRecord(
            phase=CapacityPhase.objects.get(slug="magnets"), output=figure, unit="t", effective_on=day("2026-05")
        ),
        "share": lambda: Ownership(
            owner_company=cast.companies["saltwash"], owned_company=palisade, economic_share=figure / 1000,
            basis="stated", **on
        ),
        "total": lambda: StatedTotal(
            investment=cast.investments["palisade-doe-grant"], figure="obligated", amount=figure, **on
        ),
    }[what]()  # fmt: skip


def write(fact, reason=""):
    fact.note = facts.explained("", reason)
    with writing() as under:
        facts.record_by_service(fact, recording=under, today=TODAY)


@pytest.mark.parametrize("what", ["count", "close", "rate", "output", "share", "total"])
def test_the_second_of_a_day_is_on_record_or_gives_its_reason(book, what):
    write(made(book, what, Decimal(80)))
    with pytest.raises(ValidationError, match="This is on record already: .* wrote it at"):
        write(made(book, what, Decimal(80)))
    with pytest.raises(ValidationError, match="retract it on its page first"):
        write(made(book, what, Decimal(81)))
    write(made(book, what, Decimal(81)), reason="The filing was amended.")


def test_a_form_asks_of_the_second_count_of_a_day(client, book):
    client.force_login(book.people["officer"])
    write(made(book, "count", Decimal(80_000_000)))
    company = book.companies["palisade"]
    address = f"{reverse('admin:portfolio_capitalization_add')}?company={company.pk}"
    given = {"kind": "cover", "basic_shares": "90,000,000", "effective_on": "2026-05-04", "why": "10-Q",
             "sources": [one.pk for one in book.citation.sources.all()]}  # fmt: skip
    page = client.post(address, given)
    said = str(page.context["adminform"].form.errors["warning_reason"])
    assert "On record of the same and of 2026-05-04 is 80,000,000" in said
    same = client.post(address, {**given, "basic_shares": "80,000,000", "note": "again"})
    assert "This is on record already" in str(same.context["adminform"].form.errors)
    assert Capitalization.objects.count() == 1
    assert client.post(address, {**given, "warning_reason": "the cover was amended"}).status_code == 302


def test_a_file_says_same_or_shows_the_change(book):
    head = "company,count_kind,basic_shares,effective_on\n"
    put("share-counts", f"{head}palisade,cover,80000000,2026-05-04\n")
    assert becomes(show("share-counts", f"{head}PLM,cover,80000000,2026-05-04\n")) == [Becomes.SAME]
    (row,) = show("share-counts", f"{head}PLM,cover,90000000,2026-05-04\n").row_outcomes
    assert row.becomes is Becomes.CHANGED
    assert row.changes == [("basic_shares", "80000000.000000", "90000000.000000")]
