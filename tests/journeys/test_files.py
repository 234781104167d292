"""Files: an officer attaches them, a second officer opens them, and nobody opens what is not theirs."""

import pytest
from django.urls import reverse

from portfolio.models import Investment
from projects.models import Milestone, MilestoneForecast, MilestoneVerification
from record.models import Attachment, Proposal, Source
from record.services import entities
from tests.cast import day, writing
from tests.desk import add_page, approve_what_waits, page, sign_in, words
from tests.files import HTML, office, pdf, upload

pytestmark = [pytest.mark.django_db, pytest.mark.long]


@pytest.fixture
def milestone(cast) -> Milestone:
    project = cast.projects["saltwash-clay"]
    with writing() as recording:
        one = Milestone(slug="saltwash-permit", project=project, name="Permit granted", kind="permit")
        entities.create(one, recording=recording)
    return one


def attach_address(row) -> str:
    return f"{reverse('admin:record_attachment_add')}?table={row._meta.db_table}&row_id={row.pk}"


def attach(client, row, name="agreement.pdf", content=None):
    answers = {"file": upload(name, content), "note": "Signed copy", "why": "the evidence"}
    return client.post(attach_address(row), answers, follow=True)


def evidence(client, milestone, **more):
    """It happened, with a new source and its file."""
    answers = {
        "kind": "actual", "forecast_on": "2026-06-15", "effective_on": "2026-06-16", "note": "",
        "new_publisher": "BLM", "new_title": "Record of decision", "new_published_on": "2026-06-16",
        "new_file": upload("decision.pdf", pdf("decision")), "why": "the permit is there", **more,
    }  # fmt: skip
    return client.post(f"{add_page(MilestoneForecast, milestone=milestone)}&kind=actual", answers, follow=True)


def test_the_second_officer_opens_the_evidence_in_one_click_from_the_proposal(milestone, officer, officer2):
    seen = words(evidence(sign_in(officer), milestone))
    assert "Proposed:" in seen, seen
    (proposal,), (file,) = Proposal.objects.all(), Attachment.objects.all()
    client = sign_in(officer2)
    shown = client.get(page(proposal)).content.decode()
    address = reverse("file", args=[file.pk])
    assert f'href="{address}">decision.pdf' in shown
    assert "source: BLM: Record of decision" in shown
    opened = client.get(address)
    assert b"".join(opened.streaming_content) == pdf("decision")
    assert opened["Content-Type"] == "application/pdf"
    assert opened["Content-Disposition"] == 'attachment; filename="decision.pdf"'
    assert opened["X-Content-Type-Options"] == "nosniff"
    assert "no-store" in opened["Cache-Control"]


def test_who_verifies_opens_the_evidence_on_the_form_of_the_verification(milestone, officer, officer2):
    evidence(sign_in(officer), milestone)
    approve_what_waits(officer2)
    statement, file = MilestoneForecast.objects.get(milestone=milestone), Attachment.objects.get()
    form = sign_in(officer2).get(add_page(MilestoneVerification, statement=statement))
    assert f'href="{reverse("file", args=[file.pk])}">decision.pdf' in form.content.decode()
    assert "2026-06-15" in words(form)
    assert "source: BLM: Record of decision" in form.content.decode()


def test_a_file_of_a_proposal_stays_with_it_when_it_is_returned(milestone, officer, officer2):
    evidence(sign_in(officer), milestone)
    proposal = Proposal.objects.get()
    assert "Recorded: attachment agreement.pdf" in words(attach(sign_in(officer), proposal))
    client = sign_in(officer2)
    assert client.get(attach_address(proposal)).status_code == 403
    client.post(page(proposal), {"_return": "1", "reason": "Which permit?"})
    shown = words(client.get(page(proposal)))
    assert "agreement.pdf this proposal: Signed copy" in shown
    assert attach(sign_in(officer), proposal, content=pdf("later")).status_code == 403
    assert Attachment.objects.of(proposal).count() == 1


