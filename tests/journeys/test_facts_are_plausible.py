"""What no way in may say of production, milestones, counts, capacity and terms; what is unusual and explained."""

from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, models, transaction

from portfolio.admin.new_deal_forms import AwardForm
from portfolio.imports.mapping import Mapping
from portfolio.imports.preview import preview, read
from portfolio.models import Capitalization, SecurityPrice, Terms
from portfolio.services import investments, market
from projects.models import CapacityEstimate, CapacityPhase, Company, Milestone, ProductionRecord
from projects.services import production
from record.admin.sourced import ReasonForm
from record.models.fields import ExactField, PartialDateField
from record.models.refusals import guarded
from record.services import entities, facts, sources
from tests.cast import Cast, day, writing
from tests.rows import build, recording

TODAY = date(2026, 10, 5)


@pytest.fixture
def book(cast: Cast) -> Cast:
    """A phase of 1,200 t a year, a milestone, and a source that has an address."""
    project = cast.projects["palisade-magnets"]
    with writing() as under:
        phase = CapacityPhase(slug="magnets", project=project, product="Magnets")
        entities.create(phase, recording=under)
        estimate = CapacityEstimate(
            phase=phase, nameplate_added=1200, unit="t/yr", kind="increment", effective_on=day("2025-01-01"),
            unit_of_account="t REO", factor_to_unit_of_account=Decimal("0.5"),
        )  # fmt: skip
        facts.record(estimate, recording=under)
        entities.create(
            Milestone(slug="first", project=project, name="First magnets", kind="first_production"), recording=under
        )
    return cast


def fates(kind: str, *lines: str) -> dict[int, str]:
    """Row → what refuses it, empty for a row that is taken."""
    plan = preview(read(kind, "\n".join(lines).encode(), Mapping()), why="a test", today=TODAY, by_name="loader")
    return {
        one.row: " ".join(what for _, _, what in one.changes) if one.becomes == "refused" else ""
        for one in plan.row_outcomes
    }


def test_production_in_a_file_is_asked_what_the_form_asks(book):
    assert fates(
        "recorded-production",
        "phase,period,recorded_output,unit",
        "magnets,2026-01,2000,lb",
        "magnets,2027-03,70,t",
        "magnets,2026-01-15,5,t",
        "magnets,2025,10,t",
        "magnets,2025-01,100,t",
        "magnets,2025-02,4,t REO",
    ) == {
        2: "The phase is counted in t or t REO, not in lb. Convert the output first.",
        3: "2027-03 ends on 2027-03-31, which is not over. Record it after that day.",
        4: "Output is recorded by period. Give a month, a quarter or a year.",
        5: "",
        6: "The periods inside 2025 add up to 100 t, more than its 10. Correct one of them first.",
        7: "",
    }


def test_a_national_figure_below_nought_is_refused_but_for_reliance(book):
    head = "mineral,metric,unit,year,statistic_value,edition"
    assert fates(
        "baseline-statistics",
        head,
        "Li,imports,t,2019,-5,MCS2024",
        "Li,net_import_reliance_pct,pct,2019,-5,MCS2024",
    ) == {2: "-5 is no figure of imports. Write 0 or more.", 3: ""}


def test_what_says_nothing_is_refused_and_not_taken_as_unknown(book):
    head = "mineral,metric,unit,year,statistic_value,edition,note"
    nothing = "No figure is given. Write it, or what is printed in its place, as in W, NA or <½. {}"
    reason = "Or write in the note why it is unknown."
    assert fates(
        "baseline-statistics",
        head,
        "Li,imports,t,2019,,MCS2024,",
        "Li,imports,t,2018,W,MCS2024,",
        "Li,imports,t,2017,,MCS2024,not published that year",
    ) == {2: nothing.format(reason), 3: "", 4: ""}
    counts = fates(
        "share-counts",
        "company,count_kind,effective_on,other_shares,sources,note",
        "palisade,event,2025-05-01,,cast1,",
        "palisade,event,2025-05-02,1000,cast1,",
        "palisade,event,2025-05-03,,cast1,how many is not published",
    )
    told = f"No number is given. Write how many shares are new or may come. {reason}"
    assert counts == {2: told, 3: "", 4: ""}


def test_output_of_another_unit_counts_in_its_period(book):
    """5 t REO are 10 t at a factor of 0.5; 6 t REO are more than the year's 11 t."""
    lines = ("phase,period,recorded_output,unit", "magnets,2025,11,t")
    assert fates("recorded-production", *lines, "magnets,2025-02,5,t REO")[3] == ""
    assert "add up to 6 t REO, more than its 5.5" in fates("recorded-production", *lines, "magnets,2025-02,6,t REO")[3]


