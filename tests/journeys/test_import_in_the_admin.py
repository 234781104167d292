"""An officer imports a file: sends it, matches its columns, looks, confirms, and takes it back."""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.urls import reverse

from portfolio.imports import kept
from portfolio.models import Import, ImportMapping, ImportState, SecurityPrice, Transaction
from projects.models import BaselineStatistic
from record.models import Proposal, Recording, Retraction
from record.models.jobs import Job
from tests.desk import approve_what_waits, words

TEXT = 'investment,kind,amount_usd,effective_on\npalisade-doe-grant,disbursement,"1,000,000",2026-01-15\n'


def send(client, text, kind="transactions", **more):
    upload = SimpleUploadedFile("payments.csv", text.encode())
    data = {"kind": kind, "file": upload, "why": "Payments of January", **more}
    return client.post(reverse("admin:portfolio_import_add"), data, follow=True)


@pytest.fixture
def desk(client, officer):
    client.force_login(officer)
    return client


def test_who_sends_a_file_sees_what_is_new_by_name_before_it_is_written(desk, tmp_path, capsys):
    head = "investment,company_name,agency,instrument,status,announced_usd\n"
    named = (("a", "Tungsten One"), ("b", "Tungsten Two"), ("c", "TUNGSTEN TWO"), ("d", "Ridge Metals"))
    text = head + "".join(f"t-{slug},{name},DOE,grant,announced,5\n" for slug, name in named)
    said = "New companies, 3: Ridge Metals [ridge-metals]; Tungsten One [tungsten-one]; Tungsten Two [tungsten-two]"
    page = send(desk, text, kind="investments").content.decode()
    assert f"<li>{said}</li>" in page
    file = tmp_path / "awards.csv"
    file.write_text(text)
    call_command("import_file", "investments", str(file))
    assert said in capsys.readouterr().out.splitlines()


def test_a_file_is_shown_confirmed_written_and_undone_each_as_a_second_officer_approved(desk, officer2):
    page = send(desk, TEXT).content.decode()
    assert "1 new" in page
    assert "amount_usd: $1,000,000" in page
    assert Transaction.objects.count() == 10
    one = Import.objects.get()
    address = reverse("admin:portfolio_import_change", args=[one.pk])
    desk.post(address, {"_confirm": "1", "plan_hash": one.plan_hash})
    approve_what_waits(officer2)
    one.refresh_from_db()
    assert one.state == ImportState.WRITTEN
    assert one.recording.approval == f"proposed by officer, approved by officer2: proposal {Proposal.objects.get().pk}"
    assert (one.recording.by.username, one.recording.why) == ("officer", "Payments of January")
    assert Transaction.objects.count() == 11
    desk.post(address, {"_undo": "1", "reason": "Wrong month"})
    approve_what_waits(officer2)
    assert "Undone" in desk.get(address).content.decode()
    assert Transaction.objects.order_by("-number").first().reverses.recording == one.recording
    again = desk.post(address, {"_undo": "1", "reason": "Once more"}, follow=True).content.decode()
    assert "nothing to undo" in again


def test_a_file_confirmed_blind_is_not_written(desk):
    send(desk, TEXT)
    one = Import.objects.get()
    address = reverse("admin:portfolio_import_change", args=[one.pk])
    page = desk.post(address, {"_confirm": "1", "plan_hash": "0" * 64}, follow=True).content.decode()
    assert "not what you were shown" in page
    assert Transaction.objects.count() == 10


def test_columns_are_matched_and_remembered(desk):
    text = "Ticker ID,Trade day,Closing,Currency,Volume\npalisade,2026-01-05,12.50,USD,100\n"
    page = send(desk, text, kind="security-prices").content.decode()
    assert "The column Ticker ID is unknown" in page
    one = Import.objects.get()
    address = reverse("admin:portfolio_import_change", args=[one.pk])
    chosen = dict(zip(range(5), ("company", "effective_on", "close", "currency", "-"), strict=True))
    data = {f"column_{place}": name for place, name in chosen.items()} | {"source": "Exchange", "_match": "1"}
    page = desk.post(address, data, follow=True).content.decode()
    assert "1 new" in page
    assert "1 column is not read: Volume" in page
    assert ImportMapping.objects.get().source == "Exchange"
    page = send(desk, text, kind="security-prices", mapping="security-prices|Exchange").content.decode()
    assert "1 new" in page


def test_what_an_import_of_facts_wrote_is_retracted_when_it_is_undone(desk):
    send(desk, "company,effective_on,close,currency\npalisade,2026-01-05,12.50,USD\n", kind="security-prices")
    one = Import.objects.get()
    address = reverse("admin:portfolio_import_change", args=[one.pk])
    desk.post(address, {"_confirm": "1", "plan_hash": one.plan_hash})
    listed = reverse("admin:portfolio_securityprice_changelist")
    assert "2026-01-05" in words(desk.get(listed))
    desk.post(address, {"_undo": "1", "reason": "Wrong firm"})
    kept_price = SecurityPrice.objects.get()
    assert Retraction.objects.get().fact_id == kept_price.pk
    assert "2026-01-05" not in words(desk.get(listed))
    page = words(desk.get(reverse("admin:portfolio_securityprice_change", args=[kept_price.pk])))
    assert "2026-01-05" in page
    assert "Wrong firm" in page


