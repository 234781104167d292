"""Sums of scaled integers that never overflow."""

from typing import Any

from django.db.models import Sum

HALF = 32
"""Bits. SQLite's sum() of integers ends the whole answer where it passes 63 bits; two sums of half a number do not."""
MASK = (1 << HALF) - 1


class ExactSum(Sum):
    """The sum of an exact column, as large as it may be: PostgreSQL adds bigints as numerics, SQLite in two halves."""

    def as_sqlite(self, compiler: Any, connection: Any, **context: Any) -> tuple[str, Any]:
        argument, parameters = compiler.compile(self.get_source_expressions()[0])
        halves = f"(SUM({argument} >> {HALF}) || ' ' || SUM({argument} & {MASK}))"
        return halves, (*parameters, *parameters)

    def convert_value(self, value: Any, expression: Any, connection: Any) -> int | None:
        """The scaled integer; the column then makes its number of it."""
        if isinstance(value, str):
            high, low = value.split()
            return (int(high) << HALF) + int(low)
        return None if value is None else int(value)
