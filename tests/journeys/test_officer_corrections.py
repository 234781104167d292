"""An officer corrects: a label, a fact, an entry; and what the admin refuses on the way."""

from hashlib import sha256

import pytest
from django.test import Client

from portfolio.calculations.kinds import Kind
from portfolio.models import InvestmentProject, InvestmentStatus, Terms, Transaction
from projects.models import Company, Milestone, MilestoneForecast
from record.models import Attachment, Citation, LabelChange, Recording, Retraction, Source
from record.services import entities
from tests.cast import Cast, writing
from tests.desk import add_page, approve_what_waits, page, sign_in, words
from tests.files import pdf, upload


@pytest.fixture
def officer_at_desk(cast: Cast) -> Client:
    return sign_in(cast.people["officer"])


@pytest.fixture
def cited(cast: Cast) -> dict[str, str]:
    return {"sources": str(Source.objects.get(slug="cast1").pk), "why": "as the gazette says"}


def labels(company: Company, **changed: str) -> dict[str, str]:
    names = ("name", "ticker", "exchange", "country", "hq_state", "website", "note")
    return {name: getattr(company, name) for name in names} | {"seen": str(company.recording_id)} | changed


def test_a_label_change_keeps_what_was_before(officer_at_desk, cast, cited):
    company = cast.companies["palisade"]
    answers = labels(company, name="Palisade Corp", effective_on="2026-05-01") | cited
    assert officer_at_desk.post(page(company), answers).status_code == 302
    change = LabelChange.objects.get(table="projects_company", entity_id=company.pk)
    assert (change.field, change.before, change.after) == ("name", "Palisade Magnetics", "Palisade Corp")
    assert (str(change.effective_on), change.citation.text) == ("2026-05-01", "cast1")
    history = words(officer_at_desk.get(page(company, "history")))
    assert "Palisade Magnetics Palisade Corp" in history
    assert "as the gazette says" in history


def test_the_second_editor_is_told_and_overwrites_nothing(cast, cited):
    company = cast.companies["palisade"]
    first, second = sign_in(cast.people["officer"]), sign_in(cast.people["officer2"])
    first.post(page(company), labels(company, name="Palisade Corp") | cited)
    response = second.post(page(company), labels(company, name="Palisade Inc") | cited)
    assert "officer changed this on" in words(response)
    company.refresh_from_db()
    assert company.name == "Palisade Corp"


def test_nothing_changed_writes_no_recording(officer_at_desk, cast, cited):
    last = Recording.objects.last_serial()
    response = officer_at_desk.post(page(cast.companies["palisade"]), labels(cast.companies["palisade"]) | cited)
    assert "Nothing was changed" in words(response)
    assert Recording.objects.last_serial() == last


def test_a_figure_without_a_source_is_refused(officer_at_desk, cast):
    company = cast.companies["palisade"]
    response = officer_at_desk.post(page(company), labels(company, name="Palisade Corp") | {"why": "so"})
    assert "Every figure names its source" in words(response)


def test_an_entry_is_previewed_and_recorded_once_a_second_officer_approved(officer_at_desk, officer2, cast, cited):
    grant = cast.investments["palisade-doe-grant"]
    address = add_page(Transaction, investment=grant)
    answers = {"kind": "disbursement", "amount": "1,000,000", "effective_on": "2026-01-15"} | cited
    last = Recording.objects.last_serial()
    text = words(officer_at_desk.post(address, answers | {"_preview": "1"}))
    assert "Disbursed $3,000,000.00 $4,000,000.00" in text
    assert "Undisbursed $5,000,000.00 $4,000,000.00" in text
    assert Recording.objects.last_serial() == last
    assert officer_at_desk.post(address, answers).status_code == 302
    approve_what_waits(officer2)
    entry = Transaction.objects.order_by("-number").first()
    assert (entry.investment, entry.kind, entry.citation.text) == (grant, "disbursement", "cast1")


def test_a_refused_entry_comes_back_with_the_numbers(officer_at_desk, cast, cited):
    address = add_page(Transaction, investment=cast.investments["palisade-doe-grant"])
    entries = Transaction.objects.count()
    answers = {"kind": "disbursement", "amount": "6000000", "effective_on": "2026-01-15"} | cited
    text = words(officer_at_desk.post(address, answers))
    assert "This would disburse" in text
    assert "8,000,000.00" in text
    assert Transaction.objects.count() == entries


def test_only_kinds_of_the_instrument_are_offered(officer_at_desk, cast):
    form = (
        officer_at_desk.get(add_page(Transaction, investment=cast.investments["palisade-doe-grant"]))
        .context["adminform"]
        .form
    )
    kinds = {value for value, _ in form.fields["kind"].choices}
    assert "disbursement" in kinds
    assert kinds.isdisjoint({"repayment", "share_issue", Kind.REVERSAL})
    assert "shares" not in form.fields


