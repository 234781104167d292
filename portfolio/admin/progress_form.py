"""The form of progress: what happened, the evidence, the tranche it opens, and what is paid."""

from collections.abc import Sequence
from typing import Any

from django import forms

from portfolio.calculations.kinds import Instrument, Kind, kinds_for
from portfolio.models import ConditionEvidence, Investment, Tranche, TrancheCondition, TrancheDecision, Transaction
from portfolio.services import ledger
from portfolio.services.handlers.progress import ProgressHandler
from portfolio.services.progress import Progress
from portfolio.services.tranches import Evidence
from projects.models import Milestone, MilestoneForecast, StatementKind
from record.admin import rivals
from record.admin.numbers import form_field
from record.admin.sourced import SOURCE_FIELDS, SourcedForm
from record.calculations.partial_dates import PartialDate
from record.models import Citation
from record.models.fields import DATE_HINT, PartialDateFormField
from record.services.row_formatting import dollars, read

PAYS = (Kind.GUARANTEED_DRAW, Kind.PRICE_SUPPORT_PAID, Kind.DISBURSEMENT)
"""How an award pays, by the first of these that its instrument has."""

RENAMED = {"forecast_on": "happened_on", "effective_on": "happened_on", "text": "happened_on", "release": "tranche"}
"""Field of a fact → where the form asks for it."""


class ProgressForm(SourcedForm):
    happened_on = PartialDateFormField(label="Happened on", help_text=DATE_HINT)
    note = forms.CharField(
        label="What the evidence shows",
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="The page and the sentence on which it rests.",
    )
    tranche = forms.TypedChoiceField(
        label="Tranche that is released",
        required=False,
        empty_value=None,
        help_text="Released once another officer approves. All its other conditions are verified before.",
    )
    released_on = PartialDateFormField(
        label="Released on", required=False, help_text="The day of the release. Empty: today."
    )
    paid_amount = form_field(Transaction._meta.get_field("amount"))
    paid_shares = form_field(Transaction._meta.get_field("shares"))
    paid_on = PartialDateFormField(
        label="Paid on", required=False, help_text="The day of the payment. Empty: the day of the release."
    )

    def __init__(
        self, *args: Any, subject: Milestone | TrancheCondition, tranches: Sequence[Tranche], **kw: Any
    ) -> None:
        super().__init__(*args, **kw)
        self.subject, self.tranches = subject, {one.pk: one for one in tranches}
        asked: Any = self.fields["tranche"]
        asked.coerce = lambda text: self.tranches[int(text)]
        choices = [(str(one.pk), f"{one.name} of {one.investment}: {sizes(one)}") for one in tranches]
        asked.choices = [("", "none: nothing is released"), *choices]
        self.fields["paid_amount"].label = "Paid, in USD"
        self.fields["paid_amount"].help_text = "Empty where nothing was paid yet."
        self.fields["paid_shares"].label = "Shares received for it"
        for name in ("paid_amount", "paid_shares"):
            self.fields[name].required = False
        if not any(Instrument(one.investment.instrument).family.holds_shares for one in tranches):
            del self.fields["paid_shares"]
        if not tranches:
            for name in ("tranche", "released_on", "paid_amount", "paid_on"):
                del self.fields[name]
        if len({one.investment_id for one in tranches}) == 1:
            paid = {"paid_amount": Transaction._meta.get_field("amount")}
            rivals.offer(self, tranches[0].investment, paid)

    @property
    def groups(self) -> list[tuple[str, list[Any]]]:
        """The fields under their headings."""
        parts = (
            ("What happened", ("happened_on", "note")),
            ("Evidence", SOURCE_FIELDS),
            ("What it opens", ("tranche", "released_on")),
            ("What is paid", ("paid_amount", "paid_shares", "paid_on")),
            ("Reason", ("why",)),
        )
        found = [(title, [self[name] for name in names if name in self.fields]) for title, names in parts]
        return [(title, fields) for title, fields in found if fields]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        states_payment = any(cleaned.get(name) is not None for name in ("paid_amount", "paid_shares"))
        if states_payment and not cleaned.get("tranche") and "tranche" not in self.errors:
            self.add_error("tranche", "A payment here is that of a tranche. Choose it, or record the entry alone.")
        if cleaned.get("paid_on") and not states_payment:
            self.add_error("paid_amount", "A day of payment has its amount. Write it, or empty the day.")
        return cleaned

    def evidence(self, citation: Citation | None) -> Evidence:
        """The fact that it happened, not yet recorded: said on the day of a new source, else on the day of it."""
        day, note = self.cleaned_data["happened_on"], self.cleaned_data["note"]
        if isinstance(self.subject, TrancheCondition):
            return ConditionEvidence(condition=self.subject, effective_on=day, note=note, citation=citation)
        return MilestoneForecast(
            milestone=self.subject,
            kind=StatementKind.ACTUAL,
            forecast_on=day,
            effective_on=self.cleaned_data["new_published_on"] or day,
            note=note,
            citation=citation,
        )

    def progress(self, citation: Citation | None, today: PartialDate) -> tuple[Progress, Transaction | None]:
        """Everything that the form says, not yet recorded, and the entry of its payment."""
        values, evidence = self.cleaned_data, self.evidence(citation)
        tranche = values.get("tranche")
        if tranche is None:
            return Progress(evidence), None
        day = values["released_on"] or today
        release = TrancheDecision(tranche=tranche, state="released", effective_on=day)
        amount, shares = values["paid_amount"], values.get("paid_shares")
        if amount is None and shares is None:
            return Progress(evidence, release), None
        award = tranche.investment
        entry = Transaction(
            investment=award,
            kind=pays(award).value,
            effective_on=values["paid_on"] or day,
            amount=amount,
            shares=shares,
            citation=citation,
        )
        draft = ledger.Draft(
            investment=award,
            kind=pays(award),
            effective_on=entry.effective_on,
            amount=amount,
            shares=shares,
            citation=citation,
        )
        return Progress(evidence, release, draft), entry


def pays(award: Investment) -> Kind:
    """The kind of entry by which an award of its instrument is paid out."""
    kinds = kinds_for(Instrument(award.instrument))
    return next(kind for kind in PAYS if kind in kinds)


def sizes(tranche: Tranche) -> str:
    """The amount and the shares of a tranche in words."""
    shares = f"{tranche.shares:,.6f}".rstrip("0").rstrip(".") + " shares" if tranche.shares else ""
    return " and ".join(one for one in (dollars(tranche.amount) if tranche.amount else "", shares) if one)


def subject_of(evidence: MilestoneForecast | ConditionEvidence) -> Milestone | TrancheCondition:
    """What the evidence is about."""
    return evidence.condition if isinstance(evidence, ConditionEvidence) else evidence.milestone


def said_in(payload: dict[str, Any]) -> dict[str, Any]:
    """What a proposal of progress said, by the fields of the form."""
    evidence: Any = ProgressHandler().evidence_row(payload)
    happened = evidence.effective_on if isinstance(evidence, ConditionEvidence) else evidence.forecast_on
    found = {"happened_on": happened, "note": evidence.note}
    if payload.get("release"):
        release = read(TrancheDecision, payload["release"])
        found |= {"tranche": release.tranche_id, "released_on": release.effective_on}
    if payload.get("payment"):
        entry = read(Transaction, payload["payment"])
        found |= {"paid_amount": entry.amount, "paid_shares": entry.shares, "paid_on": entry.effective_on}
    return found
