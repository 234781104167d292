"""Who enters the admin, what each role sees there, and every write that is refused."""

import pytest
from django.contrib import admin
from django.contrib.auth.models import Group
from django.test import Client

from portfolio.models import Assignment, InvestmentStatus, ProgramTerms, Transaction
from projects.models import Company
from record.models import Account, Recording, Source
from tests.cast import Cast
from tests.desk import add_page, page, sign_in, words

OURS = ("record", "projects", "portfolio", "auth")


def misspelt() -> list[str]:
    """Addresses that nobody should write, for each list."""
    found = ["/admin/nothing/", "/admin/record-a-deal/?deal=nothing"]
    for base, model_admin in registered():
        found += [f"{base}?q=T1", f"{base}?q=%00", f"{base}?o=1.-2.x", f"{base}?p=99", f"{base}?nothing=1"]
        found += [f"{base}nothing/change/", f"{base}{10**30}/change/", f"{base}nothing/history/"]
        for relation in getattr(model_admin, "belongs_to", ()):
            found += [f"{base}add/?{relation}=x", f"{base}add/?{relation}={10**30}"]
    return found


def registered() -> list[tuple[str, admin.ModelAdmin]]:
    """Our lists, each with its address."""
    return [
        (f"/admin/{model._meta.app_label}/{model._meta.model_name}/", model_admin)
        for model, model_admin in admin.site._registry.items()
        if model._meta.app_label in OURS
    ]


@pytest.mark.slow
def test_a_misspelt_address_is_no_error_of_ours(cast: Cast):
    client = sign_in(cast.people["officer"])
    answers = {address: client.get(address).status_code for address in misspelt()}
    assert not {address: code for address, code in answers.items() if code not in (200, 302, 400, 403, 404)}


def test_a_stranger_is_sent_to_the_sites_own_sign_in(client: Client, db):
    response = client.get("/admin/portfolio/deal/", follow=True)
    assert response.redirect_chain[-1][0].startswith("/login/?next=")


def test_a_manager_is_sent_to_the_reports_with_a_sentence(cast: Cast):
    response = sign_in(cast.people["manager"]).get("/admin/", follow=True)
    assert response.request["PATH_INFO"] == "/reports/"
    assert "Recording is for officers" in words(response)


def test_an_inactive_officer_does_not_enter(cast: Cast):
    client = sign_in(cast.people["officer"])
    Account.objects.filter(pk=cast.people["officer"].pk).update(is_active=False)
    assert client.get("/admin/").status_code == 302


def test_an_officer_needs_no_staff_flag(cast: Cast):
    Account.objects.filter(pk=cast.people["officer"].pk).update(is_staff=False)
    assert "Record a new deal" in words(sign_in(cast.people["officer"]).get("/admin/"))


def writes(cast: Cast) -> list[tuple[str, dict]]:
    """One attempt at each kind of write, as a form would send it."""
    investment = cast.investments["palisade-doe-grant"]
    source = {"sources": str(Source.objects.first().pk), "why": "trying"}
    status = InvestmentStatus.objects.first()
    entry = Transaction.objects.first()
    return [
        ("/admin/record-a-deal/", {"step": "1"}),
        ("/admin/projects/company/add/", {"name": "Mine"} | source),
        (page(cast.companies["palisade"]), {"name": "Mine", "seen": "1"} | source),
        (page(investment), {"fain": "X", "seen": "1"} | source),
        (add_page(InvestmentStatus, investment=investment), {"status": "disbursing"} | source),
        (add_page(Transaction, investment=investment), {"kind": "commitment", "amount": "1"} | source),
        (page(status, "retract"), {"reason": "trying"}),
        (page(entry, "reverse"), {"reason": "trying"}),
        ("/admin/record/source/add/", {"publisher": "P", "title": "T", "why": "trying"}),
    ]


@pytest.mark.parametrize("name", ["auditor", "administrator", "superuser"])
def test_who_is_no_officer_writes_no_fact(cast: Cast, name: str):
    if name == "superuser":
        user = Account.objects.create_superuser("root", password="x")
        user.groups.add(Group.objects.get(name="administrator"))
    else:
        user = cast.people[name]
    client, last = sign_in(user), Recording.objects.last_serial()
    codes = {address: client.post(address, answers).status_code for address, answers in writes(cast)}
    assert set(codes.values()) == {403}, codes
    assert Recording.objects.last_serial() == last


def test_a_manager_writes_nothing(cast: Cast):
    client, last = sign_in(cast.people["manager"]), Recording.objects.last_serial()
    assert {client.post(address, answers).status_code for address, answers in writes(cast)} == {302}
    assert Recording.objects.last_serial() == last


