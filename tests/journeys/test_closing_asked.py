"""What closed is no longer announced: a closing that contradicts the status is asked about by form, file and change."""

import pytest

from portfolio.imports.row_outcomes import Becomes
from portfolio.models import Investment, InvestmentStatus, Terms
from portfolio.services import investments
from record.models import Source
from tests.cast import TODAY, Cast, day, writing
from tests.desk import add_page, sign_in, words
from tests.portfolio.imports.conftest import becomes, put, show

ASKED = "It closed on 2026-03-01: is it Closed? Choose how far it is; Announced comes before a closing."
HEAD = "investment,deal_name,agency,program,company,instrument,status,announced_on,closed_on,announced_usd,sources\n"
NEW = "ridge-grant,Ridge,DOE,DOE-MESC,palisade,grant,{},2026-01-10,{},5000000,cast1\n"
LATER = "investment,closed_on{}\npalisade-doe-grant,2026-03-01{}\n"


@pytest.fixture
def announced(cast: Cast) -> Investment:
    """A grant that is no more than announced, by a status of 2026-02-01."""
    award = cast.investments["palisade-doe-grant"]
    with writing() as under:
        status = InvestmentStatus(investment=award, status="announced", effective_on=day("2026-02-01"))
        investments.record(status, recording=under, today=TODAY)
    return award


def refusals(text: str) -> list[tuple[str, str, str]]:
    (outcome,) = show("investments", text).row_outcomes
    assert outcome.becomes is Becomes.REFUSED, outcome
    return outcome.changes


def test_a_file_of_new_awards_asks_at_the_status(cast: Cast) -> None:
    assert refusals(HEAD + NEW.format("announced", "2026-03-01")) == [("status", "announced", ASKED)]
    assert becomes(show("investments", HEAD + NEW.format("closed", "2026-03-01"))) == [Becomes.NEW]
    assert becomes(show("investments", HEAD + NEW.format("announced", ""))) == [Becomes.NEW]


def test_a_file_that_gives_the_day_late_asks_for_the_status_or_the_reason(announced: Investment) -> None:
    ((column, _, what),) = refusals(LATER.format("", ""))
    assert (column, what) == ("reason", f"{ASKED} Give the reason, or correct it.")
    assert becomes(show("investments", LATER.format(",reason", ",the agency says so"))) == [Becomes.CHANGED]


def test_a_file_that_says_how_far_it_is_beside_the_day_is_taken(announced: Investment) -> None:
    plan, recording = put("investments", LATER.format(",status,status_on", ",closed,2026-03-01"))
    assert [one.becomes for one in plan.row_outcomes] == [Becomes.CHANGED]
    assert str(Terms.objects.get(investment=announced, recording=recording).closed_on) == "2026-03-01"


def test_the_form_of_terms_asks_for_a_reason(announced: Investment, cast: Cast) -> None:
    officer, page = sign_in(cast.people["officer"]), add_page(Terms, investment=announced)
    form = officer.get(page).context["adminform"].form
    typed = {name: form[name].value() for name in form.fields if form[name].value() not in (None, "", False)}
    typed |= {"closed_on": "2026-03-01", "effective_on": "2026-03-01", "why": "It closed."}
    typed |= {"sources": str(Source.objects.get(slug="cast1").pk)}
    assert ASKED in words(officer.post(page, typed))
    assert officer.post(page, typed | {"warning_reason": "The agency says so."}).status_code == 302


def test_a_closing_that_stood_before_is_not_asked_about_again(cast: Cast) -> None:
    award = cast.investments["saltwash-doe-loan"]
    with writing() as under:
        closed = {"investment": award, "closed_on": day("2026-03-01"), "effective_on": day("2026-03-01")}
        investments.record(Terms(**closed), recording=under, today=TODAY)
    with writing() as under:
        back = InvestmentStatus(investment=award, status="conditional", effective_on=day("2026-04-01"))
        investments.record(back, recording=under, today=TODAY)
    with writing() as under:
        investments.record(Terms(**closed, summary="Another text."), recording=under, today=TODAY)
    assert Terms.objects.filter(investment=award, summary="Another text.").exists()


@pytest.mark.parametrize(("status", "column"), [("announced", "announced_on"), ("closed", "closed_on")])
def test_a_history_dates_the_closing_of_what_closed_alone(cast: Cast, status: str, column: str) -> None:
    head = "agency,program,company,instrument,status,status_on,kind,amount_usd,effective_on,sources\n"
    row = f"DOE,DOE-MESC,saltwash,grant,{status},2026-02-01,commitment,1,2026-03-01,cast1\n"
    _, recording = put("history", head + row)
    terms = Terms.objects.get(recording=recording)
    days = {name: str(getattr(terms, name) or "") for name in ("announced_on", "closed_on")}
    assert days == {"announced_on": "", "closed_on": ""} | {column: "2026-02-01"}
