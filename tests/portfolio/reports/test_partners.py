"""Partners country by country: signing and attending, the place of money, and output abroad."""

from datetime import date
from decimal import Decimal

import pytest

from portfolio.calculations.kinds import Instrument, Kind, Status
from portfolio.models import Investment, InvestmentProject, InvestmentStatus, Terms
from portfolio.services import investments
from projects.models import Country, CountryStanding, PartnerAgreement, Project
from record.services import entities, facts
from tests.cast import day, entry, now, record_entries, writing
from tests.portfolio.reports.answers import ask, rows_of


def rows(at=None, **asked):
    return {row["country"]: row for row in rows_of(ask("partners", at or now(), **asked))}


def agree(code, name, kind, status, on):
    """A country is made when it is first named."""
    with writing() as recording:
        country = Country.objects.filter(slug=code).first()
        country = country or entities.create(Country(slug=code, name=name), recording=recording)
        one = PartnerAgreement(country=country, kind=kind, status=status, effective_on=day(on) if on else None)
        facts.record(one, recording=recording)
    return country


def site(cast, slug, country):
    with writing() as recording:
        made = Project(slug=slug, name=slug, country=country, operator=cast.companies["saltwash"])
        cast.projects[slug] = entities.create(made, recording=recording)


def award(cast, slug, instrument, status, amount, *sites):
    program = cast.programs["DOE-ATVM"]
    with writing() as recording:
        made = investments.create(
            Investment(
                slug=slug, deal=cast.deals["saltwash-loan"], agency=program.agency, program=program,
                instrument=instrument, recipient=cast.companies["saltwash"],
            ),
            recording=recording,
        )  # fmt: skip
        dated = {"investment": made, "effective_on": day("2026-03-01")}
        investments.record(InvestmentStatus(status=status, **dated), recording=recording)
        terms = Terms(announced_amount=amount and Decimal(amount), announced_on=day("2026-03-01"), **dated)
        investments.record(terms, recording=recording)
        for name in sites:
            reach = InvestmentProject(project=cast.projects[name], basis="stated", **dated)
            investments.record(reach, recording=recording)
    if status is Status.COMMITTED and amount:
        record_entries([entry(made, Kind.COMMITMENT, "2026-03-01", amount)])
    return made


def test_attending_and_intending_are_not_signing(cast):
    agree("ca", "Canada", "ministerial_participant", "attended", "2026-02-04")
    agree("ca", "Canada", "action_plan", "intended", "2026-02-04")
    row = rows()["CA"]
    assert (row["partnership"], row["attended_on"], row["partner_from"]) == ("attended_only", "2026-02-04", "")
    assert row["agreements"] == "action plan, intended 2026-02-04"


def test_a_country_has_signed_from_the_day_of_it_and_had_attended_before(cast):
    agree("in", "India", "ministerial_participant", "attended", "2026-02-04")
    agree("in", "India", "bilateral_framework", "signed", "2026-05-20")
    assert rows(now(date(2026, 5, 19)))["IN"]["partnership"] == "attended_only"
    signed = rows(now(date(2026, 5, 20)))["IN"]
    assert (signed["partnership"], signed["partner_from"]) == ("signed", "2026-05-20")
    assert "IN" not in rows(now(date(2026, 2, 3)))


def test_what_was_not_known_yet_is_not_told(cast):
    before = now()
    agree("ca", "Canada", "bilateral_framework", "signed", "2025-10-20")
    assert "CA" not in rows(before)
    assert rows()["CA"]["partnership"] == "signed"


def test_a_member_of_the_union_is_covered_and_signed_nothing_of_its_own(cast):
    agree("eu", "European Union", "action_plan", "signed", "2026-04-24")
    agree("fr", "France", "union_action_plan", "covered", "2026-04-24")
    found = rows()
    assert [found[code]["partnership"] for code in ("EU", "FR")] == ["union", "union_member"]
    assert found["FR"]["partner_from"] == "2026-04-24"
    assert list(rows(partnership="signed")) == []
    assert list(rows(partnership="union_member")) == ["FR"]


