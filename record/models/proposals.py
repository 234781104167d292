"""Proposals: what one officer proposes, and what another decides about it."""

import sys
from collections.abc import Iterable
from typing import Any, Self

from django.db import models
from django.db.models import Exists, F, OuterRef, Q

from record.calculations.as_of import AsOf
from record.calculations.hash_chain import fingerprint
from record.models.accounts import person
from record.models.facts import Fact, FactQuerySet
from record.models.fields import share_count, usd
from record.models.recordings import Recording, Refusal, in_schema, is_not_the_writer, writer_of

KIND_LABELS: dict[str, str] = {}
"""Kind → what a person calls it; filled as handlers are registered (`record.services.approvals`)."""


class Outcome(models.TextChoices):
    APPROVED = "approved", "approved"
    RETURNED = "returned", "returned with a reason"
    WITHDRAWN = "withdrawn", "withdrawn"
    LAPSED = "lapsed", "lapsed: its base moved"


class ProposalQuerySet(FactQuerySet):
    _worded_by: int | None = None

    def undecided(self) -> Self:
        """Those that wait, oldest first, each as it is worded now."""
        return self.as_worded().filter(~Exists(Decision.objects.filter(proposal=OuterRef("pk")))).order_by("pk")

    def uncorrected(self) -> Self:
        """Those in whose place nothing was proposed."""
        return self.filter(corrected_by=None)

    def as_worded(self, at: AsOf | None = None) -> Self:
        """Each in memory with its newest wording, or that of `at`; one more question to the database."""
        found = self.all()
        found._worded_by = at.serial if at else sys.maxsize
        return found

    def _clone(self) -> Self:
        found = super()._clone()
        found._worded_by = self._worded_by
        return found

    def _fetch_all(self) -> None:
        # Any: the stubs leave out what a query set keeps of its answer.
        read: Any = self
        is_new = read._result_cache is None
        super()._fetch_all()  # type: ignore[misc]
        if is_new and self._worded_by is not None:
            reword([one for one in read._result_cache if isinstance(one, Proposal)], by=self._worded_by)


class Wording(Fact):
    """What would be written, and what was shown of it.

    `shown` has lists of [label, before, after].
    """

    is_retractable = False
    undone_by = "The proposal is proposed anew in other words, or dropped, on its page."

    subject = models.CharField(max_length=700, help_text="What it is about, in words.")
    sentence = models.CharField("what it would do", max_length=700, help_text="In a sentence.")
    payload = models.JSONField(help_text="What would be written.")
    shown = models.JSONField(help_text="Fields and totals, each before and after.")
    amount = usd("dollars at stake", null=True, blank=True, help_text="In USD.")
    shares = share_count("shares at stake", above=None, least=0, null=True, blank=True)
    sources = models.CharField(max_length=500, blank=True, help_text='Sources by their identifiers, "mp1;mp16".')
    base_serial = models.BigIntegerField("recording read", help_text="The last recording that it was shown against.")
    base_hash = models.CharField(max_length=64, help_text="SHA-256 of the state that it was shown against.")
    shown_hash = models.CharField(max_length=64, help_text="SHA-256 of what would be written and what was shown.")

    class Meta:
        abstract = True


def hash_of(kind: str, wording: dict[str, Any]) -> str:
    """SHA-256 over what would be written by a proposal of that kind, and what was shown."""
    return fingerprint([kind, wording["payload"], wording["shown"], wording["base_hash"]])


WORDED = (
    "subject",
    "sentence",
    "payload",
    "shown",
    "amount",
    "shares",
    "sources",
    "base_serial",
    "base_hash",
    "shown_hash",
)
"""The columns of a wording."""


class Proposal(Wording):
    """A write that waits for a second person, as it was worded first: see `ProposalVersion` for what came later.

    The entity that it is about is named by table and id, so that a proposal is no fact of that entity. `touches` names
    each entity on whose state it rests, so that another decision finds it. Why it is proposed is said by its recording.
    """

    kind = models.CharField(max_length=12, help_text="The name of the handler that writes it.")
    table = models.CharField(max_length=63, blank=True, help_text="The table of what it is about.")
    entity_id = models.BigIntegerField(null=True, blank=True, help_text="Empty for what is new.")
    touches = models.JSONField(default=list, blank=True, help_text="Table and id of each entity that it rests on.")
    proposed_by = person("Who proposes it.")
    corrects = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="corrected_by",
        help_text="The one that came back, of which this is the correction.",
    )

    newest: "ProposalVersion | None" = None
    """The version of which `as_worded` took the wording; None while it stands as it was proposed."""

    objects = ProposalQuerySet.as_manager()

    @classmethod
    def refused_insert(cls) -> list[Refusal]:
        turned_down = f"SELECT 1 FROM {in_schema(Decision)} d WHERE d.proposal_id = NEW.corrects_id"
        came_back = f"EXISTS ({turned_down} AND d.outcome <> 'approved')"
        return [
            (is_not_the_writer("proposed_by_id", "NEW.recording_id"), "a proposal names who proposes it"),
            (f"NEW.corrects_id IS NOT NULL AND NOT {came_back}", "what is corrected was turned down"),
        ]

    class Meta:
        indexes = [models.Index(fields=["table", "entity_id"], name="proposal_about_entity")]

    def __str__(self) -> str:
        return self.sentence

    @property
    def kind_label(self) -> str:
        """The kind in words, as its handler was registered."""
        return KIND_LABELS.get(self.kind, self.kind)

    @property
    def is_open(self) -> bool:
        return not hasattr(self, "decision")

    @property
    def shown_again(self) -> str:
        """Why it is shown again, in words; empty where it stands as its proposer wrote it."""
        return "" if self.newest is None or self.newest.is_amended else self.newest.note

    @property
    def content_hash(self) -> str:
        """What `shown_hash` should be."""
        return hash_of(self.kind, {name: getattr(self, name) for name in WORDED})


