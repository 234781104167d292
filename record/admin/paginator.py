"""Lists that never count a million rows to show a hundred."""

from django.core.paginator import Paginator
from django.utils.functional import cached_property

MOST_COUNTED = 10_000


class BoundedPaginator(Paginator):
    """Counts to `MOST_COUNTED` and then says that there are more."""

    @cached_property
    def count(self) -> int:
        rows = self.object_list
        return rows.order_by()[: MOST_COUNTED + 1].count() if hasattr(rows, "order_by") else len(rows)

    @property
    def is_bounded(self) -> bool:
        return self.count > MOST_COUNTED

    @property
    def spelt_count(self) -> str:
        return f"more than {MOST_COUNTED:,}" if self.is_bounded else f"{self.count:,}"