def test_a_mark_of_the_unknown_where_a_figure_is_needed_says_to_leave_its_row_out(desk):
    text = "company,effective_on,close,currency\npalisade,2026-01-05,n/a,USD\npalisade,2026-01-06,12.50,USD\n"
    seen = words(send(desk, text, kind="security-prices"))
    assert '"n/a" means not available, and this is needed. Fill it in, or leave out the rows that say so.' in seen
    one = Import.objects.get()
    data = {f"column_{place}": name for place, name in enumerate(("company", "effective_on", "close", "currency"))}
    page = reverse("admin:portfolio_import_change", args=[one.pk])
    assert "1 new" in words(desk.post(page, {**data, "rows_left_out": "close: n/a", "_match": "1"}, follow=True))


def test_a_refused_row_stops_the_file_and_a_wrong_file_says_why(desk):
    page = send(desk, TEXT.replace("2026-01-15", "3/2/2026")).content.decode()
    assert "1 refused" in page
    assert "Put exactly this on record" not in page
    assert "is empty" in send(desk, "").content.decode()


@pytest.mark.usefixtures("office_of_one")
def test_a_large_file_is_read_and_written_by_the_worker(desk, monkeypatch):
    from django.utils import timezone

    from tests.due import run_due

    monkeypatch.setattr(kept, "SMALL", 10)
    page = send(desk, TEXT).content.decode()
    assert "The worker will begin soon" in page
    assert run_due(clock=timezone.now) == 1
    one = Import.objects.get()
    assert one.state == ImportState.SHOWN
    address = reverse("admin:portfolio_import_change", args=[one.pk])
    desk.post(address, {"_confirm": "1", "plan_hash": one.plan_hash})
    assert Import.objects.get().state == ImportState.CONFIRMED
    assert run_due(clock=timezone.now) == 1
    assert Import.objects.get().state == ImportState.WRITTEN
    assert [job.state for job in Job.objects.all()] == ["succeeded", "succeeded"]


def test_others_see_an_import_and_cannot_go_on_with_it(desk, officer2, auditor, manager):
    send(desk, TEXT)
    one = Import.objects.get()
    address = reverse("admin:portfolio_import_change", args=[one.pk])
    before = Recording.objects.last_serial()
    for person, may_look in ((officer2, True), (auditor, True), (manager, False)):
        desk.force_login(person)
        assert (desk.get(address).status_code == 200) is may_look
        assert desk.post(address, {"_confirm": "1", "plan_hash": one.plan_hash}).status_code in (302, 403)
    desk.force_login(auditor)
    assert desk.get(reverse("admin:portfolio_import_add")).status_code == 403
    assert Recording.objects.last_serial() == before
    assert re.search("waits|shown", Import.objects.get().get_state_display())


def test_what_all_rows_are_is_said_in_the_matching_and_saved_with_it(desk):
    text = 'Date,Close,Volume\n03/01/2024,$15.47,"2,187,767"\n02/29/2024,$15.21,"2,130,228"\n'
    send(desk, text, kind="security-prices")
    one = Import.objects.get()
    address = reverse("admin:portfolio_import_change", args=[one.pk])
    chosen = dict(zip(range(3), ("effective_on", "close", "-"), strict=True))
    data = {f"column_{place}": name for place, name in chosen.items()}
    data |= {"constants": "company palisade, currency USD", "dates": "month first", "source": "Exchange", "_match": "1"}
    assert "2 new" in desk.post(address, data, follow=True).content.decode()
    assert ImportMapping.objects.get().content["constants"] == {"company": "palisade", "currency": "USD"}
    assert "2 new" in send(desk, text, kind="security-prices", mapping="security-prices|Exchange").content.decode()
    refused = desk.post(address, data | {"constants": "compny palisade"}, follow=True).content.decode()
    assert "Did you mean company?" in refused


def test_a_wide_file_is_melted_in_the_matching(desk):
    text = "DataSource,Commodity,Year,USprod_t,NIR_pct\nMCS2024,Lithium,2022,W,>25\nMCS2024,Lithium,2023,W,>25\n"
    send(desk, text, kind="baseline-statistics")
    one = Import.objects.get()
    address = reverse("admin:portfolio_import_change", args=[one.pk])
    chosen = dict(zip(range(5), ("edition", "mineral", "year", "+", "+"), strict=True))
    data = {f"column_{place}": name for place, name in chosen.items()} | {"_match": "1"}
    page = desk.post(address, data, follow=True).content.decode()
    assert "Say what its rows are" in page
    assert "Choose the column for the cells of such rows" in page
    data |= {"says_3": "metric production, unit t", "says_4": "metric net_import_reliance_pct, unit pct"}
    page = desk.post(address, data | {"melted_into": "statistic_value"}, follow=True).content.decode()
    assert "4 new" in page
    assert "2 columns were read as rows of their own: USprod_t, NIR_pct" in page
    one.refresh_from_db()
    desk.post(address, {"_confirm": "1", "plan_hash": one.plan_hash})
    found = BaselineStatistic.objects.values_list("metric", "year", "qualifier", "value", "unit")
    assert ("net_import_reliance_pct", 2023, ">", 25, "pct") in set(found)
    assert found.count() == 4
