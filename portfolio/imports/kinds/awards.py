"""Which of our investments a row speaks of: by its identifier, or by the number of the award."""

from portfolio.calculations.award_numbers import bare_number, number_damage
from portfolio.imports.cells import UnreadableCell, text
from portfolio.imports.rows import Row
from portfolio.imports.write import RowRefused, Writing
from portfolio.models import Investment, Match
from portfolio.reports.base import Column

AWARD_NUMBER = Column(
    "award_number", "Award number", "FAIN, PIID or URI: instead of the investment's identifier.", is_optional=True
)
NUMBERS = ("fain", "piid", "uri")
KEY_PARTS = "_"
"""What stands between the parts of a key of USAspending."""


def read_award_number(cell: str) -> str:
    """The number without blanks around it. Raises UnreadableCell for one that a spreadsheet has damaged."""
    number = text(cell).strip()
    if found := number_damage(number):
        raise UnreadableCell(found)
    return number


class NotOurs(RowRefused):
    """The row speaks of an award that is none of ours."""

    def __init__(self, why: str) -> None:
        super().__init__("award_number", "", why)


def investment_of(row: Row, writing: Writing, *, others_left_out: bool = False) -> Investment:
    """The investment of a row. Raises NotOurs for an award of others, RowRefused when none or several are meant."""
    if row["investment"]:
        investments(writing)
        award = writing.look_up(Investment, "investment", row["investment"])
        require_of_number(award, row["award_number"], writing)
        require_of_key(award, row["source_key"], writing)
        return award
    number = row["award_number"]
    if not number:
        raise RowRefused("investment", "", "Name the investment by its identifier, or by the number of its award.")
    found = by_number(writing).get(bare_number(number), [])
    if len(found) == 1:
        return found[0]
    if bare_number(number) in by_number(writing) and not found:
        raise NotOurs(f"{number} was matched by hand: it is none of ours.")
    if found:
        named = ", ".join(one.slug for one in found)
        raise RowRefused("award_number", number, f"{named} all bear this number. Name one in the column investment.")
    if others_left_out:
        raise NotOurs(f"No investment of ours bears the number {number}.")
    raise RowRefused(
        "award_number", number, "No investment bears this number. Enter it there, or match it by hand first."
    )


def require_of_number(award: Investment, number: str | None, writing: Writing) -> None:
    """Raises RowRefused for the number of an award that is another one than the row names."""
    bearing = by_number(writing).get(bare_number(number), []) if number else [award]
    if award not in bearing:
        own = next((getattr(award, name) for name in NUMBERS if getattr(award, name)), "none")
        others = " and ".join(one.slug for one in bearing)
        theirs = f", and this number is that of {others}" if others else ""
        what = f"{award.slug} has {own} on record{theirs}. Correct one of the two, or change it on its page."
        raise RowRefused("award_number", number, what)


def require_of_key(award: Investment, key: str | None, writing: Writing) -> None:
    """Raises RowRefused for a source's key that holds the number of an award other than the one that the row names."""
    for part, bearing in numbers_of_key(key, writing).items() if key else ():
        if award not in bearing:
            others = " and ".join(one.slug for one in bearing)
            what = (
                f"The row names {award.slug}, and {part} in its key is the number of {others}. Correct one of the two."
            )
            raise RowRefused("source_key", key, what)


def investment_of_key(key: str, writing: Writing) -> Investment | None:
    """The investment whose award number is a part of the key, as USAspending forms its keys; None for none or several.

    A deletion in its files bears the key alone: 8900_DEEE0010001_-NONE-_81.086_1 is of the award DEEE0010001.
    """
    found = {one.pk: one for bearing in numbers_of_key(key, writing).values() for one in bearing}
    return next(iter(found.values())) if len(found) == 1 else None


def numbers_of_key(key: str, writing: Writing) -> dict[str, list[Investment]]:
    """The parts of a key that are award numbers on record, as they are written, and which investments bear them."""
    known = by_number(writing)
    return {part: known[bare_number(part)] for part in key.split(KEY_PARTS) if known.get(bare_number(part))}


def investments(writing: Writing) -> dict[str, Investment]:
    return writing.named(Investment, related=("agency", "program"))


def by_number(writing: Writing) -> dict[str, list[Investment]]:
    """Bare number of an award → the investments that bear it, or the one that was chosen for it by hand."""
    known = writing.remembered.setdefault("by_number", {})
    if not known:
        for one in investments(writing).values():
            for name in NUMBERS:
                if getattr(one, name):
                    bearing = known.setdefault(bare_number(getattr(one, name)), [])
                    bearing.extend([] if one in bearing else [one])
        slugs = {one.pk: one for one in investments(writing).values()}
        for number, match in Match.objects.at(writing.at).latest_by("award_number").items():
            known[bare_number(number)] = [slugs[match.investment_id]] if match.investment_id else []
    return known