def test_milestones_in_a_file_are_asked_what_the_form_asks(book):
    told = fates(
        "milestone-statements",
        "project,name,milestone_kind,statement,stated_on,happens_on,sources,reason",
        "palisade-magnets,New line,permit,baseline,2025-01-01,2026-06,cast1,",
        "palisade-magnets,New line,,baseline,2026-01-01,2028,cast1,",
        "palisade-magnets,New line,,actual,2026-10-01,2026-09-01,,",
        "palisade-magnets,New line,,forecast,2027-10-01,2029,cast1,",
        "palisade-magnets,New line,,baseline,2024-01-01,2026-01,cast1,",
        "palisade-magnets,New line,,baseline,2024-02-01,2026-01,cast1,Found in the filing of 2024.",
    )
    assert told[2] == ""
    assert told[3].startswith("The first promise is frozen: 2026-06, said 2025-01-01.")
    assert told[4].startswith("That it happened needs evidence: a source with an address or a file.")
    assert told[5] == "2027-10-01 has not come yet. Give the day it was said."
    assert told[6].endswith("changes every slip counted from it. Give the reason.")
    assert told[7] == ""


def test_no_count_of_nought_and_no_negative_nameplate(book):
    lines = ("company,effective_on,count_kind,basic_shares", "palisade,2026-10-01,cover,0")
    assert fates("share-counts", *lines) == {2: "0 is no number of shares. Write one above 0."}
    lines = ("phase,nameplate_added,unit,capacity_kind,stated_on", "magnets,-40000,t/yr,increment,2026-10-01")
    assert fates("capacity-estimates", *lines) == {2: "-40000 is no nameplate. Write 0 or more."}


def test_output_above_twice_the_nameplate_is_taken_with_a_reason(book):
    """1,200 t a year are 100 t a month: 201 t are asked about, and the reason stands in the note."""
    head = "phase,period,recorded_output,unit,reason"
    asked = fates("recorded-production", head, "magnets,2026-01,201,t,", "magnets,2026-02,200,t,")
    assert asked[2] == (
        "An output of 201 t in 2026-01 is above twice the 100 t that the nameplate yields. "
        "Give the reason, or correct it."
    )
    assert asked[3] == ""
    assert fates("recorded-production", head, "magnets,2026-01,201,t,Stock of 2025 was refined.")[2] == ""
    record = ProductionRecord(
        phase=CapacityPhase.objects.get(slug="magnets"), output=201, unit="t", effective_on=day("2026-01")
    )
    with pytest.raises(ValidationError, match="twice the 100 t"), writing() as under:
        production.record_output(record, recording=under, today=TODAY)
    record.note = facts.explained("", "Stock of 2025 was refined.")
    with writing() as under:
        production.record_output(record, recording=under, today=TODAY)
    assert ProductionRecord.objects.get().note == "Unusual, and why: Stock of 2025 was refined."


def test_a_reason_is_of_the_figure_that_it_was_given_for(book):
    """A file that puts 500 t in the place of 201 t is asked anew."""
    phase = CapacityPhase.objects.get(slug="magnets")
    note = facts.explained("From the annual report.", "Stock of 2025 was refined.")
    record = ProductionRecord(phase=phase, output=201, unit="t", effective_on=day("2026-01"), note=note)
    with writing() as under:
        production.record_output(record, recording=under, today=TODAY)
    lines = ("phase,period,recorded_output,unit,reason", "magnets,2026-01,500,t,{}")
    assert "Give the reason" in fates("recorded-production", lines[0], lines[1].format(""))[2]
    assert fates("recorded-production", lines[0], lines[1].format("More stock.")) == {2: ""}


@pytest.mark.parametrize(
    ("values", "asked"),
    [
        (
            {"closed_on": day("2021-07-10"), "announced_on": day("2025-07-10")},
            "lies 1,461 days before the announcement",
        ),
        ({"cost_share": Decimal(20)}, "A cost share of [$]20.00 is below [$]100"),
        ({"strike_price": Decimal(250)}, "A strike of [$]250 is 10.0 times the price of [$]25 a share."),
    ],
)
def test_implausible_terms_are_taken_with_a_reason(book, values, asked):
    award = book.investments["palisade-warrant"]
    with writing() as under:
        close = SecurityPrice(company=award.issuer, close=25, currency="USD", effective_on=day("2026-01-05"))
        market.record(close, recording=under, today=TODAY)
    terms = Terms(investment=award, effective_on=day("2025-07-10"), **values)
    with pytest.raises(ValidationError, match=asked), writing() as under:
        investments.record(terms, recording=under, today=TODAY)
    terms.note = facts.explained("", "As the contract says.")
    with writing() as under:
        investments.record(terms, recording=under, today=TODAY)
    assert Terms.objects.filter(investment=award, note__contains="As the contract says.").exists()


