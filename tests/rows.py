"""A row of any guarded table, filled in without meaning, for tests of what the database refuses."""

from datetime import UTC, date, datetime
from decimal import Decimal
from itertools import count
from typing import Any

from django.db import models

from portfolio.models import (
    Capitalization,
    CorporateAction,
    DueDecision,
    Program,
    ProgramAuthority,
    ReaderQuestion,
    SampleFinding,
    SourceCheck,
    Tranche,
    Transaction,
)
from projects.models import Ownership, PhaseEstimate, Project, ProjectionOverride
from record.calculations.partial_dates import PartialDate
from record.models import (
    AccessToken,
    Citation,
    CitedSource,
    Decision,
    Proposal,
    ProposalVersion,
    Recording,
    Retraction,
    Source,
)
from record.models.fields import ExactField, PartialDateField
from record.models.recordings import Channel
from record.services.recordings import open_recording

numbers = count(1)
NOTHING_SHOWN: dict[str, list[Any]] = {"fields": [], "rests_on": [], "totals": []}


def recording() -> Any:
    return open_recording(by_name="tester", why="a row is needed", channel=Channel.JOB)


def a_row_of(model: type[models.Model], under: Recording) -> models.Model:
    """A new row, and what it needs to stand on, under an open recording."""
    if model is Recording:
        return under
    row = build(model, under)
    row.save(force_insert=True)
    return row


def build(model: type[models.Model], under: Recording) -> models.Model:
    """An unsaved row; the rows that it names are saved."""
    given = special(model, under)
    values = {}
    for field in model._meta.concrete_fields:
        if field.name in given:
            values[field.name] = given[field.name]
        elif not isinstance(field, models.AutoField):
            values[field.name] = value_for(field, under)
    return model(**values)


def value_for(field: models.Field, under: Recording) -> Any:
    if isinstance(field, models.ForeignKey):
        return None if field.null else a_row_of(field.related_model, under)
    if isinstance(field, PartialDateField):
        return PartialDate.parse("2026-02-14")
    if field.null:
        return None
    if field.choices:
        return field.choices[0][0]
    if isinstance(field, ExactField):
        return Decimal(1)
    if isinstance(field, models.DateTimeField):
        return datetime(2026, 1, 1, tzinfo=UTC)
    if isinstance(field, models.DateField):
        return date(1, 1, 1)
    if isinstance(field, models.BooleanField):
        return False
    if isinstance(field, models.IntegerField):
        return 2026 if field.name in ("year", "first_year", "last_year") else next(numbers)
    if isinstance(field, models.JSONField):
        return field.get_default() if field.has_default() else {}
    if isinstance(field, models.BinaryField):
        return b""
    return f"x{next(numbers)}"[: field.max_length]


def a_citation(under: Recording) -> Citation:
    """A citation of a source, which it names."""
    cited = a_row_of(CitedSource, under)
    assert isinstance(cited, CitedSource)
    return cited.citation


def special(model: type[models.Model], under: Recording) -> dict[str, Any]:
    """What may not be filled in at random."""
    if model is Transaction:
        last = Transaction.objects.order_by("number").last()
        return {
            "number": last.number + 1 if last else 1,
            "previous_hash": last.hash if last else "0" * 64,
            "kind": "commitment",
            "amount": Decimal(1),
        }
    if model is AccessToken:
        return {"expires_at": datetime(2026, 4, 1, tzinfo=UTC)}
    if model is ProgramAuthority:
        return {"program": a_row_of(Program, under)}
    if model is Tranche:
        return {"amount": Decimal(1)}
    if model is Decision:
        proposal = a_row_of(Proposal, under)
        return {
            "proposal": proposal, "proposed_by": proposal.proposed_by, "written": under,
            "shown_hash": proposal.shown_hash,
        }  # fmt: skip
    if model is Proposal:  # of a kind that no app writes
        return {"shown": NOTHING_SHOWN}
    if model is ProposalVersion:
        proposal = a_row_of(Proposal, under)
        return {"proposal": proposal, "proposed_by": proposal.proposed_by, "shown": NOTHING_SHOWN}
    if model is Ownership:
        return {"owner_code": "DOW", "owned_company": a_row_of(Ownership.owned_company.field.related_model, under)}
    if model is ProjectionOverride:
        return {"citation": a_citation(under), "success_share": Decimal("0.5"), "utilisation": Decimal("0.9")}
    if model is CorporateAction:
        return {"kind": "split", "new_shares": Decimal(2), "old_shares": Decimal(1), "ticker": ""}
    if model is PhaseEstimate:
        return {"field": "nameplate", "feed": ""}
    if model is Capitalization:
        return {"kind": "event"}
    if model in (DueDecision, SourceCheck):
        return {"citation": a_citation(under)}
    if model is SampleFinding:
        return {"agrees": True, "exception": ""}
    if model is ReaderQuestion:
        return {"project": a_row_of(Project, under)}
    if model is Retraction:
        return {"table": "projects_ownership"}
    if model is CitedSource:
        source = a_row_of(Source, under)
        return {"source": source, "citation": Citation.objects.create(text=source.slug)}
    return {}
