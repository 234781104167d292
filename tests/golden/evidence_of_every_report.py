"""What an auditor did: a sample that was kept, what she found of it, what was answered, and which files she took."""

from datetime import UTC, datetime
from decimal import Decimal

from portfolio.forms import ReportForm
from portfolio.kept_answers import to_keep
from portfolio.models import KeptRun, Transaction
from portfolio.positions.sample_findings import samples_at
from portfolio.reports import REPORTS
from portfolio.services import questions, samples
from portfolio.services.kept_runs import keep
from record.models import Access, Recording
from record.models.access import AccessKind
from record.services import approvals
from record.services.row_formatting import format_value
from tests.cast import TODAY, Cast, day, now, writing


def add_sample(cast: Cast) -> None:
    """Three entries: one agrees, one is an exception that was answered, nobody looked at the third."""
    auditor, officer = cast.people["auditor"], cast.people["officer"]
    definition = REPORTS["audit-sample"]
    form = ReportForm(definition, {"as_of": str(TODAY), "seed": "spring", "size": "3"})
    assert form.is_valid(), form.errors
    with writing(auditor, "a sample is kept") as recording:
        kept: KeptRun = keep("Spring sample", to_keep(definition, form), recording=recording)
    first, second, _ = samples_at(now(), [kept])
    with writing(auditor, "compared with its source") as recording:
        samples.find(kept, first.number, "", recording=recording, today=TODAY)
        finding = samples.find(kept, second.number, "The filing has another day.", recording=recording, today=TODAY)
    assert finding.question is not None
    with writing(officer, "answered") as recording:
        questions.answer(finding.question, "The day is of the press release.", recording=recording, today=TODAY)


def add_returned(cast: Cast) -> None:
    """A payment that one officer proposed and the other returned."""
    grant = cast.investments["palisade-doe-grant"]
    row = Transaction(investment=grant, kind="disbursement", amount=Decimal(250_000), effective_on=day("2026-05-15"))
    with writing(cast.people["officer"], "an invoice") as recording:
        payload = {"row": format_value(row), "sources": "cast1"}
        proposal = approvals.propose("entry", payload, recording=recording, today=TODAY)
    approvals.send_back(proposal, by=cast.people["officer2"], reason="Which invoice?", today=TODAY)


def add_accesses(cast: Cast) -> None:
    """A sign-in, and three files: one that broke off, one of the API, and one after the newest recording."""
    auditor, serial = cast.people["auditor"], Recording.objects.last_serial()
    told = {"account": auditor.pk, "by_name": auditor.username, "after_serial": serial - 1}
    at = datetime(2026, 6, 1, 15, 0, 0, 250_000, tzinfo=UTC)
    Access.objects.create(moment=at, kind=AccessKind.SIGN_IN, **told)
    asked = {"kind": AccessKind.FILE, "read_serial": serial - 2}
    file = f"exposure_2026-06-18_r{serial - 2}.csv"
    Access.objects.create(moment=at.replace(minute=1), question="/reports/exposure.csv", file=file, rows=3,
                          size=700, is_whole=False, **asked, **told)  # fmt: skip
    Access.objects.create(moment=at.replace(minute=2), question="/api/v1/reports/stakes/", rows=2, size=4_000,
                          **asked, **told)  # fmt: skip
    told["after_serial"] = serial
    Access.objects.create(moment=at.replace(minute=3), question="/briefing.pdf", file="briefing.pdf", size=90_000,
                          kind=AccessKind.FILE, **told)  # fmt: skip
