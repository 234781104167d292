"""What is unusual beside the record is asked about by file, form and service, and taken with a reason."""

from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError

from portfolio.models import CorporateAction
from projects.models import (
    CapacityEstimate,
    CapacityPhase,
    Company,
    Ownership,
)
from record.services import facts
from tests.cast import TODAY, Cast, day, writing

from .beside_book import ASKED, make_book, told


@pytest.fixture
def book(cast: Cast) -> Cast:
    return make_book(cast)


PRODUCTION = "phase,period,recorded_output,unit"


def test_output_far_above_every_period_is_asked(book):
    """The best year is 100 t: 1,000 t a year are ten times that, and 1,001 t are above; 251 t in a quarter as well."""
    rows = (
        "known,2022,1000,t,",
        "known,2023,1001,t,",
        "known,2021-Q1,251,t,",
        "known,2020,1001,t,A stockpile was sold.",
    )
    asked = [told("recorded-production", PRODUCTION, row)[0] for row in rows]
    assert [bool(one) for one in asked] == [False, True, True, False]
    found = "An output of 1001 t in 2023 is above 10 times the 100 a year that is known of the phase."
    assert asked[1] == f"{found} {ASKED}"


def test_output_above_the_worlds_is_asked_where_nothing_else_is_known(book):
    asked = told("recorded-production", PRODUCTION, "unknown,2022,1001,t,", "unknown,2023,1000,t,")
    assert asked == [f"An output of 1001 t in 2022 is above the 1000 t that the world makes in a year. {ASKED}", ""]


def test_a_part_that_is_all_of_its_year_is_asked_and_one_above_it_is_refused(book):
    """2025 is 100 t, its first quarter 20 t: 80 t in the second leave nothing, 81 t are more than the year."""
    rows = ("known,2025-Q2,79,t,", "known,2025-Q3,1,t,", "known,2025-Q4,2,t,")
    assert told("recorded-production", PRODUCTION, *rows) == [
        "",
        f"The periods inside 2025 add up to all of its output and leave nothing for the rest. {ASKED}",
        "The periods inside 2025 add up to 101 t, more than its 100. Correct one of them first.",
    ]


def test_parts_that_are_all_of_a_year_and_below_it_are_asked(book):
    """Quarters of 20, 20, 20 and 20 t are 80 t, of a year of 100 t; with 40 t in the last they are all of it."""
    three = ("known,2025-Q2,20,t,", "known,2025-Q3,20,t,")
    below = f"The periods inside 2025 are all of it and add up to less than its output. {ASKED}"
    assert told("recorded-production", PRODUCTION, *three, "known,2025-Q4,20,t,") == ["", "", below]
    assert told("recorded-production", PRODUCTION, *three, "known,2025-Q4,40,t,") == ["", "", ""]


def test_a_nameplate_above_what_the_world_makes_is_asked(book):
    head = "phase,nameplate_added,unit,capacity_kind,stated_on"
    asked = told(
        "capacity-estimates", head, "known,1001,t/yr,increment,2026-01-05,", "unknown,900,t/yr,increment,2026,"
    )
    assert asked == [f"A nameplate of 1001 t/yr is above the 1000 t that the world makes in a year. {ASKED}", ""]


def test_a_nameplate_ten_times_the_one_on_record_is_asked(book):
    head = "phase,nameplate_added,unit,capacity_kind,stated_on"
    rows = ("known,50,t/yr,increment,2026-01-05,", "known,501,t/yr,increment,2026-02-05,")
    with writing() as under:
        phase = CapacityPhase.objects.get(slug="known")
        first = CapacityEstimate(
            phase=phase, nameplate_added=50, unit="t/yr", kind="increment", effective_on=day("2025")
        )
        facts.record_by_service(first, recording=under, today=TODAY)
    assert told("capacity-estimates", head, *rows)[1] == (
        f"A nameplate of 501 t/yr is above 10 times the 50 on record. {ASKED}"
    )


