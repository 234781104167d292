"""A kind of file: the columns it has and what its rows become."""

from typing import Protocol

from portfolio.imports.row_outcomes import RowOutcome
from portfolio.imports.rows import Rows, Wanted
from portfolio.imports.write import Writing


class Kind(Protocol):
    """What can be imported. `apply` writes under a recording and says what became of each row, in order.

    Under a dry run nothing is saved. Under an open recording nothing stays when a row is refused: the caller rolls
    back. `may_be_wide`: columns of a file may be rows of their own.
    """

    name: str
    title: str
    may_be_wide: bool
    wanted: tuple[Wanted, ...]

    def apply(self, rows: Rows, writing: Writing) -> list[RowOutcome]: ...
