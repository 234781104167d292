"""An award moves to another agency, program, recipient, issuer or number only when a second officer has agreed."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.urls import reverse

from portfolio.models import Assignment, Import, Investment
from portfolio.positions.figures import figures_of
from record.models import LabelChange, Proposal, Source
from record.services import entities
from tests.cast import now, writing
from tests.desk import page, sign_in, words
from tests.filled_forms import filled

pytestmark = pytest.mark.long


@pytest.fixture(autouse=True)
def two_officers(settings):
    settings.SINGLE_CONTROL = False


@pytest.fixture
def first(cast):
    return sign_in(cast.people["officer"])


@pytest.fixture
def second(cast):
    return sign_in(cast.people["officer2"])


def labels(award, **changed):
    names = ("agency_text", "office", "program_text", "stake_group", "fain", "piid", "uri")
    related = ("deal", "agency", "program", "recipient", "issuer")
    found = {name: getattr(award, name) for name in names}
    found |= {name: str(getattr(award, f"{name}_id") or "") for name in related}
    cited = {"sources": str(Source.objects.get(slug="cast1").pk), "why": "by the letter of 3 June"}
    return found | {"seen": str(award.recording_id)} | cited | changed


def approve(client, proposal):
    return client.post(page(proposal), {"_approve": "1", "shown_hash": proposal.shown_hash}, follow=True)


def test_a_move_to_another_agency_waits_with_before_and_after(cast, first, second):
    award, army = cast.investments["palisade-doe-grant"], cast.programs["DOW-OSC"]
    moved = labels(award, agency=str(army.agency.pk), program=str(army.pk))
    assert first.post(page(award), moved).status_code == 302
    award.refresh_from_db()
    assert award.agency.code == "DOE"
    proposal = Proposal.objects.order_by("-pk").first()
    assert proposal.kind == "move"
    assert [line[0] for line in proposal.shown["fields"]] == ["Agency", "Program"]
    shown = words(second.get(page(proposal)))
    assert "Committed under DOE-MESC" in shown
    assert str(army) in shown
    approve(second, proposal)
    award.refresh_from_db()
    assert (award.agency.code, award.program.code) == ("DOW", "DOW-OSC")
    assert "approved by officer2" in LabelChange.objects.order_by("-pk").first().recording.approval


@pytest.mark.parametrize(
    ("name", "value"),
    [("recipient", "saltwash"), ("issuer", "saltwash"), ("fain", "DE-7"), ("piid", "W-8"), ("uri", "U-9")],
)
def test_recipient_issuer_and_number_wait_too(cast, first, second, name, value):
    award = cast.investments["palisade-doe-grant"]
    wanted = cast.companies[value].pk if name in ("recipient", "issuer") else value
    first.post(page(award), labels(award, **{name: str(wanted)}))
    proposal = Proposal.objects.get()
    label = name if name in ("recipient", "issuer") else name.upper()
    assert f" to {label} {cast.companies[value] if name == label else value}" in str(proposal)
    assert getattr(Investment.objects.get(pk=award.pk), Investment._meta.get_field(name).attname) != wanted
    approve(second, proposal)
    assert getattr(Investment.objects.get(pk=award.pk), Investment._meta.get_field(name).attname) == wanted


def test_an_office_is_corrected_at_once(cast, first):
    award = cast.investments["palisade-doe-grant"]
    first.post(page(award), labels(award, office="Manufacturing"))
    assert Investment.objects.get(pk=award.pk).office == "Manufacturing"
    assert not Proposal.objects.exists()


def test_who_decides_is_assigned_to_both_places(cast, first, second):
    Assignment.objects.filter(officer=cast.people["officer2"], agency__code="DOW").delete()
    award, army = cast.investments["palisade-doe-grant"], cast.programs["DOW-OSC"]
    first.post(page(award), labels(award, agency=str(army.agency.pk), program=str(army.pk)))
    text = words(approve(second, Proposal.objects.get()))
    assert "it is not among yours" in text or "may not decide" in text
    assert Investment.objects.get(pk=award.pk).agency.code == "DOE"


def test_a_program_of_another_agency_is_refused(cast, first):
    award = cast.investments["palisade-doe-grant"]
    text = words(first.post(page(award), labels(award, program=str(cast.programs["DOW-OSC"].pk))))
    assert "DOW-OSC belongs to DOW, not to DOE" in text
    assert not Proposal.objects.exists()


def test_a_move_to_another_program_waits(cast, first, second):
    award, program = cast.investments["palisade-doe-grant"], cast.programs["DOE-ATVM"]
    assert first.post(page(award), labels(award, program=str(program.pk))).status_code == 302
    assert Investment.objects.get(pk=award.pk).program.code == "DOE-MESC"
    proposal = Proposal.objects.get()
    assert (proposal.kind, [line[0] for line in proposal.shown["fields"]]) == ("move", ["Program"])
    assert {"Committed under DOE-MESC", "Committed under DOE-ATVM"} <= {line[0] for line in proposal.shown["totals"]}
    approve(second, proposal)
    assert Investment.objects.get(pk=award.pk).program.code == "DOE-ATVM"


@pytest.mark.parametrize(
    ("columns", "cells", "now"),
    [
        ("agency,program", "DOW,DOW-OSC", lambda award: (award.agency.code, award.program.code)),
        ("program", "DOE-ATVM", lambda award: (award.program.code,)),
        ("company", "saltwash", lambda award: (award.recipient.slug,)),
        ("issuer", "saltwash", lambda award: (award.issuer and award.issuer.slug,)),
        ("award_number", "DEEE0010009", lambda award: (award.fain.replace("-", ""),)),
    ],
    ids=["agency", "program", "recipient", "issuer", "number"],
)
def test_a_file_with_a_move_waits(cast, first, second, columns, cells, now):
    """Each label that is a move, by a file of it alone."""
    text = f"investment,{columns}\npalisade-doe-grant,{cells}\n".encode()
    data = {"kind": "investments", "file": SimpleUploadedFile("a.csv", text), "why": "moved"}
    first.post(reverse("admin:portfolio_import_add"), data)
    one = Import.objects.get()
    assert one.effect["waits"] is True
    stood = now(Investment.objects.get(slug="palisade-doe-grant"))
    first.post(page(one), {"_confirm": "1", "plan_hash": one.plan_hash}, follow=True)
    assert now(Investment.objects.get(slug="palisade-doe-grant")) == stood != tuple(cells.split(","))
    approve(second, one.proposals.first())
    assert now(Investment.objects.get(slug="palisade-doe-grant")) == tuple(cells.split(","))


@pytest.mark.parametrize(
    ("field", "found"),
    [("agency", "agencies"), ("recipient", "companies"), ("issuer", "companies"), ("program", "programs")],
)
def test_a_move_of_several_waits(cast, first, second, field, found):
    """By a list's *Change together*, of an award without a program, which any agency may take over."""
    award = cast.investments["palisade-doe-grant"]
    if field == "agency":
        with writing() as recording:
            entities.relabel(award, {"program": None}, recording=recording)
    wanted = getattr(cast, found)[{"agencies": "DOW", "companies": "saltwash", "programs": "DOE-ATVM"}[found]]
    form = f"/admin/change-together/?model=portfolio.Investment&rows={award.pk}&field={field}"
    sent = {"value": str(wanted.pk), "ticked": [str(award.pk)], "why": "by the letter of 3 June"}
    sent["sources"] = str(Source.objects.get(slug="cast1").pk)
    assert first.post(form, sent).status_code == 302
    assert getattr(Investment.objects.get(pk=award.pk), f"{field}_id") != wanted.pk
    approve(second, Proposal.objects.get())
    assert getattr(Investment.objects.get(pk=award.pk), f"{field}_id") == wanted.pk


