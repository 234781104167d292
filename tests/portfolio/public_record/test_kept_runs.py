"""With each edition answers are kept under its name, and they come out the same when they are asked again."""

import gzip
from datetime import date
from hashlib import sha256

import pytest
from django.contrib.auth.models import Group
from django.core.management import call_command
from django.db import DatabaseError, transaction

from portfolio.kept_answers import verify
from portfolio.models import KeptRun
from portfolio.public_record.kept_runs import keep_projections
from portfolio.public_record.load import APPROVAL, LOADER
from record.models import Account, Recording
from tests.portfolio.reports.answers import ask, csv_bytes, csv_rows

pytestmark = pytest.mark.django_db


def of(name: str, report: str) -> KeptRun:
    return KeptRun.objects.get(name=name, report=report)


def test_each_edition_keeps_the_exposure_of_its_day_and_serial(editions: list[Recording]):
    june, october = of("Edition of June 2026", "exposure"), of("Edition of October 2026", "exposure")
    assert [one.as_of for one in (june, october)] == [date(2026, 6, 18), date(2026, 10, 8)]
    assert [one.read_serial for one in (june, october)] == [one.serial for one in editions]
    assert [one.recording for one in (june, october)] == editions


def test_a_kept_run_says_how_many_rows_it_has_and_what_they_add_up_to(editions: list[Recording]):
    june = of("Edition of June 2026", "exposure")
    rows = csv_rows(june.csv)
    assert june.rows == len(rows) > 0
    assert sha256(june.csv).hexdigest() == june.sha256
    said = {line["label"]: line["values"] for line in june.totals}
    (first, *_) = said.values()
    assert any(figure for figure in first.values())


def test_a_kept_run_asked_again_is_the_same_byte_for_byte(editions: list[Recording]):
    june = of("Edition of June 2026", "exposure")
    at = Recording.objects.as_of(june.as_of, june.recording.moment, june.read_serial)
    assert csv_bytes(ask("exposure", at)) == june.csv
    assert verify(june).found == "Asked again, the answer is the same, byte for byte."


def test_of_an_older_schema_the_bytes_that_are_kept_are_checked(editions: list[Recording]):
    june = of("Edition of June 2026", "exposure")
    june.schema_version = 0
    assert verify(june).found.startswith("The bytes that are kept stand.")
    june.sha256 = "0" * 64
    assert verify(june).found == "The bytes that are kept are not those of the SHA-256."


def test_an_answer_that_comes_out_otherwise_names_the_formula_that_was_changed(editions: list[Recording]):
    june = of("Edition of June 2026", "exposure")
    other = june.csv + b"x\n"
    june.content, june.sha256 = gzip.compress(other), sha256(other).hexdigest()
    assert verify(june).found == "Asked again, the answer is another one. The bytes that are kept stand."
    june.formulas = {"portfolio.calculations.balance": 7}
    verdict = verify(june)
    assert verdict.found.is_sound
    assert verdict.formulas == ("portfolio.calculations.balance (version 7 then, 1 now)",)


def test_the_projection_of_each_edition_is_kept_as_of_its_day(editions: list[Recording]):
    kept = keep_projections(editions, by_name=LOADER, approval=APPROVAL)
    assert [str(one) for one in kept] == ["Edition of June 2026: capacity", "Edition of October 2026: capacity"]
    assert [one.read_serial for one in kept] == [one.serial for one in editions]
    assert all(verify(one).found == "Asked again, the answer is the same, byte for byte." for one in kept)


def test_loading_again_keeps_nothing_anew(editions: list[Recording]):
    before = KeptRun.objects.count()
    call_command("load_public_record", verbosity=0)
    assert KeptRun.objects.count() == before


@pytest.mark.parametrize("change", ["update", "delete"])
def test_what_is_kept_is_never_changed(editions: list[Recording], change: str):
    rows = KeptRun.objects.filter(name="Edition of June 2026")
    with pytest.raises(DatabaseError), transaction.atomic():
        rows.update(rows=0) if change == "update" else rows.delete()


def test_an_auditor_reads_a_kept_run_and_takes_its_bytes(client, editions: list[Recording]):
    auditor = Account.objects.create_user("reader", is_staff=True)
    auditor.groups.add(Group.objects.get(name="auditor"))
    client.force_login(auditor)
    june = of("Edition of June 2026", "exposure")
    page = client.get(f"/admin/portfolio/keptrun/{june.pk}/change/").content.decode()
    assert "Asked again, the answer is the same, byte for byte." in page
    assert client.get(f"/admin/portfolio/keptrun/{june.pk}/file/").content == june.csv
