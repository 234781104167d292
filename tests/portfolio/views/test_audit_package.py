"""The audit package is asked for and saved on the page of the reports, by auditors and administrators alone."""

import json
from io import BytesIO
from zipfile import ZipFile

import pytest
from django.urls import reverse
from django.utils import timezone

from portfolio.reports import REPORTS
from record.models import Job
from tests.cast import Cast
from tests.desk import sign_in, words
from tests.due import run_due

pytestmark = pytest.mark.django_db

REPORTS_PAGE = "/reports/"


def test_an_auditor_asks_for_it_a_worker_writes_it_and_it_is_saved(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("portfolio.audit_packages.REPORTS", {name: REPORTS[name] for name in ("exposure", "sources")})
    client = sign_in(cast.people["auditor"])
    assert "Make the audit package of today" in words(client.get(REPORTS_PAGE))
    said = words(client.post(reverse("portfolio:audit_package"), follow=True))
    assert "waiting. Look again in a moment." in said
    job = Job.objects.get(kind="audit_package")
    file = reverse("portfolio:audit_package_file", args=[job.pk])
    assert client.get(file).status_code == 404
    run_due(clock=timezone.now)
    job.refresh_from_db()
    assert job.outcome == f"13 parts at recording {job.arguments['serial']}."
    assert file in client.get(REPORTS_PAGE).content.decode()
    saved = client.get(file)
    assert saved["Content-Disposition"] == (
        f'attachment; filename="audit-package-{job.arguments["as_of"]}-recording-{job.arguments["serial"]}.zip"'
    )
    with ZipFile(BytesIO(b"".join(saved))) as archive:
        assert json.loads(archive.read("manifest.json"))["recording"] == job.arguments["serial"]
        assert "reports/exposure.csv" in archive.namelist()


def test_asked_again_of_the_same_recording_the_one_that_was_written_stands(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("portfolio.audit_packages.REPORTS", {"sources": REPORTS["sources"]})
    client = sign_in(cast.people["administrator"])
    client.post(reverse("portfolio:audit_package"))
    run_due(clock=timezone.now)
    assert "succeeded" in words(client.post(reverse("portfolio:audit_package"), follow=True))
    assert run_due(clock=timezone.now) == 0


@pytest.mark.parametrize("role", ["officer", "manager"])
def test_others_neither_see_nor_ask_nor_save_it(cast: Cast, role: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("portfolio.audit_packages.REPORTS", {"sources": REPORTS["sources"]})
    sign_in(cast.people["auditor"]).post(reverse("portfolio:audit_package"))
    run_due(clock=timezone.now)
    client = sign_in(cast.people[role])
    assert "Audit package" not in words(client.get(REPORTS_PAGE))
    assert client.post(reverse("portfolio:audit_package")).status_code == 403
    job = Job.objects.get(kind="audit_package")
    assert client.get(reverse("portfolio:audit_package_file", args=[job.pk])).status_code == 404