@pytest.mark.parametrize(
    ("kind", "head", "first", "far", "near"),
    [
        ("security-prices", "company,currency,effective_on,close", "palisade,USD", "126", "125"),
        ("exchange-rates", "currency,effective_on,usd", "CAD", "126", "125"),
        ("commodity-prices", "product,currency,unit,effective_on,price", "Lithium carbonate,USD,kg", "1.24", "1.25"),
        ("share-counts", "company,count_kind,effective_on,basic_shares", "palisade,cover", "126", "125"),
        ("treasury-yields", "term_years,effective_on,treasury_yield", "10", "", ""),
    ],
)
def test_a_figure_ten_times_the_one_before_is_asked(book, kind, head, first, far, near):
    """12.5, then above 125 or below 1.25; a yield of 4%, then of 41%."""
    base = {"share-counts": "12", "treasury-yields": "0.04"}.get(kind, "12.5")
    far, near = {"share-counts": ("121", "120"), "treasury-yields": ("0.41", "0.39")}.get(kind, (far, near))
    rows = [f"{first},2026-01-05,{base},", f"{first},2026-01-06,{far},", f"{first},2026-01-07,{near},"]
    rows.append(f"{first},2026-01-08,{far},So says the exchange.")
    asked = told(kind, head, *rows)
    assert [bool(one) for one in asked] == [False, True, False, False], asked
    assert asked[1].endswith(f"on record of 2026-01-05. {ASKED}")


def test_a_count_is_beside_the_newest_one_wherever_that_came_from(book):
    """A vendor counts 12 million shares; the cover of a filing has 1, then 13 million."""
    head = "company,count_kind,effective_on,basic_shares"
    rows = (
        "palisade,vendor,2026-01-05,12000000,",
        "palisade,cover,2026-01-06,1,",
        "palisade,cover,2026-01-07,13000000,",
    )
    found = "A count of 1 is below a tenth of the 12000000 on record of 2026-01-05."
    assert told("share-counts", head, *rows) == ["", f"{found} {ASKED}", ""]


def test_a_close_after_a_split_is_not_beside_one_before_it(book):
    """One for twenty: 12.5 becomes 250, and nobody is asked."""
    with writing() as under:
        split = CorporateAction(
            company=book.companies["palisade"], kind="reverse_split", new_shares=1, old_shares=20,
            effective_on=day("2026-03-02"), citation=book.citation,
        )  # fmt: skip
        facts.record_by_service(split, recording=under, today=TODAY)
    head = "company,currency,effective_on,close"
    assert told("security-prices", head, "palisade,USD,2026-01-05,12.5,", "palisade,USD,2026-03-03,250,") == ["", ""]


METRICS = "Known: estimated_consumption, exports, imports, price, production, reported_consumption."


def test_a_name_that_nothing_bears_is_asked(book):
    head = "mineral,stage,metric,year,statistic_value,edition"
    asked = told(
        "baseline-statistics", head,
        "Lithum,mine,imports,2024,5,MCS,", "Lithium,mined,imports,2024,5,MCS,", "Lithium,mine,importz,2024,5,MCS,",
        "Lithum,mine,imports,2024,5,MCS,A new spelling.", "li,mine,imports,2023,5,MCS,",
        "Lithium,mine,reliance,2024,50,MCS,",
    )  # fmt: skip
    assert asked == [
        f'No mineral on record is called "Lithum". Did you mean Lithium? {ASKED}',
        f'No stage or form on record is called "mined". Did you mean mine? {ASKED}',
        f'No metric on record is called "importz". Did you mean imports? {ASKED}',
        "",
        "",
        f'No metric on record is called "reliance". {METRICS} {ASKED}',
    ]


