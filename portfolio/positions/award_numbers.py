"""Which of our investments an agency's award number means: by FAIN, PIID or URI, or as it was matched by hand."""

from collections import defaultdict
from dataclasses import dataclass
from typing import Self

from portfolio.calculations.award_numbers import bare_number
from portfolio.models import Match
from record.calculations.as_of import AsOf

from .investments import InvestmentAt, on_record_at

NUMBERS = ("fain", "piid", "uri")


@dataclass(frozen=True, slots=True)
class Numbers:
    """Ours by id, by each bare number that they bear, and what was matched by hand."""

    on_record: dict[int, InvestmentAt]
    by_number: dict[str, list[tuple[str, InvestmentAt]]]
    matches: dict[str, Match]

    @classmethod
    def at(cls, at: AsOf) -> Self:
        """As known at `at`; the questions of the ledger and one more."""
        on_record = {line.investment.pk: line for line in on_record_at(at) if not line.is_withdrawn}
        by_number: dict[str, list[tuple[str, InvestmentAt]]] = defaultdict(list)
        for line in on_record.values():
            for name in NUMBERS:
                if number := getattr(line.investment, name):
                    by_number[bare_number(number)].append((name.upper(), line))
        matches = {bare_number(one.award_number): one for one in Match.objects.at(at)}
        return cls(on_record, by_number, matches)

    def match(self, number: str) -> Match | None:
        """What was said by hand of a number, however it is written."""
        return self.matches.get(bare_number(number))

    def ours(self, number: str) -> tuple[tuple[InvestmentAt, ...], str]:
        """Those that the number means, and by what; none, by nothing, where it means none of ours."""
        match = self.match(number)
        if match and (match.explained is None or match.investment_id):
            return ((self.on_record[match.investment_id],) if match.investment_id else ()), "by hand"
        named = self.by_number.get(bare_number(number), [])
        return tuple(line for _, line in named), named[0][0] if named else ""