def test_an_award_a_milestone_and_a_source_show_their_files(cast, milestone, officer, manager):
    client, reader = sign_in(officer), sign_in(manager)
    award, source = Investment.objects.order_by("pk").first(), Source.objects.get(slug="cast1")
    for number, row in enumerate((award, milestone, source)):
        seen = words(attach(client, row, f"file-{number}.pdf", pdf(str(number))))
        assert f"Recorded: attachment file-{number}.pdf" in seen, seen
        assert f"file-{number}.pdf" in words(client.get(page(row)))
    assert "file-0.pdf PDF," in words(reader.get(f"/investments/{award.slug}/"))
    assert "file-1.pdf PDF," in words(reader.get(f"/projects/{milestone.project.slug}/"))
    assert "file-2.pdf PDF," in words(reader.get(f"/sources/{source.slug}/"))


def test_a_reader_opens_what_stands_on_pages_and_not_the_file_of_a_proposal(milestone, officer, manager, auditor):
    evidence(sign_in(officer), milestone)
    attach(sign_in(officer), Proposal.objects.get())
    of_source, of_proposal = (reverse("file", args=[one.pk]) for one in Attachment.objects.order_by("pk"))
    reader = sign_in(manager)
    assert reader.get(of_source).status_code == 200
    assert reader.get(of_proposal).status_code == 404
    assert sign_in(auditor).get(of_proposal).status_code == 200
    assert reader.get(reverse("file", args=[99999])).status_code == 404
    assert reader.post(of_source).status_code == 405


def test_who_is_not_signed_in_opens_nothing(client, milestone, officer):
    evidence(sign_in(officer), milestone)
    answer = client.get(reverse("file", args=[Attachment.objects.get().pk]))
    assert answer.status_code == 302
    assert answer["Location"].startswith("/login/")


def test_a_retracted_file_leaves_the_pages_and_is_opened_by_who_reads_the_record(cast, officer, manager, auditor):
    source, client = Source.objects.get(slug="cast1"), sign_in(officer)
    attach(client, source)
    file = Attachment.objects.get()
    seen = words(client.post(page(file, "retract"), {"reason": "the wrong draft"}, follow=True))
    assert "no longer counts" in seen
    assert "agreement.pdf" not in words(client.get(f"/sources/{source.slug}/"))
    assert sign_in(manager).get(reverse("file", args=[file.pk])).status_code == 404
    assert sign_in(auditor).get(reverse("file", args=[file.pk])).status_code == 200


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("page.pdf", HTML, "page.pdf is none of the files that are kept, whatever its name says"),
        ("plan.docx", office(word__vbaProject___bin=b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"), "holds a program, a macro"),
        ("empty.pdf", b"", "empty"),
        ("run.exe", b"MZ" + b"\x00" * 70, "run.exe is none of the files that are kept"),
        ("run.exe", pdf(), 'run.exe is a PDF, and its name ends in ".exe"'),
    ],
)
def test_what_is_not_kept_is_refused_on_its_field_and_nothing_is_written(cast, officer, name, content, sentence):
    source = Source.objects.get(slug="cast1")
    shown = attach(sign_in(officer), source, name, content)
    assert sentence in words(shown)
    assert shown.context["adminform"].form.errors.keys() == {"file"}
    assert not Attachment.objects.exists()


def test_a_name_with_folders_and_control_characters_is_kept_without_them(cast, officer):
    attach(sign_in(officer), Source.objects.get(slug="cast1"), "..\\..\\a\u202eb\x07.pdf")
    assert Attachment.objects.get().name == "ab.pdf"


def test_a_new_source_is_kept_with_its_file(cast, officer):
    answers = {"publisher": "DOE", "title": "Loan agreement", "file": upload(), "why": "read today"}
    seen = words(sign_in(officer).post(reverse("admin:record_source_add"), answers, follow=True))
    assert "agreement.pdf" in seen, seen
    source = Source.objects.get(title="Loan agreement")
    assert source.file_sha256 == Attachment.objects.of(source).get().sha256


