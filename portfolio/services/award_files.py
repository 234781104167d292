"""Who attaches files to awards and to the conditions of their tranches."""

from django.db import models

from portfolio.models import Investment, TrancheCondition
from record.models import Recording
from record.services.attachments import FilesOf

from . import rights


class FilesOfAwards(FilesOf):
    """Read by everybody who signed in; attached within the programs of the writer."""

    def award(self, row: models.Model) -> Investment:
        return row.tranche.investment if isinstance(row, TrancheCondition) else Investment.objects.get(pk=row.pk)

    def require(self, row: models.Model, recording: Recording) -> None:
        rights.require_for(recording, self.award(row))