def test_a_price_of_no_known_product_or_basis_is_asked(book):
    head = "product,currency,unit,effective_on,price,price_basis"
    asked = told(
        "commodity-prices", head,
        "Unobtainium,USD,kg,2026-01-05,5,,", "Lithium carbonate,USD,kg,2026-01-05,5,foo,",
        "Lithium carbonate,USD,kg,2026-01-05,5,cif,Asian index; delivered.",
    )  # fmt: skip
    assert [one.split(".")[0] for one in asked] == [
        'No product on record is called "Unobtainium"', 'No price basis on record is called "foo"', "",
    ]  # fmt: skip


ACTION = "company,effective_on,action_kind,new_shares,old_shares,other_company,carried_cost_share"


def test_a_split_before_all_that_is_known_is_asked_and_one_of_1800_refused(book):
    asked = told(
        "corporate-actions", ACTION,
        "palisade,1800-01-01,split,2,1,,,", "palisade,1990-01-05,split,2,1,,,",
        "palisade,1991-01-05,split,2,1,,,Before its listing.",
    )  # fmt: skip
    assert asked == [
        "1800-01-01 lies before 1900. Check the year.",
        f"Nothing of Palisade Magnetics (PLM) is on record before 1990-01-05: no count, no close, no holding. {ASKED}",
        "",
    ]
    (asked,) = told("corporate-actions", ACTION, "palisade,2026-01-05,split,101,1,,,")
    assert asked == f"101 for 1 is a ratio of more than 100 to one. {ASKED}"


def test_a_spin_off_of_an_unrelated_company_without_carried_cost_is_asked(book):
    row = "palisade,2026-01-05,spin_off,1,4,saltwash,"
    (asked,) = told("corporate-actions", ACTION, f"{row},")
    assert "is on record, and no cost is stated that goes along" in asked
    assert told("corporate-actions", ACTION, f"{row}0.2,") == [""]
    assert told("corporate-actions", ACTION, f"{row},Spun off by the filing.") == [""]
    with writing() as under:
        own = Ownership(
            owned_company=Company.objects.get(slug="saltwash"), owner_company=Company.objects.get(slug="palisade"),
            economic_share=Decimal(1), basis="stated", effective_on=day("2025-01-01"), citation=book.citation,
        )  # fmt: skip
        facts.record_by_service(own, recording=under, today=TODAY)
    assert told("corporate-actions", ACTION, f"{row},") == [""]


def owned(owner: str, share: str, *, basis: str = "stated", note: str = "") -> list[str]:
    """What is asked of an agency's share of Palisade Magnetics; it stays on record where nothing is."""
    row = Ownership(
        owned_company=Company.objects.get(slug="palisade"), owner_code=owner, economic_share=Decimal(share),
        basis=basis, effective_on=day("2026-01-05"), note=note,
    )  # fmt: skip
    try:
        with writing() as under:
            facts.record_by_service(row, recording=under, today=TODAY)
    except ValidationError as error:
        return error.messages
    return []


def test_owners_of_more_than_all_of_a_company_are_asked_about(book):
    """DOE has 60%: DOW's 40% is all, 41% is more. What is agreed is beside it."""
    assert owned("DOE", "0.6") == []
    said = "An economic share of 41% beside the 60% that others have on record is more than all of Palisade Magnetics"
    assert owned("DOW", "0.41") == [f"{said} (PLM). {ASKED}"]
    assert owned("DOW", "0.41", basis="pending") == []
    assert owned("DOE", "0.61", note=facts.explained("", "The filing was amended.")) == []
    assert owned("DOW", "0.41", note=facts.explained("", "The two sources are of two days.")) == []


def test_an_owner_is_an_agency_on_record_whatever_its_case(book):
    assert owned("doe", "0.1") == []
    assert Ownership.objects.get(owned_company__slug="palisade").owner_code == "DOE"
    assert owned("DOX", "0.1") == [f'No agency on record is called "DOX". Known: DOC, DOE, DOW. {ASKED}']
