"""Proposals: what one officer proposes, and what another decides about it."""

from django.db import models
from django.db.models import Exists, F, OuterRef, Q

from record.calculations.hash_chain import fingerprint
from record.models.accounts import person
from record.models.facts import Fact, FactQuerySet
from record.models.fields import share_count, usd
from record.models.recordings import Recording, Refusal, in_schema, is_not_the_writer

KIND_LABELS: dict[str, str] = {}
"""Kind → what a person calls it; filled as handlers are registered (`record.services.approvals`)."""


class Outcome(models.TextChoices):
    APPROVED = "approved", "approved"
    RETURNED = "returned", "returned with a reason"
    WITHDRAWN = "withdrawn", "withdrawn"
    LAPSED = "lapsed", "lapsed: its base moved"


class ProposalQuerySet(FactQuerySet):
    def undecided(self) -> "ProposalQuerySet":
        """Those that wait, oldest first."""
        return self.filter(~Exists(Decision.objects.filter(proposal=OuterRef("pk")))).order_by("pk")


class Proposal(Fact):
    """A write that waits for a second person: what would be written, and what the proposer was shown of it.

    The entity that it is about is named by table and id, so that a proposal is no fact of that entity. `shown` has
    lists of [label, before, after]. Why it is proposed is said by its recording.
    """

    is_retractable = False

    kind = models.CharField(max_length=12, help_text="The name of the handler that writes it.")
    table = models.CharField(max_length=63, blank=True, help_text="The table of what it is about.")
    entity_id = models.BigIntegerField(null=True, blank=True, help_text="Empty for what is new.")
    subject = models.CharField(max_length=700, help_text="What it is about, in words.")
    payload = models.JSONField(help_text="What would be written.")
    shown = models.JSONField(help_text="Fields and totals, each before and after.")
    amount = usd("dollars at stake", null=True, blank=True, help_text="In USD.")
    shares = share_count("shares at stake", above=None, least=0, null=True, blank=True)
    sources = models.CharField(max_length=500, blank=True, help_text='Sources by their identifiers, "mp1;mp16".')
    base_serial = models.BigIntegerField("recording read", help_text="The last recording that it was shown against.")
    base_hash = models.CharField(max_length=64, help_text="SHA-256 of the state that it was shown against.")
    shown_hash = models.CharField(max_length=64, help_text="SHA-256 of what would be written and what was shown.")
    proposed_by = person("Who proposes it.")

    objects = ProposalQuerySet.as_manager()

    @classmethod
    def refused_insert(cls) -> list[Refusal]:
        return [
            (is_not_the_writer("proposed_by_id", "NEW.recording_id"), "a proposal names who proposes it"),
        ]

    class Meta:
        indexes = [models.Index(fields=["table", "entity_id"], name="proposal_about_entity")]

    def __str__(self) -> str:
        return f"Proposal {self.pk}: {self.kind_label}, {self.subject}"

    @property
    def kind_label(self) -> str:
        """The kind in words, as its handler was registered."""
        return KIND_LABELS.get(self.kind, self.kind)

    @property
    def is_open(self) -> bool:
        return not hasattr(self, "decision")

    @property
    def content_hash(self) -> str:
        """What `shown_hash` should be: SHA-256 over what would be written and what was shown."""
        return fingerprint([self.kind, self.payload, self.shown, self.base_hash])


class Decision(Fact):
    """What became of a proposal. The note is its reason."""

    is_retractable = False

    proposal = models.OneToOneField(Proposal, models.PROTECT, related_name="decision")
    outcome = models.CharField(max_length=10, choices=Outcome)
    proposed_by = person("Who proposed it.")
    decided_by = person("Who decided.")
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
        proposer = f"(SELECT p.proposed_by_id FROM {in_schema(Proposal)} p WHERE p.id = NEW.proposal_id)"
        return [
            (is_not_the_writer("decided_by_id", "NEW.recording_id"), "a decision names who made it"),
            (is_not_the_writer("proposed_by_id", "NEW.written_id"), "what is approved is written in its name"),
            (f"NEW.proposed_by_id <> {proposer}", "a decision names who proposed"),
        ]

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(outcome__in=["approved", "returned"]) | ~Q(proposed_by=F("decided_by")),
                name="proposal_is_decided_by_another",
            ),
            models.CheckConstraint(
                condition=~Q(outcome="withdrawn") | Q(proposed_by=F("decided_by")), name="own_proposal_is_withdrawn"
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
