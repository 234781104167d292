"""A deal that should not have been recorded, as a proposal to take it back."""

from datetime import date

from django.core.exceptions import ValidationError

from portfolio.models import Import, Investment
from portfolio.services import undoing
from record.calculations.as_of import AsOf
from record.models import Recording
from record.services.approval_handlers import Payload, Stake
from record.services.row_formatting import Line

from .base import AwardHandler


class WithdrawalHandler(AwardHandler):
    """The recording that put an award on record is taken back; with `along`, what rests on it as well."""

    kind, label = "withdrawal", "withdrawal of a deal"
    stands_beside = True

    def investment(self, payload: Payload) -> Investment:
        return Investment.objects.select_related("agency", "program").get(pk=payload["pk"])

    def entities(self, payload: Payload) -> list[Investment]:
        return [self.investment(payload)]

    def fields(self, payload: Payload, at: AsOf) -> list[Line]:
        """Each thing that is withdrawn, retracted or reversed."""
        undone = undoing.undone_by(recording_of(self.investment(payload)), along=payload["along"])
        lines = [[str(row._meta.verbose_name).capitalize(), str(row), "taken back"] for row in undone.values()]
        return sorted(lines)

    def stake(self, payload: Payload, at: AsOf) -> Stake:
        terms = self.investment(payload).terms.at(at).last()
        return (terms.announced_amount, terms.shares) if terms else (None, None)

    def perform(self, payload: Payload, recording: Recording, today: date) -> None:
        undoing.take_back(
            recording_of(self.investment(payload)),
            reason=payload["reason"],
            recording=recording,
            today=today,
            along=payload["along"],
        )


def recording_of(award: Investment) -> Recording:
    """The recording that put an award on record. Raises ValidationError where a file wrote it with others."""
    sent = Import.objects.filter(recording=award.created_in).first()
    if sent is not None:
        raise ValidationError(f"{award} came with the file {sent.filename}. Undo the file on its page.")
    if award.created_in.by is None:
        raise ValidationError(f"{award} was loaded by {award.created_in.by_name}, with much else. Correct it instead.")
    return award.created_in
