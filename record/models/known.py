"""Rows that are written once and never changed, narrowed to what was on record at an AsOf."""

from typing import Self

from django.db import models

from record.calculations.as_of import AsOf


class RecordedQuerySet(models.QuerySet):
    """Of tables whose rows name their recording and are no facts: sources, and links that are written once."""

    def known(self, at: AsOf) -> Self:
        """What had been recorded by `at`."""
        return self.filter(recording_id__lte=at.serial)
