"""Two companies, or two projects, that are one are read as one from the merge on; before it there are two."""

from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from portfolio.calculations.kinds import Instrument, Kind, Status
from portfolio.models import (
    Capitalization,
    CountKind,
    Investment,
    InvestmentProject,
    InvestmentStatus,
    SecurityPrice,
    Terms,
)
from portfolio.pages import company as company_page
from portfolio.pages import project as project_page
from portfolio.positions.filters import Filters
from portfolio.positions.look_through import owned_through
from portfolio.positions.stakes import stakes_at
from portfolio.reports import REPORTS, firms, sites
from portfolio.services import investments, ledger
from projects.models import (
    Company,
    CompanyMerge,
    Milestone,
    Ownership,
    Project,
    ProjectMerge,
)
from projects.services import merges
from record.models import Retraction
from record.services import entities, facts
from tests.cast import TODAY, day, entry, now, writing

pytestmark = pytest.mark.long

LISTS = {"companies": firms.DEFINITION, "projects": sites.DEFINITION}


@pytest.fixture
def twice(cast):
    """Palisade on record a second time, with an equity award, a share count, an owner, a project that it operates."""
    with writing() as recording:
        second = entities.create(
            Company(slug="palisade-corp", name="Palisade Magnet Corporation", country="US"), recording=recording
        )
        award = investments.create(
            Investment(
                slug="palisade-common", deal=cast.deals["palisade-equity"], agency=cast.agencies["DOW"],
                program=cast.programs["DOW-OSC"], instrument=Instrument.COMMON_EQUITY, recipient=second, issuer=second,
            ),
            recording=recording,
        )  # fmt: skip
        said = {"investment": award, "citation": cast.citation}
        investments.record(
            Terms(
                announced_amount=Decimal(1000),
                shares=Decimal(500),
                price_per_share=Decimal(2),
                closed_on=day("2025-08-01"),
                **said,
            ),
            recording=recording,
        )
        investments.record(
            InvestmentStatus(status=Status.CLOSED, effective_on=day("2025-08-01"), **said), recording=recording
        )
        ledger.record_all(
            [
                entry(award, Kind.COMMITMENT, "2025-08-01", "1000"),
                entry(award, Kind.OBLIGATION, "2025-08-01", "1000"),
                entry(award, Kind.DISBURSEMENT, "2025-08-01", "1000", shares="500"),
            ],
            recording=recording,
            today=TODAY,
        )
        count = Capitalization(
            company=second, kind=CountKind.COVER, basic_shares=Decimal(100_000_000), effective_on=day("2026-05-01"),
            citation=cast.citation,
        )  # fmt: skip
        facts.record(count, recording=recording)
        owned = Ownership(
            owner_code="DOW", owned_company=second, economic_share=Decimal("0.05"), basis="stated",
            effective_on=day("2026-01-01"), citation=cast.citation,
        )  # fmt: skip
        facts.record(owned, recording=recording)
        project = entities.create(
            Project(slug="palisade-mine", name="Palisade mine", operator=second, country="US"), recording=recording
        )
    return second, award, project


def merge(model, entity, into, why="one firm under two names"):
    with writing() as recording:
        return merges.record(model(entity=entity, into=into, note=why), recording=recording, today=TODAY)


def rows(name, at=None, **filters):
    report = (LISTS | REPORTS)[name].report(at=at or now(), filters=Filters(**filters))
    names = [column.name for column in report.columns]
    return [dict(zip(names, row, strict=True)) for row in report.rows]


def test_reports_and_pages_read_two_companies_as_one(cast, twice):
    second, award, project = twice
    first, before = cast.companies["palisade"], now()
    assert {one.first.issuer.slug for one in stakes_at(before)} == {"palisade", "palisade-corp"}
    merge(CompanyMerge, second, first)
    assert {one.first.issuer.slug for one in stakes_at(now())} == {"palisade"}
    (line,) = rows("investments", investment=award.slug)
    assert (line["company"], line["issuer"]) == ("palisade", "palisade")
    page = company_page.page(now(), "palisade")
    assert award.slug in [line.slug for line in page.awards.lines]
    assert [count.basic_shares for count in page.counts.lines] == [Decimal(100_000_000)]
    assert [one.slug for one in page.projects] == ["palisade-magnets", "palisade-mine"]
    assert [line.owner for line in page.owners.lines] == ["Department of War"]
    assert "palisade-corp" not in {line["company"] for line in rows("companies")}
    assert [str(one.held.share) for one in owned_through(now(), first)] == ["0.050000"]
    assert project_page.page(now(), project.slug).figures[0].value == "palisade"
    assert rows("share-counts")[0]["company"] == "palisade"


