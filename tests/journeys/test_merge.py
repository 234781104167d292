"""An officer merges a company that is on record twice; a second officer agrees; the old name finds the one."""

import pytest
from django.urls import reverse

from portfolio.imports.mapping import Mapping
from portfolio.imports.preview import preview, read
from portfolio.imports.row_outcomes import Becomes
from projects.models import Company, CompanyMerge
from record.models import Proposal, Retraction
from record.services import entities
from tests.cast import TODAY, writing
from tests.desk import add_page, page, sign_in, words


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