def test_a_superuser_without_a_role_does_not_enter(cast: Cast):
    user = Account.objects.create_superuser("root", password="x")
    assert sign_in(user).get("/admin/").status_code == 302


def test_nothing_recorded_is_changed_or_deleted_by_a_form(cast: Cast):
    client = sign_in(cast.people["officer"])
    status = InvestmentStatus.objects.first()
    assert client.post(page(status), {"status": "exited"}).status_code == 403
    assert client.post(page(status, "delete"), {"post": "yes"}).status_code == 403
    assert client.post(page(cast.companies["palisade"], "delete"), {"post": "yes"}).status_code == 403
    listed = client.post(
        "/admin/projects/company/",
        {"action": "delete_selected", "_selected_action": [str(cast.companies["palisade"].pk)], "post": "yes"},
    )
    assert listed.status_code in (200, 302, 403)
    assert Company.objects.filter(slug="palisade").exists()


def test_an_officer_outside_the_program_is_refused_on_the_form(cast: Cast):
    Assignment.objects.filter(officer=cast.people["officer"], agency=cast.agencies["DOE"]).delete()
    client, last = sign_in(cast.people["officer"]), Recording.objects.last_serial()
    loan = cast.investments["saltwash-doe-loan"]
    source = {"sources": str(Source.objects.first().pk), "why": "trying"}
    sentence = "officer is not assigned to DOE-ATVM of DOE. Ask an administrator for the assignment."
    for address, answers in (
        (add_page(InvestmentStatus, investment=loan), {"status": "disbursing", "effective_on": "2026-01-01"} | source),
        (
            add_page(Transaction, investment=loan),
            {"kind": "disbursement", "amount": "1", "effective_on": "2026-01-01"} | source,
        ),
        (page(InvestmentStatus.objects.filter(investment=loan).first(), "retract"), {"reason": "trying"}),
        (page(Transaction.objects.filter(investment=loan).last(), "reverse"), {"reason": "trying"}),
        (add_page(ProgramTerms, program=loan.program), {"authority": "none"} | source),
    ):
        response = client.post(address, answers)
        assert response.status_code == 200
        assert sentence in words(response), address
    assert "New ledger entry" not in words(client.get(page(loan)))
    assert Recording.objects.last_serial() == last


def test_an_officer_moves_no_investment_into_a_foreign_program(cast: Cast):
    client = sign_in(cast.people["officer"])
    grant = cast.investments["palisade-doe-grant"]
    answers = {
        "deal": str(grant.deal_id), "agency": str(cast.agencies["DOC"].pk), "program": "", "recipient":
        str(grant.recipient_id), "seen": str(grant.recording_id), "sources": str(Source.objects.first().pk), "why": "x",
    }  # fmt: skip
    assert "is none of the choices" in words(client.post(page(grant), answers))


def test_an_administrator_manages_people_and_assignments(cast: Cast):
    client = sign_in(cast.people["administrator"])
    person = {
        "username": "officer3",
        "usable_password": "true",
        "password1": "a long word 99",
        "password2": "a long word 99",
        "why": "joins",
    }
    assert client.post("/admin/record/account/add/", person).status_code == 302
    made = Account.objects.get(username="officer3")
    officers = Group.objects.get(name="officer")
    answers = {"username": "officer3", "is_active": "on", "groups": [str(officers.pk)], "why": "joins"}
    assert client.post(page(made), answers).status_code == 302
    assert list(made.groups.all()) == [officers]
    assignment = {"officer": str(made.pk), "agency": str(cast.agencies["DOC"].pk), "program": "", "why": "joins"}
    assert client.post("/admin/portfolio/assignment/add/", assignment).status_code == 302
    assert Assignment.objects.filter(officer=made).count() == 1
    wrong = assignment | {"program": str(cast.programs["DOE-ATVM"].pk)}
    assert "belongs to DOE, not DOC" in words(client.post("/admin/portfolio/assignment/add/", wrong))


def test_an_administrator_makes_nobody_a_superuser(cast: Cast):
    client = sign_in(cast.people["administrator"])
    officer = cast.people["officer"]
    asked = {"username": "officer", "is_active": "on", "is_superuser": "on", "is_staff": "on", "why": "asks for it"}
    assert client.post(page(officer), asked).status_code == 302
    officer.refresh_from_db()
    assert not officer.is_superuser
    boss = Account.objects.create_superuser("root", password="x")
    assert client.post(page(boss), {"username": "root"}).status_code == 403
    assert (
        client.post(f"/admin/record/account/{boss.pk}/password/", {"password1": "y", "password2": "y"}).status_code
        == 403
    )
