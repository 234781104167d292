"""Rows that are written once and never changed, narrowed to what was on record at an AsOf."""

from typing import Self

from record.calculations.as_of import AsOf

from .redirects import RedirectedQuerySet


class RecordedQuerySet(RedirectedQuerySet):
    """Of tables whose rows name their recording and are no facts: sources, and links that are written once."""

    def known(self, at: AsOf) -> Self:
        """What had been recorded by `at`."""
        return self.read_at(at).filter(recording_id__lte=at.serial)
