"""An officer merges a company that is on record twice; a second officer agrees; the old name finds the one."""

import pytest
from django.urls import reverse

from portfolio.imports.mapping import Mapping
from portfolio.imports.preview import preview, read
from portfolio.imports.row_outcomes import Becomes
from portfolio.models import InvestmentProject
from portfolio.positions.filters import Filters
from portfolio.reports import REPORTS
from portfolio.services import investments
from projects.models import CapacityPhase, Company, CompanyMerge, Milestone, Project, ProjectMerge
from record.models import Proposal, Retraction
from record.services import entities
from tests.cast import TODAY, now, writing
from tests.desk import add_page, page, sign_in, words

pytestmark = pytest.mark.long


@pytest.fixture(autouse=True)
def two_officers(settings):
    settings.SINGLE_CONTROL = False


@pytest.fixture
def second_name(cast):
    with writing() as recording:
        return entities.create(Company(slug="plm-holdings", name="Quarry and Magnet"), recording=recording)


def approve(client, proposal):
    return client.post(page(proposal), {"_approve": "1", "shown_hash": proposal.shown_hash}, follow=True)


def test_a_merge_is_proposed_approved_found_and_retracted(cast, second_name):
    first, second = sign_in(cast.people["officer"]), sign_in(cast.people["officer2"])
    into = cast.companies["palisade"]
    assert "It is on record twice: merge it" in words(first.get(page(second_name)))
    answers = {"into": str(into.pk), "note": "the filing names both", "why": "found in the filing"}
    response = first.post(add_page(CompanyMerge, entity=second_name), answers)
    assert response.status_code == 302, words(response)
    assert not CompanyMerge.objects.exists()
    proposal = Proposal.objects.get()
    shown = words(second.get(page(proposal)))
    assert "Quarry and Magnet [plm-holdings] Palisade Magnetics [palisade]" in shown
    assert "Stake DOW/palisade/palisade-equity/held" in shown
    approve(second, proposal)
    made = CompanyMerge.objects.get()
    assert "approved by officer2" in made.recording.approval
    found = words(second.get(reverse("admin:projects_company_changelist"), {"q": "quarry"}))
    assert "Palisade Magnetics" in found
    assert second.get("/companies/plm-holdings/").context["page"].company.slug == "palisade"
    text = "investment,company_name,agency,instrument,status\nx1,QUARRY & MAGNET LLC,DOW,grant,announced\n"
    plan = preview(read("investments", text.encode(), Mapping()), why="a test", today=TODAY, by_name="loader")
    assert plan.row_outcomes[0].becomes is Becomes.NEW
    assert not [change for change in plan.row_outcomes[0].changes if change[0] == "new company"]
    response = first.post(reverse("admin:projects_companymerge_retract", args=[made.pk]), {"reason": "two firms"})
    assert response.status_code == 302, words(response)
    assert not Retraction.objects.exists()
    taken_back = Proposal.objects.order_by("-pk").first()
    assert taken_back.kind == "retraction"
    said = words(approve(second, taken_back))
    assert "Approved: it is on record now" in said, said
    assert Retraction.objects.filter(reason="two firms").exists()
    assert second.get("/companies/plm-holdings/").context["page"].company.slug == "plm-holdings"


@pytest.fixture
def second_site(cast):
    """Palisade's site on record a second time, reached by the loan, with a milestone of its own."""
    with writing() as recording:
        phase = CapacityPhase(slug="magnets", project=cast.projects["palisade-magnets"], product="Magnets")
        entities.create(phase, recording=recording)
        site = entities.create(
            Project(slug="palisade-mine", name="Palisade mine", operator=cast.companies["palisade"], country="US"),
            recording=recording,
        )
        loan = cast.investments["saltwash-doe-loan"]
        reach = InvestmentProject(investment=loan, project=site, basis="stated", citation=cast.citation)
        investments.record(reach, recording=recording)
        found = Milestone(slug="palisade-mine-first", project=site, name="First ore", kind="first_production")
        entities.create(found, recording=recording)
    return site


def rows_of(name, **filters):
    answer = REPORTS[name].report(at=now(), filters=Filters(**filters))
    names = [column.name for column in answer.columns]
    return [dict(zip(names, row, strict=True)) for row in answer.rows]


def test_a_merge_of_projects_is_proposed_approved_moves_all_and_is_retracted(cast, second_site):
    first, second = sign_in(cast.people["officer"]), sign_in(cast.people["officer2"])
    into = cast.projects["palisade-magnets"]
    assert "It is on record twice: merge it" in words(first.get(page(second_site)))
    answers = {"into": str(into.pk), "note": "one site, two names", "why": "found on the map"}
    response = first.post(add_page(ProjectMerge, entity=second_site), answers)
    assert response.status_code == 302, words(response)
    assert not ProjectMerge.objects.exists()
    assert second.get("/projects/palisade-mine/").context["page"].project.slug == "palisade-mine"
    proposal = Proposal.objects.get()
    shown = words(second.get(page(proposal)))
    assert "Palisade mine [palisade-mine] Palisade magnet works [palisade-magnets]" in shown, shown
    assert "Awards of palisade-mine 1: saltwash-doe-loan" in shown, shown
    assert "Milestones of palisade-mine 1: First ore" in shown, shown
    assert "Phases of palisade-mine none" in shown, shown
    assert "Phases of palisade-magnets 1: magnets" in shown, shown
    assert "Approved: it is on record now" in words(approve(second, proposal))
    assert "approved by officer2" in ProjectMerge.objects.get().recording.approval
    seen = second.get("/projects/palisade-mine/").context["page"]
    assert (seen.project.slug, "saltwash-doe-loan" in [line.slug for line in seen.awards.lines]) == (into.slug, True)
    assert "palisade-mine-first" in {row["milestone"] for row in rows_of("milestones", project="palisade-mine")}
    assert "saltwash-doe-loan" in {row["investment"] for row in rows_of("investments", project=into.slug)}
    text = (
        "project,name,milestone_kind,statement,happens_on,sources\nPalisade mine,Permit,permit,forecast,2027-06,cast1\n"
    )
    plan = preview(read("milestone-statements", text.encode(), Mapping()), why="a test", today=TODAY, by_name="loader")
    assert plan.row_outcomes[0].becomes is Becomes.NEW, plan.row_outcomes
    made = ProjectMerge.objects.get()
    first.post(reverse("admin:projects_projectmerge_retract", args=[made.pk]), {"reason": "two sites"})
    assert "Approved" in words(approve(second, Proposal.objects.order_by("-pk").first()))
    seen = second.get("/projects/palisade-mine/").context["page"]
    assert (seen.project.slug, [line.slug for line in seen.awards.lines]) == ("palisade-mine", ["saltwash-doe-loan"])