def test_an_answer_known_before_it_shows_two_at_any_time(cast, twice):
    second, award, _ = twice
    before = now()
    shown = rows("investments", before), rows("stakes", before), rows("companies", before)
    merge(CompanyMerge, second, cast.companies["palisade"])
    assert (rows("investments", before), rows("stakes", before), rows("companies", before)) == shown
    assert company_page.page(before, "palisade-corp").company.name == "Palisade Magnet Corporation"
    earlier = now(day("2025-12-31").end)
    assert rows("investments", earlier, investment=award.slug)[0]["company"] == "palisade"


def test_the_old_name_leads_to_the_one(cast, twice):
    second, award, _ = twice
    merge(CompanyMerge, second, cast.companies["palisade"])
    page = company_page.page(now(), "palisade-corp")
    assert page.company.slug == "palisade"
    assert page.figures[-1].value == "Palisade Magnet Corporation [palisade-corp]"
    by_old = {line["investment"] for line in rows("investments", company="palisade-corp")}
    assert by_old == {line["investment"] for line in rows("investments", company="palisade")}
    assert award.slug in by_old


def test_it_is_retracted_and_there_are_two_again(cast, twice):
    second, _, _ = twice
    shown = rows("stakes")
    made = merge(CompanyMerge, second, cast.companies["palisade"])
    merged_at = now()
    with writing() as recording:
        facts.retract(made, reason="two firms after all", recording=recording)
    assert rows("stakes") == shown
    assert {line["issuer"] for line in rows("stakes", merged_at)} == {"palisade"}
    assert Retraction.objects.filter(reason="two firms after all").exists()
    merge(CompanyMerge, second, cast.companies["palisade"])


def test_chains_of_merges_lead_to_the_last(cast, twice):
    second, award, _ = twice
    with writing() as recording:
        third = entities.create(Company(slug="palisade-group", name="Palisade Group"), recording=recording)
    merge(CompanyMerge, second, cast.companies["palisade"])
    merge(CompanyMerge, cast.companies["palisade"], third)
    assert rows("investments", investment=award.slug)[0]["company"] == "palisade-group"
    with pytest.raises(ValidationError, match="was merged into Palisade Group"):
        merge(CompanyMerge, third, second)


@pytest.mark.parametrize(
    ("name", "label"), [("cik", "CIK"), ("uei", "UEI"), ("ticker", "ticker"), ("country", "country")]
)
def test_keys_that_differ_are_two_companies(cast, twice, name, label):
    second, first = twice[0], cast.companies["palisade"]
    with writing() as recording:
        entities.relabel(second, {name: "A1"}, recording=recording)
        entities.relabel(first, {name: "B2"}, recording=recording)
    with pytest.raises(ValidationError, match=f"has the {label} A1, and Palisade Magnetics has B2: they are two"):
        merge(CompanyMerge, second, first)


def test_a_cap_is_asked_of_both_together(cast, twice):
    """Of 2,000 shares outstanding the second award holds 500, a quarter; the terms of the first allow 19.9%."""
    second, first = twice[0], cast.companies["palisade"]
    with writing() as recording:
        terms = Terms.objects.filter(investment=cast.investments["palisade-preferred"]).at(now()).last()
        kept = {one.attname: getattr(terms, one.attname) for one in Terms._meta.concrete_fields}
        for gone in ("id", "recording_id", "counts_from"):
            kept.pop(gone)
        capped = Terms(**kept)
        capped.holding_cap_share, capped.effective_on = Decimal("0.199"), day("2026-06-01")
        investments.record(capped, recording=recording)
        count = Capitalization(
            company=second, kind=CountKind.COVER, basic_shares=Decimal(2000), effective_on=day("2026-06-01"),
            citation=cast.citation,
        )  # fmt: skip
        facts.record(count, recording=recording)
    with pytest.raises(ValidationError, match="DOW would hold .* of Palisade Magnetics .* above the cap of 19.9%"):
        merge(CompanyMerge, second, first)
    assert not CompanyMerge.objects.exists()


