"""A name that is on record, in another case, with blanks or dashes, is asked about by form and by file."""

from decimal import Decimal

import pytest

from portfolio.models import Agency, Deal, Program, Tranche
from projects.models import CapacityPhase, Chain, Company, Milestone, Mineral, Project
from record.models import Source
from record.services import entities
from tests.cast import Cast, writing
from tests.desk import add_page, sign_in, words
from tests.portfolio.imports.conftest import show

LOAN = "saltwash-doe-loan"


@pytest.fixture
def book(cast: Cast) -> Cast:
    project = cast.projects["palisade-magnets"]
    with writing() as under:
        for one in (
            Milestone(slug="first", project=project, name="First magnets", kind="first_production"),
            CapacityPhase(slug="line", project=project, product="Sintered magnets"),
            Chain(slug="li", name="Lithium carbonate", title="Lithium", place=1),
            Mineral(slug="li", name="Lithium"),
            Tranche(slug="t", investment=cast.investments[LOAN], name="Second draw", amount=Decimal(1_000_000)),
        ):
            entities.create(one, recording=under)
    return cast


def said_otherwise(name: str) -> str:
    """The name in capitals, with dashes for its blanks."""
    return name.upper().replace(" ", "-")


FORMS = {
    Agency: ("name", "Department of Energy", {"code": "DOX"}),
    Program: ("name", "Office of Strategic Capital", {"code": "DOW-OSX", "agency": "DOW"}),
    Milestone: ("name", "First magnets", {"project": "palisade-magnets", "kind": "permit"}),
    CapacityPhase: ("product", "Sintered magnets", {"project": "palisade-magnets"}),
    Chain: ("name", "Lithium carbonate", {"title": "Lithium", "place": "2"}),
    Mineral: ("name", "Lithium", {}),
    Company: ("name", "Palisade Magnetics", {"country": "US"}),
    Project: ("name", "Palisade magnet works", {"country": "US", "state": "NV"}),
    Deal: ("name", "A loan to Saltwash", {}),
    Tranche: ("name", "Second draw", {"investment": LOAN, "amount": "1000000"}),
}


def typed(model: type, book: Cast) -> dict[str, str]:
    """What an officer of the whole department types."""
    column, name, others = FORMS[model]
    kept = {"agency": book.agencies, "project": book.projects, "investment": book.investments}
    others = {field: str(kept[field][text].pk) if field in kept else text for field, text in others.items()}
    sources = str(Source.objects.get(slug="cast1").pk)
    return {column: said_otherwise(name), **others, "sources": sources, "why": "a test"}


@pytest.mark.parametrize("model", FORMS, ids=lambda model: model.__name__)
def test_a_form_asks_whether_it_is_another_one(book, model):
    officer = sign_in(book.people["officer"])
    values, before = typed(model, book), model.objects.count()
    response = officer.post(add_page(model), values)
    assert "bears the same name. Is it the same" in words(response), words(response)
    assert model.objects.count() == before
    assert officer.post(add_page(model), values | {"warning_reason": "It is another one."}).status_code == 302
    assert model.objects.count() == before + 1


def test_a_name_of_another_project_is_its_own(book):
    values = typed(Milestone, book) | {"project": str(book.projects["saltwash-clay"].pk)}
    assert sign_in(book.people["officer"]).post(add_page(Milestone), values).status_code == 302


def test_a_tranche_of_another_award_is_called_as_it_likes(book):
    grant = book.investments["palisade-doe-grant"]
    values = typed(Tranche, book) | {"investment": str(grant.pk)}
    assert sign_in(book.people["officer"]).post(add_page(Tranche), values).status_code == 302


def test_a_tranche_is_not_renamed_as_another_one_without_a_reason(book):
    with writing() as under:
        other = Tranche(slug="u", investment=book.investments[LOAN], name="Third draw", amount=Decimal(1_000_000))
        entities.create(other, recording=under)
    officer, page = sign_in(book.people["officer"]), f"/admin/portfolio/tranche/{other.pk}/change/"
    values = typed(Tranche, book) | {"seen": str(other.recording_id)}
    response = officer.post(page, values)
    assert "Second draw [t] bears the same name. Is it the same tranche, or another one?" in words(response)
    assert officer.post(page, values | {"warning_reason": "It is another one."}).status_code == 302
    other.refresh_from_db()
    assert other.name == "SECOND-DRAW"


MILESTONES = "project,name,milestone_kind,statement,stated_on,happens_on,sources,reason\n"
CAPACITY = "phase,project,product,nameplate_added,unit,capacity_kind,stated_on,sources,reason\n"


@pytest.mark.parametrize(
    ("kind", "head", "row", "column"),
    [
        ("milestone-statements", MILESTONES, "palisade-magnets,{},permit,forecast,2026-01-05,2027,cast1,{}", "name"),
        (
            "capacity-estimates",
            CAPACITY,
            "line-2,palisade-magnets,{},5,t/yr,increment,2026-01-05,cast1,{}",
            "product",
        ),
    ],
)
def test_a_file_asks_whether_it_is_another_one(book, kind, head, row, column):
    name = said_otherwise("First magnets" if column == "name" else "Sintered magnets")
    (outcome,) = show(kind, f"{head}{row.format(name, '')}\n").row_outcomes
    ((told, cell, what),) = [change for change in outcome.changes if change[0] == column]
    assert (outcome.becomes, told, cell) == ("refused", column, name)
    assert "bears the same name. Is it the same" in what
    (taken,) = show(kind, f"{head}{row.format(name, 'It is another one.')}\n").row_outcomes
    assert taken.becomes == "new", taken