def test_an_entry_is_reversed_once_with_a_reason(officer_at_desk, officer2):
    entry = Transaction.objects.filter(kind="disbursement").order_by("-number").first()
    address = page(entry, "reverse")
    assert "This is needed. Fill it in." in words(officer_at_desk.post(address, {"reason": ""}))
    assert officer_at_desk.post(address, {"reason": "entered twice"}).status_code == 302
    approve_what_waits(officer2)
    undone = Transaction.objects.get(reverses=entry)
    assert (undone.kind, undone.effective_on, undone.note) == ("reversal", entry.effective_on, "entered twice")
    assert officer_at_desk.post(address, {"reason": "again"}).status_code == 200
    assert Transaction.objects.filter(reverses=entry).count() == 1


def test_a_fact_is_retracted_with_a_reason_and_stays_readable(officer_at_desk, officer2):
    status = InvestmentStatus.objects.order_by("-pk").first()
    assert officer_at_desk.post(page(status, "retract"), {"reason": "the closing slipped"}).status_code == 302
    approve_what_waits(officer2)
    assert Retraction.objects.get().reason == "the closing slipped"
    assert "This no longer counts: the closing slipped" in words(officer_at_desk.get(page(status)))
    assert "nothing is left to undo" in words(officer_at_desk.post(page(status, "retract"), {"reason": "again"}))


def test_a_new_terms_version_starts_from_the_last(officer_at_desk, officer2, cast, cited):
    loan = cast.investments["saltwash-doe-loan"]
    address = add_page(Terms, investment=loan)
    form = officer_at_desk.get(address).context["adminform"].form
    assert form["principal"].value() == "90000000"
    answers = {"announced_amount": "100000000", "principal": "95000000", "effective_on": "2026-05-01"} | cited
    assert officer_at_desk.post(address, answers).status_code == 302
    approve_what_waits(officer2)
    assert Terms.objects.filter(investment=loan).count() == 2
    refused = officer_at_desk.post(address, answers | {"principal": "200000000"})
    assert "A principal of $200,000,000.00 exceeds the stated amount of $100,000,000.00" in words(refused)


def test_a_status_and_another_project_are_added_from_the_page(officer_at_desk, officer2, cast, cited):
    loan = cast.investments["saltwash-doe-loan"]
    answers = {"status": "disbursing", "effective_on": "2025-10-20"} | cited
    assert officer_at_desk.post(add_page(InvestmentStatus, investment=loan), answers).status_code == 302
    approve_what_waits(officer2)
    other = {"project": str(cast.projects["palisade-magnets"].pk), "share": "25", "basis": "stated"} | cited
    assert officer_at_desk.post(add_page(InvestmentProject, investment=loan), other).status_code == 302
    text = words(officer_at_desk.get(page(loan)))
    assert "Disbursing" in text
    assert "Palisade magnet works 25%" in text


def test_a_milestone_forecast_is_moved_and_then_it_happened(officer_at_desk, officer2, cast, cited):
    with writing() as recording:
        milestone = entities.create(
            Milestone(slug="first-magnets", project=cast.projects["palisade-magnets"], name="First magnets",
                      kind="first_production"), recording=recording
        )  # fmt: skip
    assert "Move the forecast" in words(officer_at_desk.get(page(milestone.project)))
    address = add_page(MilestoneForecast, milestone=milestone)
    for kind, stated, on in (("forecast", "2026-Q3", "2026-01-10"), ("actual", "2026-05-02", "2026-05-03")):
        answers = {"kind": kind, "forecast_on": stated, "effective_on": on} | cited
        answers |= {"new_publisher": "Palisade", "new_title": kind, "new_address": "https://example.org/magnets"}
        assert officer_at_desk.post(address, answers).status_code == 302
    approve_what_waits(officer2)
    assert "2026-Q3 2026-05-02" in words(officer_at_desk.get(page(milestone.project)))


def test_a_new_source_keeps_its_file_and_the_hash_of_it(officer_at_desk, cast):
    company = cast.companies["palisade"]
    answers = labels(company, name="Palisade Corp") | {
        "why": "renamed",
        "new_publisher": "Registry",
        "new_title": "Extract",
        "new_file": upload("extract.pdf"),
    }
    assert officer_at_desk.post(page(company), answers).status_code == 302
    source = Source.objects.get(publisher="Registry")
    assert source.file_sha256 == sha256(pdf()).hexdigest()
    assert Attachment.objects.of(source).get().name == "extract.pdf"
    assert Citation.objects.filter(text=source.slug).exists()
