"""Every report by its name, in the order in which the reports page lists them."""

from . import exposure, investments, programs, sources, stakes, transactions
from .base import Definition
from .listed import LISTED

REPORTS: dict[str, Definition] = {
    definition.name: definition
    for definition in (
        investments.DEFINITION,
        transactions.DEFINITION,
        exposure.DEFINITION,
        stakes.DEFINITION,
        programs.DEFINITION,
        sources.DEFINITION,
        *(listed.definition for listed in LISTED),
    )
}
