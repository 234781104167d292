"""How many countries attended, signed, are covered by the Union's plan, or only attended: in a sentence."""

from collections.abc import Sequence
from datetime import date

from portfolio.positions.partners import PartnerAt, Partnership
from portfolio.reports.quoted import Quoted, Sentence

NOTHING = "No country had attended or signed anything on this record by {day}."


def attended_and_signed(partners: Sequence[PartnerAt], day: date) -> Sentence:
    """On the day asked. A clause that nobody is in is left out."""
    union = next((one for one in partners if one.is_union), None)
    parts: list[str | Quoted] = []
    attended = [one for one in partners if one.passes(Partnership.ATTENDED)]
    if attended:
        with_union = " and the European Union" if union and union.attended else ""
        parts += [countries(len(attended), Partnership.ATTENDED), f"{with_union} attended {days_of(attended)}. "]
    signed = number(partners, Partnership.SIGNED)
    has_union = bool(union and union.signed)
    if signed or has_union:
        parts += [
            f"As of {day} ",
            countries(signed, Partnership.SIGNED),
            f" {has(signed)} signed with the United States",
        ]
        if has_union:
            members = number(partners, Partnership.MEMBER)
            covered = quoted(f"{members:,} member{'' if members == 1 else 's'}", members, Partnership.MEMBER)
            parts += [", and so has the European Union, whose plan covers ", covered]
    elif attended:
        parts.append(f"As of {day} no country has signed with the United States")
    if not parts:
        return (NOTHING.format(day=day),)
    only = number(partners, Partnership.ATTENDED_ONLY)
    if only:
        parts += ["; ", quoted(f"{only:,}", only, Partnership.ATTENDED_ONLY), " only attended"]
    return (*parts, ".")


def of_one(partner: PartnerAt, day: date) -> Sentence:
    """How one country stands: when it attended, and what it has signed or is covered by."""
    attended = f"{partner.name} attended {days_of([partner])}" if partner.attended else ""
    if partner.signed:
        told = f"had signed with the United States by {day}"
    elif partner.covered:
        told = f"is covered by the plan of the European Union on {day}"
    else:
        told = f"has signed nothing with the United States as of {day}"
    joint = " and " if attended else f"{partner.name} "
    link = quoted("Partners", 1, partner.partnership)
    return (f"{attended}{joint}{told}: ", link, ".")


def abroad(partners: Sequence[PartnerAt]) -> Sentence:
    """The briefing's one line; empty where nobody attended or signed."""
    attended, signed = (number(partners, one) for one in (Partnership.ATTENDED, Partnership.SIGNED))
    if not attended and not signed:
        return ()
    return (
        countries(attended, Partnership.ATTENDED),
        " attended, ",
        quoted(f"{signed:,}", signed, Partnership.SIGNED),
        " signed",
    )


def number(partners: Sequence[PartnerAt], partnership: Partnership) -> int:
    return sum(1 for one in partners if one.passes(partnership))


def countries(count: int, partnership: Partnership) -> Quoted:
    return quoted(f"{count:,} countr{'y' if count == 1 else 'ies'}", count, partnership)


def quoted(text: str, count: int, partnership: Partnership) -> Quoted:
    """A number of rows of the report of partners."""
    return Quoted(text, str(count), "partners", "", {"partnership": partnership.value})


def has(count: int) -> str:
    return "has" if count == 1 else "have"


def days_of(partners: Sequence[PartnerAt]) -> str:
    """On 2026-02-04, or between which days where there are several."""
    days = sorted({str(one.attended.effective_on or "") for one in partners if one.attended})
    if days == [""]:
        return "on a day that is not stated"
    return f"on {days[0]}" if len(days) == 1 else f"between {days[0]} and {days[-1]}"
