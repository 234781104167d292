"""Files of corporate actions: with each row stands what it does to every holding of its company."""

from dataclasses import dataclass
from typing import Any

from portfolio.imports.row_outcomes import Becomes, RowOutcome
from portfolio.imports.rows import Row
from portfolio.imports.write import Writing
from portfolio.models import CorporateAction
from portfolio.services.handlers.corporate_actions import touched

from .listed import ListedKind


@dataclass(frozen=True)
class CorporateActionKind(ListedKind):
    """Each new row is an action with its entries, terms and awards; all of a file is one proposal."""

    may_be_wide: bool = False

    def recorded(self, row: Row, outcome: RowOutcome, fact: Any, writing: Writing) -> RowOutcome:
        """Adds each figure that the action changes, before and after."""
        if outcome.becomes is Becomes.NEW and isinstance(fact, CorporateAction):
            lines = touched(fact, fact.changes, writing.at)
            outcome.changes += [(label, before, after) for label, before, after in lines]
        return outcome