def taken_over_by(officer: str) -> str:
    """SQL: that `officer` took over what a new row is about."""
    from .handling import Takeover

    rows = f"SELECT 1 FROM {in_schema(Takeover)} t WHERE t.proposal_id = NEW.proposal_id"
    return f"EXISTS ({rows} AND t.taken_by_id = {officer})"


def is_not_the_follower(serial: str) -> str:
    """SQL: that who wrote the recording `serial` neither proposed what a new row is about nor took it over."""
    return f"{is_not_the_writer('proposed_by_id', serial)} AND NOT {taken_over_by(writer_of(serial))}"


PROPOSER = f"(SELECT p.proposed_by_id FROM {in_schema(Proposal)} p WHERE p.id = NEW.proposal_id)"
"""SQL: who proposed what a new row is about."""


class ProposalVersion(Wording):
    """A later wording of a proposal that waits. The note says why.

    The proposer amends it; or it is shown again, since what it changes is no longer as it was shown.
    """

    proposal = models.ForeignKey(Proposal, models.PROTECT, related_name="versions")
    is_amended = models.BooleanField(help_text="True where its proposer wrote it anew; else it is shown again.")
    proposed_by = person("Who proposed it.")

    @classmethod
    def refused_insert(cls) -> list[Refusal]:
        decided = f"(SELECT 1 FROM {in_schema(Decision)} d WHERE d.proposal_id = NEW.proposal_id)"
        return [
            (f"NEW.proposed_by_id <> {PROPOSER}", "a version names who proposed"),
            (f"NEW.is_amended AND {is_not_the_follower('NEW.recording_id')}", "who follows a proposal amends it"),
            (f"EXISTS {decided}", "what is decided has no further version"),
        ]

    class Meta:
        verbose_name = "version of a proposal"
        verbose_name_plural = "versions of proposals"
        constraints = [models.CheckConstraint(condition=~Q(note=""), name="proposal_version_says_why")]

    def __str__(self) -> str:
        return f"{self.proposal}, {'amended' if self.is_amended else 'shown again'}"


def reword(proposals: Iterable[Proposal], *, by: int) -> None:
    """Give each proposal, in memory, its newest wording of the recordings up to `by`."""
    by_id = {one.pk: one for one in proposals}
    if not by_id:
        return
    versions = ProposalVersion.objects.filter(proposal__in=by_id, recording_id__lte=by).select_related("recording")
    for version in versions.order_by("pk"):
        proposal = by_id[version.proposal_id]
        proposal.newest = version
        for name in WORDED:
            setattr(proposal, name, getattr(version, name))


class Decision(Fact):
    """What became of a proposal. The note is its reason."""

    is_retractable = False
    undone_by = "Undo what was written when it was approved; propose again what was turned down."

    proposal = models.OneToOneField(Proposal, models.PROTECT, related_name="decision")
    outcome = models.CharField(max_length=10, choices=Outcome)
    proposed_by = person("Who proposed it.")
    decided_by = person("Who decided.")
    shown_hash = models.CharField(max_length=64, blank=True, help_text="Of the wording that was approved.")
    written = models.OneToOneField(
        Recording,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="approved_in",
        help_text="The recording that wrote it, in the proposer's name.",
    )

    @classmethod
    def refused_insert(cls) -> list[Refusal]:
        decider_took_over = taken_over_by("NEW.decided_by_id")
        version = (
            f"FROM {in_schema(ProposalVersion)} v WHERE v.proposal_id = NEW.proposal_id ORDER BY v.id DESC LIMIT 1"
        )
        first = f"SELECT p.shown_hash FROM {in_schema(Proposal)} p WHERE p.id = NEW.proposal_id"
        newest = f"coalesce((SELECT v.shown_hash {version}), ({first}))"
        return [
            (is_not_the_writer("decided_by_id", "NEW.recording_id"), "a decision names who made it"),
            (is_not_the_follower("NEW.written_id"), "what is approved is written in the name of who follows it"),
            (f"NEW.proposed_by_id <> {PROPOSER}", "a decision names who proposed"),
            (
                f"NEW.outcome = 'approved' AND {decider_took_over}",
                "who took a proposal over does not approve it",
            ),
            (
                f"NEW.outcome = 'withdrawn' AND NEW.decided_by_id <> {PROPOSER} AND NOT {decider_took_over}",
                "who follows a proposal withdraws it",
            ),
            (f"NEW.outcome = 'approved' AND NEW.shown_hash <> {newest}", "an approval is of the newest wording"),
        ]

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(outcome__in=["approved", "returned"]) | ~Q(proposed_by=F("decided_by")),
                name="proposal_is_decided_by_another",
            ),
            models.CheckConstraint(
                condition=Q(outcome="approved", written__isnull=False)
                | ~Q(outcome="approved") & Q(written__isnull=True),
                name="only_what_is_approved_is_written",
            ),
            models.CheckConstraint(
                condition=Q(outcome="approved") | ~Q(note=""), name="proposal_is_turned_down_with_a_reason"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.proposal}: {self.outcome}"
