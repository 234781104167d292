"""What the country owns: of each issuer all together and by agency, then stake by stake with its instruments."""

from portfolio.positions.filters import Filters
from portfolio.positions.stakes import stakes_at
from record.calculations.as_of import AsOf

from .base import Answer, Definition
from .investments import AWARD_FILTERS
from .left_out import in_no_fiscal_year
from .stake_columns import COLUMNS
from .stake_lines import in_order, is_whole


def answer(at: AsOf, filters: Filters) -> Answer:
    return Answer(
        [line for line in in_order(stakes_at(at, filters)) if is_whole(line, filters)],
        notes=(
            "A stated stake rests on its own base and day; the computed ones stand beside it, never instead of it.",
            "To quote: basic for what is held, as converted and exercised for what the announcement promised.",
            "Proposed, agreed and ended stakes are not held.",
            "All that is held has no line where filters leave a part of it.",
            "Once shares were sold, converted, exercised, split or lapsed, levels are those of the computed share.",
            *in_no_fiscal_year(at, filters, lambda award: award.instrument.family.holds_shares),
        ),
    )


DEFINITION = Definition("stakes", "Stakes", "What does the country own, and of what?", COLUMNS, AWARD_FILTERS, answer)
