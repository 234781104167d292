"""Values of an entry that Python works out for a line, as expressions by which both databases work out the same."""

from django.db.models import CharField, Func, IntegerField


class Reference(Func):
    """T000042: see `portfolio.models.ledger.reference`. NULL for no number."""

    template = (
        "('T' || CASE WHEN %(expressions)s < 1000000 THEN substr(CAST(1000000 + %(expressions)s AS text), 2)"
        " ELSE CAST(%(expressions)s AS text) END)"
    )
    arity, output_field = 1, CharField()
    is_plain = True
    """No comma and no quote is in it, and it begins with no sign: `by_database` writes it as it is."""


class FiscalYear(Func):
    """The fiscal year of a partial date as stored: see `portfolio.calculations.fiscal_year.fiscal_year_of`.

    What stands behind the year says it: nothing (a year, or no date) and the second half reach into two.
    """

    template = (
        "CASE WHEN substr(%(expressions)s, 6, 2) IN ('', 'H2') THEN NULL"
        " WHEN substr(%(expressions)s, 6, 2) IN ('10', '11', '12', 'Q4')"
        " THEN CAST(substr(%(expressions)s, 1, 4) AS integer) + 1"
        " ELSE CAST(substr(%(expressions)s, 1, 4) AS integer) END"
    )
    arity, output_field = 1, IntegerField()
