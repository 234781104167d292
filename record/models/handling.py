"""Who handles a proposal: whom it names, who took it over, who dropped it, and who has its page open."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from record.models.accounts import person
from record.models.facts import Fact
from record.models.proposals import Proposal
from record.models.recordings import Refusal, in_schema, is_not_the_writer


class Assignee(Fact):
    """The officer whom a proposal names from now on; none: whoever may decide. The newest counts."""

    is_retractable = False
    undone_by = "The newest counts. Name another officer on the page of the proposal, or nobody."
    replaces_earlier_of = "proposal"

    proposal = models.ForeignKey(Proposal, models.PROTECT, related_name="assignees")
    officer = person("For whom it is. Empty: for whoever may decide.", may_be_none=True)

    @classmethod
    def refused_insert(cls) -> list[Refusal]:
        proposer = f"(SELECT p.proposed_by_id FROM {in_schema(Proposal)} p WHERE p.id = NEW.proposal_id)"
        return [(f"coalesce(NEW.officer_id, 0) = {proposer}", "a proposal is for another than its proposer")]

    class Meta:
        verbose_name = "officer named for a proposal"
        verbose_name_plural = "officers named for proposals"

    def __str__(self) -> str:
        return f"{self.proposal}: for {self.officer or 'whoever may decide'}"


class Takeover(Fact):
    """That an officer took over the proposal of a person who left: it is hers to follow, and not hers to approve."""

    is_retractable = False
    undone_by = "Another officer may take the proposal over in turn."

    proposal = models.ForeignKey(Proposal, models.PROTECT, related_name="takeovers")
    left_by = person("Whose it was.")
    taken_by = person("Who took it over.")

    @classmethod
    def refused_insert(cls) -> list[Refusal]:
        return [(is_not_the_writer("taken_by_id", "NEW.recording_id"), "a takeover names who took it over")]

    class Meta:
        verbose_name = "takeover of a proposal"
        verbose_name_plural = "takeovers of proposals"
        constraints = [
            models.CheckConstraint(
                condition=~Q(left_by=F("taken_by")),
                name="work_is_taken_over_by_another",
                violation_error_message="Another officer takes the work over, not the one who left it.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.proposal}: taken over by {self.taken_by} from {self.left_by}"


class Dropped(Fact):
    """That who follows a proposal that came back does not propose it again: it leaves the desk."""

    is_retractable = False
    undone_by = "Propose it again from the page of the proposal."

    proposal = models.ForeignKey(Proposal, models.PROTECT, related_name="drops")
    dropped_by = person("Who dropped it.")

    @classmethod
    def refused_insert(cls) -> list[Refusal]:
        return [(is_not_the_writer("dropped_by_id", "NEW.recording_id"), "a drop names who dropped it")]

    class Meta:
        verbose_name = "dropped proposal"
        verbose_name_plural = "dropped proposals"
        constraints = [
            models.UniqueConstraint(fields=["proposal", "dropped_by"], name="proposal_is_dropped_once"),
        ]

    def __str__(self) -> str:
        return f"{self.proposal}: dropped by {self.dropped_by}"


class OpenProposal(models.Model):
    """That an officer has the page of a proposal open. Not a fact; it says nothing once it is some minutes old."""

    proposal = models.ForeignKey(Proposal, models.CASCADE, related_name="open_pages")
    officer = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    seen_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["proposal", "officer"], name="page_is_open_once")]

    def __str__(self) -> str:
        return f"{self.proposal}: open by {self.officer}"