def test_a_partner_by_its_standing_alone_says_that_no_agreement_is_on_record(cast):
    country = agree("ca", "Canada", "ministerial_participant", "attended", "2026-02-04")
    with writing() as recording:
        facts.record(CountryStanding(country=country, standing="partner", effective_on=day("2026-05")),
                     recording=recording)  # fmt: skip
    row = rows()["CA"]
    assert (row["partnership"], row["partner_from"]) == ("no_agreement", "2026-05")


def test_attended_is_asked_for_whatever_was_signed_and_the_union_is_no_country(cast):
    for code, name in (("ca", "Canada"), ("jp", "Japan"), ("eu", "European Union")):
        agree(code, name, "ministerial_participant", "attended", "2026-02-04")
    agree("jp", "Japan", "bilateral_framework", "signed", "2025-10")
    assert sorted(rows(partnership="attended")) == ["CA", "JP"]


def test_money_stands_at_the_country_of_its_project_and_not_of_who_receives_it(cast):
    """Saltwash is a US company; its grant of 5 million is for a brine in Canada."""
    site(cast, "brine", "CA")
    award(cast, "brine-grant", Instrument.GRANT, Status.COMMITTED, "5000000", "brine")
    row = rows()["CA"]
    assert (row["sites"], row["awards"], row["committed_usd"]) == ("brine", "1", "5000000.00")
    assert (row["face_value_usd"], row["partnership"]) == ("", "neither")


def test_committed_conditional_and_letters_are_three_columns_and_never_summed(cast):
    site(cast, "brine", "CA")
    award(cast, "brine-grant", Instrument.GRANT, Status.COMMITTED, "5000000", "brine")
    award(cast, "brine-loan", Instrument.DIRECT_LOAN, Status.CONDITIONAL, "7000000", "brine")
    award(cast, "brine-letter", Instrument.DIRECT_LOAN, Status.LOI, "9000000", "brine")
    award(cast, "brine-second", Instrument.DIRECT_LOAN, Status.LOI, None, "brine")
    row = rows()["CA"]
    sums = [row[name] for name in ("committed_usd", "conditional_usd", "letters_usd", "awards_without_amount")]
    assert sums == ["5000000.00", "7000000.00", "9000000.00", "1"]
    assert ask("partners", now()).totals == ()


def test_an_award_with_sites_in_two_countries_stands_whole_at_each_and_is_marked(cast):
    for slug, country in (("brine", "CA"), ("salar", "CL")):
        site(cast, slug, country)
    award(cast, "both", Instrument.GRANT, Status.COMMITTED, "5000000", "brine", "salar")
    award(cast, "home-too", Instrument.GRANT, Status.COMMITTED, "2000000", "brine", "saltwash-clay")
    found = rows()
    assert [found[code]["committed_usd"] for code in ("CA", "CL")] == ["7000000.00", "5000000.00"]
    assert [found[code]["awards_elsewhere_too"] for code in ("CA", "CL")] == ["2", "1"]
    assert "US" not in found


@pytest.mark.parametrize("sites", [(), ("nowhere",)])
def test_an_award_without_a_site_or_of_a_site_without_a_country_has_no_place(cast, sites):
    site(cast, "nowhere", "")
    award(cast, "placeless", Instrument.GRANT, Status.COMMITTED, "5000000", *sites)
    row = rows()[""]
    assert (row["committed_usd"], row["partnership"]) == ("5000000.00", "")


def test_a_right_commits_nothing_of_its_own_and_is_no_missing_amount(cast):
    site(cast, "brine", "CA")
    award(cast, "brine-right", Instrument.WARRANT, Status.COMMITTED, None, "brine")
    row = rows()["CA"]
    assert (row["awards"], row["committed_usd"], row["awards_without_amount"]) == ("1", "", "0")


def test_countries_with_a_site_stand_before_those_that_only_signed(cast):
    agree("ar", "Argentina", "bilateral_framework", "signed", "2026-02-04")
    site(cast, "brine", "CA")
    assert list(rows()) == ["CA", "AR"]


def test_other_reports_are_narrowed_to_the_country_of_a_site(cast):
    site(cast, "brine", "CA")
    agree("ca", "Canada", "bilateral_framework", "signed", "2025-10-20")
    award(cast, "brine-grant", Instrument.GRANT, Status.COMMITTED, "5000000", "brine")
    assert [row["investment"] for row in rows_of(ask("exposure", now(), country="CA"))] == ["brine-grant"]
