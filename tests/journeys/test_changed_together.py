"""Several rows of a filtered list are given one label or one status, as one proposal."""

import pytest

from portfolio.models import Investment, InvestmentStatus
from projects.models import Project
from record.models import Decision, LabelChange, Proposal, Source
from tests.desk import page, sign_in, words

AWARDS, PROJECTS = "/admin/portfolio/investment/", "/admin/projects/project/"


@pytest.fixture
def first(cast):
    return sign_in(cast.people["officer"])


@pytest.fixture
def second(cast):
    return sign_in(cast.people["officer2"])


@pytest.fixture
def cited(cast):
    return {"sources": str(Source.objects.get(slug="cast1").pk), "why": "as the gazette says"}


def ticked(client, address, rows):
    """The form to which the action of a list leads."""
    answer = client.post(address, {"action": "edit_together", "_selected_action": [row.pk for row in rows]})
    assert answer.status_code == 302, words(answer)
    return answer["Location"]


def every(form):
    """All rows ticked, as the form opens."""
    return {"ticked": form.partition("&rows=")[2].split(",")}


def approve(client, proposal):
    return words(client.post(page(proposal), {"_approve": "1", "shown_hash": proposal.shown_hash}, follow=True))


def test_two_awards_of_a_filtered_list_get_one_status(cast, first, second, cited):
    loan, grant = (cast.investments[slug] for slug in ("saltwash-doe-loan", "palisade-doe-grant"))
    assert "Change together" in words(first.get(f"{AWARDS}?agency__id__exact={loan.agency_id}"))
    form = ticked(first, f"{AWARDS}?agency__id__exact={loan.agency_id}", [loan, grant])
    assert "palisade-doe-grant saltwash-doe-loan What changes" in words(first.get(form))
    sent = first.post(
        f"{form}&field=status", {"value": "disbursing", "effective_on": "2025-10-20"} | cited | every(form)
    )
    assert sent.status_code == 302, words(sent)
    proposal = Proposal.objects.get()
    assert proposal.subject == "Status of 2 investments"
    assert proposal.shown["fields"] == [
        ["palisade-doe-grant: Status", "Closed", "Disbursing"],
        ["saltwash-doe-loan: Status", "Closed", "Disbursing"],
    ]
    assert InvestmentStatus.objects.filter(status="disbursing").count() == 0
    assert "saltwash-doe-loan: Status Closed Disbursing" in words(second.get(page(proposal)))
    assert "Waits for a second officer (1)" in words(second.get(page(loan)))
    assert "Approved: it is on record now." in approve(second, proposal)
    written = InvestmentStatus.objects.filter(status="disbursing")
    assert {row.recording_id for row in written} == {Decision.objects.get().written_id}
    assert written.count() == 2


def test_awards_moved_to_another_program_show_what_is_committed_under_both(cast, first, second, cited):
    loan = cast.investments["saltwash-doe-loan"]
    form = ticked(first, AWARDS, [loan])
    program = str(cast.programs["DOE-MESC"].pk)
    told = {"value": program, "effective_on": "2026-02-03"} | cited
    assert first.post(f"{form}&field=program", told | every(form)).status_code == 302
    proposal = Proposal.objects.get()
    assert ["Committed under DOE-ATVM", "$100,000,000.00", "$0.00"] in proposal.shown["totals"]
    approve(second, proposal)
    assert Investment.objects.get(pk=loan.pk).program == cast.programs["DOE-MESC"]
    change = LabelChange.objects.get(entity_id=loan.pk, after=program)
    assert (str(change.effective_on), change.citation.text) == ("2026-02-03", "cast1")


def test_projects_get_one_stage_and_one_that_was_changed_since_makes_it_lapse(cast, first, second, cited):
    sites = list(cast.projects.values())
    form = ticked(first, PROJECTS, sites)
    first.post(f"{form}&field=stage", {"value": "ramp_up"} | cited | every(form))
    other = ticked(first, PROJECTS, sites[:1])
    first.post(f"{other}&field=stage", {"value": "operating"} | cited | every(other))
    one, later = Proposal.objects.order_by("pk")
    assert "Approved" in approve(second, one)
    assert set(Project.objects.values_list("stage", flat=True)) == {"ramp_up"}
    assert "Somebody changed the same since" in Decision.objects.get(proposal=later).note


def test_only_what_was_searched_for_stands_in_the_search_of_the_header(cast, first):
    empty = 'id="site-search" name="q" type="search" maxlength="100" autocomplete="off" placeholder="Search" value=""'
    form = ticked(first, AWARDS, [cast.investments["saltwash-doe-loan"]])
    for address in (form, f"{form}&field=status", "/map/", "/reports/?q=money"):
        assert empty in first.get(address).content.decode(), address
    assert empty.replace('value=""', 'value="plm"') in first.get("/search/?q=plm").content.decode()


def test_a_row_that_is_unticked_stays_as_it_is(cast, first, cited):
    loan, grant = (cast.investments[slug] for slug in ("saltwash-doe-loan", "palisade-doe-grant"))
    form = f"{ticked(first, AWARDS, [loan, grant])}&field=status"
    told = {"value": "disbursing", "effective_on": "2025-10-20"} | cited
    assert "Tick what changes." in words(first.post(form, told))
    assert first.post(form, told | {"ticked": [str(loan.pk)]}).status_code == 302
    assert Proposal.objects.get().shown["fields"] == [["saltwash-doe-loan: Status", "Closed", "Disbursing"]]


def test_the_same_value_for_all_is_refused_and_an_auditor_sees_no_action(cast, first, cited):
    sites = list(cast.projects.values())
    form = ticked(first, PROJECTS, sites)
    seen = words(first.post(f"{form}&field=stage", {"value": "construction"} | cited | every(form)))
    assert "All of them say this already" in seen
    auditor = sign_in(cast.people["auditor"])
    assert "Change together" not in words(auditor.get(PROJECTS))
    assert auditor.get(form).status_code == 403
    assert first.get("/admin/change-together/?model=record.Account&rows=1").status_code == 404


def test_a_fact_and_a_project_are_duplicated_as_new(cast, first, cited):
    loan = cast.investments["saltwash-doe-loan"]
    terms = loan.terms.get()
    (link,) = [one for one in first.get(page(terms)).context["actions"] if one.text == "Duplicate as new"]
    form = first.get(link.address).context["adminform"].form
    assert form["principal"].value() == "$90,000,000.00"
    assert form["effective_on"].value() in (None, "")
    link = first.get(page(cast.projects["saltwash-clay"])).context["duplicate"]
    form = first.get(link.address).context["adminform"].form
    assert (form["stage"].value(), form["state"].value(), form["name"].value()) == ("construction", "NV", None)
