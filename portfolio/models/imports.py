"""Files that are imported: what was sent, what became of it, how a source is read, and what agencies say themselves."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from record.models.facts import Fact, Retraction
from record.models.fields import usd
from record.models.proposals import Proposal
from record.models.recordings import Recording, Refusal, in_schema

from .feeds import FeedAnswer
from .investments import Investment, undamaged
from .ledger import Transaction


class ImportState(models.TextChoices):
    SENT = "sent", "waits to be read"
    SHOWN = "shown", "what becomes of every row is shown"
    CONFIRMED = "confirmed", "confirmed, waits for the worker"
    PROPOSED = "proposed", "waits for a second officer"
    RETURNED = "returned", "returned by a second officer; nothing was written"
    WITHDRAWN = "withdrawn", "withdrawn; nothing was written"
    LAPSED = "lapsed", "lapsed: its base moved; nothing was written"
    WRITTEN = "written", "on record"
    UNCHANGED = "unchanged", "nothing new in it"
    REFUSED = "refused", "refused; nothing was written"
    UNDONE = "undone", "undone"


class Import(models.Model):
    """One file on its way to the record. Not a fact: what it wrote is, under its recording."""

    kind = models.CharField(max_length=40)
    filename = models.CharField(max_length=255)
    content = models.BinaryField(help_text="The file, compressed.")
    sha256 = models.CharField("SHA-256 of the file", max_length=64)
    size = models.BigIntegerField(help_text="Bytes of the file.")
    mapping = models.JSONField(default=dict, blank=True, help_text="How its columns are read.")
    mended = models.JSONField(
        default=dict, blank=True, help_text="Cells that were mended since: row, heading, and what the cell says."
    )
    sources = models.CharField(max_length=500, blank=True, help_text="What its rows cite when they cite nothing.")
    why = models.TextField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="imports")
    by_name = models.CharField(max_length=150)
    sent_at = models.DateTimeField()
    state = models.CharField(max_length=10, choices=ImportState, default=ImportState.SENT)
    row_outcomes = models.BinaryField(
        blank=True, default=b"", help_text="What becomes of every row, as it was shown, compressed."
    )
    counts = models.JSONField(default=dict, blank=True)
    notes = models.JSONField(default=list, blank=True)
    plan_hash = models.CharField(max_length=64, blank=True, help_text="What a confirmation is bound to.")
    effect = models.JSONField(default=dict, blank=True, help_text="What its rows add up to.")
    outcome = models.TextField(blank=True)
    sent_key = models.CharField(
        max_length=64,
        blank=True,
        editable=False,
        help_text="Of rows sent by the API: the key by which they are sent once.",
    )
    answer = models.ForeignKey(
        FeedAnswer,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="imports",
        help_text="Of a feed: what its source answered.",
    )
    recording = models.OneToOneField(Recording, models.PROTECT, null=True, blank=True, related_name="imported_file")
    undone_in = models.OneToOneField(Recording, models.PROTECT, null=True, blank=True, related_name="undone_file")

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(why=""),
                name="import_says_why",
                violation_error_code="why",
                violation_error_message="Say why the file is sent.",
            ),
            models.CheckConstraint(
                condition=~Q(state="written") | Q(recording__isnull=False), name="written_import_has_its_recording"
            ),
            models.UniqueConstraint(fields=["by", "sent_key"], condition=~Q(sent_key=""), name="rows_are_sent_once"),
        ]

    def __str__(self) -> str:
        return f"{self.kind}: {self.filename}"

    @property
    def proposals(self) -> models.QuerySet[Proposal]:
        """What was proposed about the file, to write it or to undo it; the newest first."""
        return Proposal.objects.filter(table=self._meta.db_table, entity_id=self.pk).order_by("-pk")


class ImportMapping(Fact):
    """How files of a source are read from a recording on: the newest of its name and kind counts."""

    source = models.CharField(max_length=120)
    kind = models.CharField(max_length=40)
    content = models.JSONField()

    class Meta:
        indexes = [models.Index(fields=["kind", "source"], name="mapping_of_source")]

    def __str__(self) -> str:
        return f"{self.source} ({self.kind})"


class AgencyAward(Fact):
    """What an agency's own file says of an award on the day of the file (`effective_on`); for reconciliation."""

    origin = models.CharField(max_length=120, help_text="Whose file it is.")
    award_number = models.CharField(
        max_length=80, validators=[undamaged], help_text="FAIN, PIID or URI, as the file writes it."
    )
    recipient_name = models.CharField(max_length=300, blank=True)
    agency_name = models.CharField(max_length=300, blank=True)
    awarded_on = models.DateField(null=True, blank=True)
    obligated = usd(least=None, null=True, blank=True)
    disbursed = usd(least=None, null=True, blank=True)
    face_value = usd(least=None, null=True, blank=True)
    subsidy_cost = usd(least=None, null=True, blank=True)
    description = models.TextField(blank=True)

    class Meta:
        indexes = [models.Index(fields=["origin", "award_number"], name="agency_award_number")]
        constraints = [
            models.CheckConstraint(
                condition=~Q(award_number=""),
                name="agency_award_has_a_number",
                violation_error_code="award_number",
                violation_error_message="An award of a file has its number.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.origin}: {self.award_number}"


class AgencyEntry(Fact):
    """One obligation of an award as an agency's own file says it; a negative amount is a deobligation."""

    origin = models.CharField(max_length=120, help_text="Whose file it is.")
    award_number = models.CharField(
        max_length=80, validators=[undamaged], help_text="FAIN, PIID or URI, as the file writes it."
    )
    entry_number = models.CharField(max_length=200, help_text="Its own number in the file.")
    obligated = usd(least=None, help_text="In USD.")
    description = models.TextField(blank=True)
    version_on = models.DateField(
        "source's version", null=True, blank=True, help_text="The day on which the source last changed it."
    )
    is_correction = models.BooleanField(
        "marked as a correction", default=False, help_text="The source marked it as a correction."
    )

    class Meta:
        verbose_name_plural = "agency entries"
        indexes = [models.Index(fields=["origin", "award_number"], name="agency_entry_of_award")]
        constraints = [
            models.CheckConstraint(
                condition=~Q(award_number="") & ~Q(entry_number=""),
                name="agency_entry_names_award_and_entry",
                violation_error_code="entry_number",
                violation_error_message="An entry of a file has the number of its award and its own.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.origin}: {self.award_number}, {self.entry_number}"


class EntryVersion(Fact):
    """What a source's own file said of one of its entries, named by the source's key: which entry of ours states it.

    The newest of a key counts. `effective_on` is the day of the version, where the source gives one. No entry: the
    source deleted it. So the versions of a key are a series of entries, of which at most one is not reversed.
    """

    is_asked_by_row = True

    source_key = models.CharField("source's key", max_length=200, help_text="The entry's own key in the source.")
    entry = models.ForeignKey(
        Transaction, models.PROTECT, null=True, blank=True, related_name="source_versions", help_text="Empty: deleted."
    )
    is_correction = models.BooleanField(
        "marked as a correction", default=False, help_text="The source marked this version as a correction."
    )

    @classmethod
    def refused_insert(cls) -> list[Refusal]:
        """One key never stands for two entries that both count."""
        own, entries, gone = in_schema(cls), in_schema(Transaction), in_schema(Retraction)
        other = (
            f"SELECT 1 FROM {own} v WHERE v.source_key = NEW.source_key AND v.entry_id <> NEW.entry_id"
            f" AND NOT EXISTS (SELECT 1 FROM {entries} t WHERE t.reverses_id = v.entry_id)"
            f" AND NOT EXISTS (SELECT 1 FROM {gone} r WHERE r.fact_id = v.id AND r.\"table\" = '{cls._meta.db_table}')"
        )
        return [(f"EXISTS ({other})", "a key stands for one entry that counts")]

    class Meta:
        indexes = [models.Index(fields=["source_key"], name="entry_version_of_key")]
        constraints = [
            models.CheckConstraint(
                condition=~Q(source_key=""),
                name="entry_version_has_a_key",
                violation_error_code="source_key",
                violation_error_message="A version of an entry has the key of its source.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.source_key}: {self.entry or 'deleted'}"


class Match(Fact):
    """That an agency's award is one of ours, chosen by hand, or none of ours; and the difference that is explained.

    Retracted when it no longer holds. A difference other than the explained one is unresolved again.
    """

    award_number = models.CharField(max_length=80, validators=[undamaged])
    investment = models.ForeignKey(
        Investment, models.PROTECT, null=True, blank=True, related_name="matches", help_text="Empty: none of ours."
    )
    explained = usd("explained difference", least=None, null=True, blank=True, help_text="Theirs less ours, in USD.")

    class Meta:
        verbose_name_plural = "matches"
        constraints = [
            models.CheckConstraint(
                condition=~Q(award_number=""),
                name="match_names_an_award",
                violation_error_code="award_number",
                violation_error_message="A match names the number of an award.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.award_number}: {self.investment or 'none of ours'}"
