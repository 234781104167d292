"""A batch becomes an import, which proposes. The same answer is handed over once."""

from contextlib import suppress
from hashlib import sha256

from django.core.exceptions import ValidationError

from portfolio.imports import workflow
from portfolio.imports.mapping import Mapping
from portfolio.imports.preview import Reading, Refused, preview
from portfolio.models import FeedAnswer, Import, ImportState
from portfolio.services import feeds, imports
from record.models import Channel, Proposal
from record.services import approvals
from record.services.recordings import SINGLE_CONTROL, open_recording

from .answers import bundle, fingerprint
from .found import Batch
from .proposer import Proposer
from .stopped import FeedStopped

SAME = "as before"
# What the same answer takes up again; anything else was proposed, or decided about.
UNFINISHED = (
    ImportState.SENT, ImportState.SHOWN, ImportState.CONFIRMED, ImportState.LAPSED, ImportState.REFUSED,
)  # fmt: skip
APPROVAL = f"{SINGLE_CONTROL}: what a feed answered, kept as a source"


def batch(run: Proposer, one: Batch, mapping: Mapping, reading: Reading) -> str:
    """What came of a batch in a sentence; SAME where nothing in it is new.

    A run that broke off is taken up where it was. A newer answer takes the place of what still waits of an older one.
    """
    before = FeedAnswer.objects.filter(feed=run.feed.name, part=one.part).first()
    kept = before.imports.first() if before else None
    if not _says_the_same(before, kept, one):
        before = kept = None
    elif kept is not None and kept.state not in UNFINISHED:
        return SAME
    why = f"{run.feed.label}: {one.title}"
    try:
        plan = preview(reading, why=why, by=run.by, today=run.at.as_of)
    except Refused as error:
        raise FeedStopped(f"{one.part}: {error}") from error
    if not plan.writes and not plan.refused:
        if kept is not None and not run.is_dry:
            over = {"state": ImportState.UNCHANGED, "outcome": "All of it is on record by now."}
            Import.objects.filter(pk=kept.pk).update(**over)
        elif before is None and not run.is_dry:
            _supersede(run, one)
        return SAME
    if run.is_dry:
        return f"{one.part}: {plan.summary()}."
    if kept is None:
        answer = before or _keep_answer(run, one)
        _supersede(run, one)
        kept = imports.keep(
            kind=one.kind,
            filename=f"{run.feed.name}, {one.part}.csv"[:255],
            content=one.content,
            why=why,
            by=run.by,
            now=run.now,
            mapping=mapping.content(),
            sources=answer.source.slug,
            answer=answer,
        )
    return f"{one.part}: {_go_on(run, kept)}"


def _says_the_same(before: FeedAnswer | None, kept: Import | None, one: Batch) -> bool:
    """True where the newest answer that is kept is this one, or gave the same rows."""
    if before is None:
        return False
    gave_the_same = kept is not None and kept.sha256 == sha256(one.content).hexdigest()
    return gave_the_same or before.sha256 == fingerprint(one.answers)


def _go_on(run: Proposer, kept: Import) -> str:
    """Show the file, and propose it where its rows can be written and a second officer decides."""
    if kept.state != ImportState.CONFIRMED:
        kept = workflow.show(kept, today=run.at.as_of)
        is_clean = kept.state == ImportState.SHOWN and not kept.counts.get("refused")
        if is_clean and approvals.is_asked():
            kept = workflow.confirm(kept, plan_hash=kept.plan_hash)
    kept = workflow.carry_out(kept, today=run.at.as_of)
    if kept.state != ImportState.SHOWN:
        return kept.outcome
    if refused := kept.counts.get("refused"):
        return f"{refused:,} rows are refused. Import {kept.pk} says why."
    return f"Import {kept.pk} waits to be confirmed."


def _keep_answer(run: Proposer, one: Batch) -> FeedAnswer:
    why = f"{run.feed.label}: the answer is kept as a source"
    with open_recording(by=run.by, why=why, channel=Channel.JOB, approval=APPROVAL) as recording:
        return feeds.keep_answer(
            feed=run.feed.name,
            part=one.part,
            address=one.answers[0].address,
            count=len(one.answers),
            content=bundle(one.answers),
            publisher=run.feed.publisher,
            title=one.title,
            today=run.at.as_of,
            recording=recording,
        )


def _supersede(run: Proposer, one: Batch) -> None:
    """Take back what still waits of an older answer about the same: the newer one says it, or says it otherwise."""
    older = Import.objects.filter(answer__feed=run.feed.name, answer__part=one.part).defer("content", "row_outcomes")
    reason = "A newer answer of the feed takes its place."
    for waiting in older.filter(state=ImportState.PROPOSED):
        for proposal in waiting.proposals.filter(decision=None):
            _withdraw(run, proposal, reason)
    older.filter(state__in=(ImportState.SENT, ImportState.SHOWN, ImportState.CONFIRMED)).update(
        state=ImportState.WITHDRAWN, outcome=reason
    )


def _withdraw(run: Proposer, proposal: Proposal, reason: str) -> None:
    """In the name of who proposed it, whoever that was; nothing where somebody has just decided."""
    with suppress(ValidationError):
        approvals.withdraw(proposal, by=proposal.proposed_by, reason=reason, today=run.at.as_of, channel=Channel.JOB)