def test_an_implausible_file_of_awards_names_the_column_of_the_reason(book):
    lines = ("investment,closed_on,reason", "palisade-doe-grant,2020-01-01,{}")
    asked = fates("investments", lines[0], lines[1].format(""))
    assert "before the announcement on 2025-07-10. Give the reason, or correct it." in asked[2]
    assert fates("investments", lines[0], lines[1].format("Signed in secret.")) == {2: ""}


@pytest.mark.parametrize("address", ["javascript:alert(1)", "ftp://example.com/a", "data:text/html,x", "https://"])
def test_an_address_is_of_the_web_wherever_it_is_typed(book, address):
    with pytest.raises(ValidationError, match="no address on the web"), writing() as under:
        sources.add_source(recording=under, slug="s9", publisher="P", title="T", address=address)
    with pytest.raises(ValidationError, match="no address on the web"), writing() as under:
        entities.create(Company(slug="c9", name="C", website=address), recording=under)
    with pytest.raises(ValidationError, match="no address on the web"), writing() as under:
        entities.relabel(book.companies["palisade"], {"website": address}, recording=under)


def test_no_source_of_a_day_to_come(book):
    with pytest.raises(ValidationError, match="2026-10-06 has not come yet"), writing() as under:
        sources.add_source(
            recording=under, slug="s9", publisher="P", title="T", published_on=day("2026-10-06"), today=TODAY
        )


def test_no_form_lets_a_browser_cut_what_is_typed(book):
    """A browser cuts at `maxlength`: North Carolina became North Caro."""
    form = AwardForm(user=book.people["officer"])
    assert not [name for name in ("new_project_state", "company", "projects") if "maxlength" in str(form[name])]
    assert "maxlength" not in str(ReasonForm())
    told = "61 characters do not fit, and nothing is cut. Shorten it to 60."
    with pytest.raises(ValidationError, match=told), writing() as under:
        entities.create(Company(slug="c9", name="C", hq_state="N" * 61), recording=under)


def bounded() -> list[tuple[type[models.Model], str, Decimal]]:
    """Every exact column with a number just beyond each of its limits."""
    found = []
    for model in guarded():
        for column in model._meta.local_concrete_fields:
            if isinstance(column, ExactField):
                step = Decimal(1).scaleb(-column.places)
                for sign, limit in column.bound.asked:
                    beyond = {">": limit, ">=": limit - step, "<=": limit + step}[sign]
                    found.append((model, column.name, beyond))
    return found


def test_the_database_refuses_what_lies_beyond_a_bound(db):
    """Written past every service."""
    taken = []
    for model, name, beyond in bounded():
        with recording() as under:
            row = build(model, under)
            setattr(row, name, beyond)
            try:
                with transaction.atomic():
                    row.save(force_insert=True)
                taken.append((model.__name__, name, beyond))
            except IntegrityError:
                pass
    assert len(bounded()) > 60
    assert not taken


def test_the_database_refuses_a_year_outside_the_calendar(db):
    for text in ("1799-12-31", "2200", "0001", "9999-12"):
        with recording() as under:
            row = build(Capitalization, under)
            row.effective_on = day(text)
            with pytest.raises(IntegrityError), transaction.atomic():
                row.save(force_insert=True)
    columns = [one for model in guarded() for one in model._meta.local_concrete_fields]
    assert all(one.db_check(connection) for one in columns if isinstance(one, PartialDateField))


def test_every_constraint_of_a_fact_is_refused_in_words():
    default = models.CheckConstraint.default_violation_error_message
    silent = [
        constraint.name
        for model in guarded()
        for constraint in model._meta.constraints
        if isinstance(constraint, models.CheckConstraint) and constraint.violation_error_message == default
    ]
    # Of what no person fills in: who decides, and what a recording or a proposal says of itself.
    own = {"recording", "proposal", "own", "only", "health", "run", "ledger", "record", "kept"}
    assert {name.split("_")[0] for name in silent} <= own