def test_a_command_with_a_move_waits(cast, tmp_path):
    file = tmp_path / "a.csv"
    file.write_text("investment,award_number\npalisade-doe-grant,DE-EE0010001\n")
    call_command("import_file", "investments", str(file), "--by", "officer", "--write", verbosity=0)
    assert Investment.objects.get(slug="palisade-doe-grant").fain == ""
    assert Proposal.objects.get().kind == "import"


def test_that_every_payment_is_known_now_waits_and_makes_what_was_unknown_0(cast, first, second):
    loan = cast.investments["saltwash-doe-loan"]
    with writing() as recording:
        entities.relabel(loan, {"ledger_is_complete": False}, recording=recording)
    assert figures_of(loan, at=now())[0].repaid is None
    form = filled(first.get(page(loan)))
    assert form["ledger_is_complete"] == ["no"]
    cited = {"sources": str(Source.objects.get(slug="cast1").pk), "why": "by the statement of the bank"}
    assert first.post(page(loan), form | cited | {"ledger_is_complete": "yes"}).status_code == 302
    loan.refresh_from_db()
    assert loan.ledger_is_complete is False
    proposal = Proposal.objects.get()
    assert proposal.shown["fields"] == [["Ledger is complete", "no", "yes"]]
    assert ["Repaid", "unknown", "$0.00"] in proposal.shown["totals"]
    approve(second, proposal)
    loan.refresh_from_db()
    assert figures_of(loan, at=now())[0].repaid == 0