def test_share_counts_of_one_day_and_owners_beyond_the_whole_are_refused(cast, twice):
    second, first = twice[0], cast.companies["palisade"]
    with writing() as recording:
        count = Capitalization(
            company=first, kind=CountKind.COVER, basic_shares=Decimal(90), effective_on=day("2026-05-01"),
            citation=cast.citation,
        )  # fmt: skip
        facts.record(count, recording=recording)
        owned = Ownership(
            owner_code="DOE", owned_company=first, economic_share=Decimal("0.96"), basis="stated",
            effective_on=day("2026-01-01"), citation=cast.citation,
        )  # fmt: skip
        facts.record(owned, recording=recording)
    with pytest.raises(ValidationError) as refused:
        merge(CompanyMerge, second, first)
    said = " ".join(refused.value.messages)
    assert "The share counts of 2026-05-01 are 90 and 100,000,000" in said
    assert "Palisade Magnetics would be owned to 101% in all" in said


def test_a_company_never_owns_itself(cast, twice):
    second, first = twice[0], cast.companies["palisade"]
    with writing() as recording:
        owned = Ownership(
            owner_company=first, owned_company=second, economic_share=Decimal("0.5"), basis="stated",
            effective_on=day("2026-01-01"), citation=cast.citation,
        )  # fmt: skip
        facts.record(owned, recording=recording)
    with pytest.raises(ValidationError, match="would own itself"):
        merge(CompanyMerge, second, first)


def test_two_projects_are_one(cast, twice):
    second, first = twice[2], cast.projects["palisade-magnets"]
    grant = cast.investments["saltwash-doe-loan"]
    with writing() as recording:
        reach = InvestmentProject(investment=grant, project=second, basis="stated", citation=cast.citation)
        investments.record(reach, recording=recording)
        entities.create(
            Milestone(slug="palisade-first", project=second, name="First magnet", kind="first_production"),
            recording=recording,
        )
    before = now()
    merge(ProjectMerge, second, first)
    assert "palisade-mine" not in {line["project"] for line in rows("projects")}
    page = project_page.page(now(), "palisade-mine")
    assert page.project.slug == "palisade-magnets"
    assert grant.slug in [line.slug for line in page.awards.lines]
    assert rows("milestones", project="palisade-mine")[0]["project"] == "palisade-magnets"
    assert rows("milestones", before)[0]["project"] == "palisade-mine"
    assert grant.slug in {line["investment"] for line in rows("investments", project="palisade-magnets")}


def test_shares_of_an_award_in_both_projects_are_refused(cast, twice):
    second, first = twice[2], cast.projects["palisade-magnets"]
    grant = cast.investments["palisade-doe-grant"]
    with writing() as recording:
        for site, share in ((first, "0.6"), (second, "0.4")):
            reach = InvestmentProject(
                investment=grant, project=site, basis="stated", share=Decimal(share), effective_on=day("2026-01-01"),
                citation=cast.citation,
            )  # fmt: skip
            investments.record(reach, recording=recording)
    with pytest.raises(ValidationError, match="palisade-doe-grant reaches both, with 60% and 40%"):
        merge(ProjectMerge, second, first)


def test_the_database_refuses_a_circle(cast, twice):
    second, first = twice[0], cast.companies["palisade"]
    made = merge(CompanyMerge, second, first)
    with pytest.raises(IntegrityError, match="what was merged"), transaction.atomic(), writing() as recording:
        CompanyMerge.objects.create(
            entity=first, into=second, note="back", recording=recording, counts_from=made.counts_from
        )


def test_prices_of_both_stand_together(cast, twice):
    second, first = twice[0], cast.companies["palisade"]
    with writing() as recording:
        for company, close in ((first, "10"), (second, "11")):
            price = SecurityPrice(
                company=company, close=Decimal(close), currency="USD", effective_on=day(f"2026-06-{close}"),
                citation=cast.citation,
            )  # fmt: skip
            facts.record(price, recording=recording)
    merge(CompanyMerge, second, first)
    assert [price.close for price in company_page.page(now(), "palisade").prices.lines] == [Decimal(11), Decimal(10)]