def test_a_condition_shows_its_files_with_a_button_to_attach_one(cast, officer):
    from portfolio.models import ConditionEvidence, ConditionVerification, Tranche, TrancheCondition
    from portfolio.services import tranches
    from tests.cast import TODAY

    award = Investment.objects.order_by("pk").first()
    with writing(officer) as recording:
        tranche = Tranche(slug="first-draw", investment=award, name="First draw", amount=1)
        tranches.create(tranche, recording=recording, today=TODAY)
        condition = TrancheCondition(tranche=tranche, text="Permit granted")
        tranches.add_condition(condition, recording=recording, today=TODAY)
    client = sign_in(officer)
    assert "Attach a file" in words(client.get(page(condition)))
    attach(client, condition)
    assert "agreement.pdf PDF" in words(client.get(page(condition)))
    assert "of Permit granted" in words(client.get(f"/investments/{award.slug}/"))
    attach(client, Source.objects.get(slug="cast1"), "letter.pdf")
    with writing(officer) as recording:
        given = ConditionEvidence(condition=condition, effective_on=day("2026-06-01"), citation=cast.citation)
        tranches.give_evidence(given, recording=recording, today=TODAY)
    form = sign_in(cast.people["officer2"]).get(add_page(ConditionVerification, evidence=given))
    assert "letter.pdf source: Gazette: Three awards for two mines" in words(form)
    assert "agreement.pdf" in words(form)


def test_a_file_sent_in_the_form_of_a_deal_is_opened_by_who_decides_and_then_stands_under_its_source(
    cast, officer, officer2
):
    typed = {
        "awards": "1", "deal": "Copperline comes to Arizona", "announced_on": "Feb 1 2026",
        "a1-agency": str(cast.agencies["DOE"].pk), "a1-program": str(cast.programs["DOE-MESC"].pk),
        "a1-company": "Copperline", "a1-instrument": "grant", "a1-announced_amount": "$7 million",
        "a1-status": "committed", "a1-payments_known": "no", "a1-new_publisher": "Ledger Times",
        "a1-new_title": "Copperline comes", "a1-new_file": upload("gazette.pdf", pdf("gazette")), "_save": "1",
    }  # fmt: skip
    answer = sign_in(officer).post(reverse("admin:record_a_deal"), typed)
    assert answer.status_code == 302, words(answer)
    proposal, client = Proposal.objects.get(), sign_in(officer2)
    file = Attachment.objects.get()
    address, shown = reverse("file", args=[file.pk]), client.get(page(proposal))
    assert f'href="{address}"' in shown.content.decode()
    assert "this proposal: Of the new source Ledger Times: Copperline comes" in words(shown)
    assert f"Sources Ledger Times: Copperline comes (new), with {file.name}" in words(shown)
    together = client.post(reverse("admin:waiting_for_me"), {"_show_all": "1"})
    assert f"Ledger Times: Copperline comes (new), with {file.name}" in words(together)
    assert b"".join(client.get(address).streaming_content) == pdf("gazette")
    approved = {"_approve": "1", "shown_hash": proposal.shown_hash}
    assert "Approved: it is on record now." in words(client.post(page(proposal), approved, follow=True))
    source = Source.objects.get(title="Copperline comes")
    (kept,) = Attachment.objects.of(source)
    assert (kept.sha256, source.file_sha256) == (file.sha256, file.sha256)
    assert b"".join(client.get(reverse("file", args=[kept.pk])).streaming_content) == pdf("gazette")
    assert Attachment.objects.of(proposal).count() == 1
    decided = words(client.get(page(proposal)))
    assert f"Sources Ledger Times: Copperline comes , with {kept.name}" in decided
