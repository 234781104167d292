"""As of which day, as known when: on terms, statuses, ownership, forecasts, prices and names alike."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError

from portfolio.models import InvestmentStatus, SecurityPrice, Terms, Transaction
from projects.models import Company, Milestone, MilestoneForecast, Ownership
from record.models import UNDATED, Fact, LabelChange, Recording
from record.services import entities, facts, sources
from tests.cast import Cast, day, now, writing

LATER = date(2026, 12, 31)


def a_status(cast: Cast, value: str) -> Fact:
    return InvestmentStatus(investment=cast.investments["palisade-doe-grant"], status=value)


def some_terms(cast: Cast, value: str) -> Fact:
    return Terms(investment=cast.investments["palisade-doe-grant"], summary=value)


def an_ownership(cast: Cast, value: str) -> Fact:
    return Ownership(owner_code="DOW", owned_company=cast.companies["palisade"], basis="stated", note=value)


def a_forecast(cast: Cast, value: str) -> Fact:
    milestone = Milestone.objects.first()
    return MilestoneForecast(milestone=milestone, kind="forecast", note=value)


def a_price(cast: Cast, value: str) -> Fact:
    return SecurityPrice(company=cast.companies["palisade"], close=Decimal(1), currency="USD", note=value)


MAKERS = {
    a_status: lambda row: row.status,
    some_terms: lambda row: row.summary,
    an_ownership: lambda row: row.note,
    a_forecast: lambda row: row.note,
    a_price: lambda row: row.note,
}


@pytest.fixture(params=MAKERS, ids=lambda maker: maker.__name__)
def maker(request: pytest.FixtureRequest, cast: Cast) -> Callable:
    """Makes unsaved facts of one kind, on a subject that has none from 2026 on."""
    with writing() as recording:
        milestone = Milestone(
            slug="first-magnet", project=cast.projects["palisade-magnets"], name="First magnet", kind="first_production"
        )
        entities.create(milestone, recording=recording)
    return lambda value, effective_on, citation=None: _dated(request.param(cast, value), effective_on, citation)


def _dated(fact: Fact, effective_on: str, citation: object) -> Fact:
    fact.effective_on = day(effective_on) if effective_on else None
    fact.citation = citation
    return fact


def recorded(fact: Fact) -> Fact:
    with writing() as recording:
        return facts.record(fact, recording=recording)


def values(fact: Fact, at: object) -> list:
    """What counts of the recorded test facts, oldest first."""
    read = next(read for maker, read in MAKERS.items() if isinstance(fact, _model(maker)))
    first = 3
    return [read(row) for row in type(fact).objects.at(at).filter(recording_id__gt=first)]


def _model(maker: Callable) -> type[Fact]:
    return {
        a_status: InvestmentStatus,
        some_terms: Terms,
        an_ownership: Ownership,
        a_forecast: MilestoneForecast,
        a_price: SecurityPrice,
    }[maker]


class TestEveryDatedFact:
    def test_counts_from_its_day_and_not_before(self, maker: Callable):
        fact = recorded(maker("disbursing", "2026-02-14"))
        assert values(fact, now(date(2026, 2, 13))) == []
        assert values(fact, now(date(2026, 2, 14))) == ["disbursing"]

    def test_is_known_from_its_recording_and_not_before(self, maker: Callable):
        fact = recorded(maker("disbursing", "2026-02-14"))
        assert values(fact, now(LATER, serial=fact.recording_id - 1)) == []
        assert values(fact, now(LATER, serial=fact.recording_id)) == ["disbursing"]

    def test_the_latest_effective_wins_whatever_was_recorded_last(self, maker: Callable):
        recorded(maker("repaid", "2026-05-01"))
        fact = recorded(maker("disbursed", "2026-03-01"))
        assert values(fact, now(LATER)) == ["disbursed", "repaid"]
        assert values(fact, now(date(2026, 4, 1))) == ["disbursed"]

    def test_of_one_day_the_last_recorded_wins(self, maker: Callable):
        recorded(maker("disbursed", "2026-03-01"))
        fact = recorded(maker("repaid", "2026-03-01"))
        assert values(fact, now(LATER))[-1] == "repaid"

    @pytest.mark.parametrize(
        ("given", "first"),
        [
            ("2026-02", date(2026, 2, 28)),
            ("2026-Q1", date(2026, 3, 31)),
            ("2026-H1", date(2026, 6, 30)),
            ("2026", date(2026, 12, 31)),
        ],
    )
    def test_a_partial_date_counts_from_the_end_of_its_interval(self, maker: Callable, given: str, first: date):
        fact = recorded(maker("disbursing", given))
        fact.refresh_from_db()
        assert str(fact.effective_on) == given
        assert values(fact, now(first - timedelta(days=1))) == []
        assert values(fact, now(first)) == ["disbursing"]

    def test_or_from_the_earlier_day_of_the_source_that_proves_it(self, maker: Callable, cast: Cast):
        with writing() as recording:
            for slug, published in (("proof", "2026-02-20"), ("promise", "2025-12-01")):
                sources.add_source(
                    recording=recording, slug=slug, publisher="Gazette", title=slug, published_on=day(published)
                )
            proven, promised = sources.cite(["proof"]), sources.cite(["promise"])
        assert recorded(maker("disbursing", "2026-02", proven)).counts_from == date(2026, 2, 20)
        assert recorded(maker("disbursing", "2026-02", promised)).counts_from == date(2026, 2, 28)
        assert recorded(maker("disbursing", "2026-02-14", proven)).counts_from == date(2026, 2, 14)

    def test_without_a_date_it_counts_always_and_any_dated_one_outranks_it(self, maker: Callable):
        recorded(maker("disbursed", "2026-03-01"))
        fact = recorded(maker("disbursing", ""))
        assert fact.is_undated
        assert fact.counts_from == UNDATED
        assert values(fact, now(date(1990, 1, 1))) == ["disbursing"]
        assert values(fact, now(LATER)) == ["disbursing", "disbursed"]

    def test_retracted_it_stops_counting_from_that_recording_on_and_not_before(self, maker: Callable):
        fact = recorded(maker("disbursing", "2026-02-14"))
        with writing(why="the source withdrew it") as recording:
            facts.retract(fact, reason="withdrawn", recording=recording)
        assert values(fact, now(LATER)) == []
        assert values(fact, now(LATER, serial=recording.serial - 1)) == ["disbursing"]

    def test_it_is_retracted_once_and_with_a_reason(self, maker: Callable):
        fact = recorded(maker("disbursing", "2026-02-14"))
        with writing() as recording:
            with pytest.raises(ValidationError, match="gives its reason"):
                facts.retract(fact, reason=" ", recording=recording)
            facts.retract(fact, reason="withdrawn", recording=recording)
            with pytest.raises(ValidationError, match="retracted before"):
                facts.retract(fact, reason="again", recording=recording)


class TestKnownAt:
    def test_a_moment_means_the_last_recording_by_then(self, cast: Cast):
        first, second = Recording.objects.order_by("serial")
        at = Recording.objects.as_of(LATER, second.moment)
        assert (at.as_of, at.known_at, at.serial) == (LATER, second.moment, 2)
        assert Recording.objects.as_of(LATER, first.moment - timedelta(milliseconds=1)).serial == 0
        assert Recording.objects.as_of(LATER, second.moment, serial=1).serial == 1

    def test_before_the_first_recording_nothing_is_known(self, cast: Cast):
        at = Recording.objects.as_of(LATER, datetime(2001, 1, 1, tzinfo=UTC))
        assert not Transaction.objects.at(at).exists()
        assert not Terms.objects.at(at).exists()
        assert Company.objects.at(at) == {}


class TestNames:
    @pytest.fixture
    def company(self, cast: Cast) -> Company:
        return cast.companies["palisade"]

    def relabel(self, company: Company, name: str, effective_on: str = "") -> None:
        with writing() as recording:
            entities.relabel(
                company, {"name": name}, recording=recording, effective_on=day(effective_on) if effective_on else None
            )

    def name(self, company: Company, at: object) -> str:
        return Company.objects.at(at)[company.pk].name

    def test_a_relabelled_company_bears_its_old_name_on_an_older_day(self, company: Company):
        self.relabel(company, "Palisade Rare Earths", "2026-03-01")
        assert self.name(company, now(date(2026, 2, 28))) == "Palisade Magnetics"
        assert self.name(company, now(date(2026, 3, 1))) == "Palisade Rare Earths"
        assert Company.objects.get(pk=company.pk).name == "Palisade Rare Earths"

    def test_and_as_known_before_the_change_was_recorded(self, company: Company):
        before = now(LATER)
        self.relabel(company, "Palisade Rare Earths", "2026-03-01")
        assert self.name(company, before) == "Palisade Magnetics"

    def test_each_of_several_changes_holds_from_its_day(self, company: Company):
        self.relabel(company, "Second", "2026-01-01")
        self.relabel(company, "Third", "2026-03-01")
        assert [self.name(company, now(date(2026, month, 15))) for month in (1, 2, 3)] == ["Second", "Second", "Third"]
        assert self.name(company, now(date(2025, 12, 31))) == "Palisade Magnetics"

    def test_a_correction_without_a_day_speaks_of_every_day(self, company: Company):
        self.relabel(company, "Second", "2026-03-01")
        self.relabel(company, "Palisade Magnetics Inc")
        assert self.name(company, now(date(2020, 1, 1))) == "Palisade Magnetics Inc"
        assert self.name(company, now(LATER)) == "Palisade Magnetics Inc"

    def test_a_change_that_a_later_day_has_overtaken_is_refused(self, company: Company):
        self.relabel(company, "Third", "2026-03-01")
        with pytest.raises(ValidationError, match="since 2026-03-01; a change from 2026-01-01"):
            self.relabel(company, "Second", "2026-01-01")
        company.refresh_from_db()
        assert company.name == "Third"

    def test_relations_and_figures_come_back_too(self, cast: Cast):
        site = cast.projects["palisade-magnets"]
        before = now(LATER)
        with writing() as recording:
            values = {"operator": cast.companies["saltwash"], "latitude": Decimal("31.5")}
            changes = entities.relabel(site, values, recording=recording)
        assert [(change.field, change.before, change.after) for change in changes] == [
            ("operator", str(cast.companies["palisade"].pk), str(cast.companies["saltwash"].pk)),
            ("latitude", "", "31.500000"),
        ]
        old, new = type(site).objects.at(before)[site.pk], type(site).objects.at(now(LATER))[site.pk]
        assert (old.operator, old.latitude) == (cast.companies["palisade"], None)
        assert (new.operator, new.latitude) == (cast.companies["saltwash"], Decimal("31.5"))

    def test_what_changes_nothing_leaves_no_trace(self, cast: Cast):
        site = cast.projects["palisade-magnets"]
        for latitude in (Decimal("31.5"), Decimal("31.50")):
            with writing() as recording:
                entities.relabel(site, {"latitude": latitude, "state": "TX"}, recording=recording)
        assert LabelChange.objects.count() == 1

    def test_the_second_of_two_editors_is_told(self, cast: Cast):
        one, other = (Company.objects.get(slug="palisade") for _ in range(2))
        self.relabel(one, "Palisade One")
        with pytest.raises(ValidationError, match="Somebody else changed"):
            self.relabel(other, "Palisade Two")
        assert Company.objects.get(slug="palisade").name == "Palisade One"
        assert LabelChange.objects.count() == 1

    def test_labels_and_entries_are_not_retracted(self, company: Company):
        self.relabel(company, "Second")
        with writing() as recording:
            for fact in (LabelChange.objects.get(), Transaction.objects.first()):
                with pytest.raises(ValidationError, match="is not retracted"):
                    facts.retract(fact, reason="wrong", recording=recording)
