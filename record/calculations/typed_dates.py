"""A date as a person or a source writes it: "11/3/2025", "Nov 3 2025", "Q3 2027", "mid-2026". Nothing is guessed."""

import re
from calendar import month_name
from dataclasses import replace

from .partial_dates import PartialDate

MONTHS = {name.lower(): number for number, name in enumerate(month_name) if name}
SHORT = {name[:3]: number for name, number in MONTHS.items()} | {"sept": 9}
ORDINALS = {"first": 1, "second": 2, "third": 3, "fourth": 4, "1st": 1, "2nd": 2, "3rd": 3, "4th": 4}
MIDNIGHT = re.compile(r"(\d{4}-\d{2}-\d{2})[t ]00:00(:00(\.0+)?)?z?", re.ASCII)
SLASHED = re.compile(r"(\d{1,2})(?P<between>[/.-])(\d{1,2})(?P=between)(\d{4})", re.ASCII)
"""3/2/2026; so are 3.2.2026 and 3-2-2026 written."""
MONTH_FIRST = re.compile(r"(?P<month>[a-z]+)(?: (?P<day>\d{1,2})(?:st|nd|rd|th)?)? (?P<year>\d{4})", re.ASCII)
DAY_FIRST = re.compile(r"(?P<day>\d{1,2})(?:st|nd|rd|th)? (?:of )?(?P<month>[a-z]+) (?P<year>\d{4})", re.ASCII)
PARTS = (
    re.compile(r"(?P<part>[qh])(?P<nth>[1-4]) ?-?(?P<year>\d{4})", re.ASCII),
    re.compile(r"(?P<year>\d{4})[ -]?(?P<part>[qh])(?P<nth>[1-4])", re.ASCII),
    re.compile(r"(?P<nth>[1-4])(?P<part>[qh]) ?-?(?P<year>\d{4})", re.ASCII),
    re.compile(r"(?P<nth>first|second|third|fourth|1st|2nd|3rd|4th) (?P<part>quarter|half)(?: of)? (?P<year>\d{4})"),
)
SEASONS = (
    "early|mid|middle of|late|end of|beginning of|start of|spring(?: of)?|summer(?: of)?|autumn(?: of)?|fall(?: of)?"
)
WITHIN = re.compile(rf"(?:by |in |around |about )?(?:the )?(?:{SEASONS})[ -]?(?P<year>\d{{4}})", re.ASCII)
FISCAL = re.compile(r"f(?:iscal )?y(?:ear)?[ -]?\d{2,4}", re.ASCII)
FORMS = "Write 2026, 2026-H2, 2026-Q3, 2026-02 or 2026-02-14, or as in Feb 14 2026, Feb 2026, Q3 2026, mid-2026."


def read_date(text: str, *, month_first: bool, day_first: bool = False) -> PartialDate:
    """The interval that `text` names; of 3/2/2026 the month or the day first where the writer is known to write so.

    What says more than an interval can keep ("mid-2026") is its year, with the words beside. A text with one reading
    alone (11/23/2025) is read whatever its writer's habit. Raises ValueError with the forms that are read.
    """
    given = text.strip()
    plain = " ".join(given.lower().replace(",", " ").replace(".", " ").split())
    if midnight := MIDNIGHT.fullmatch(given.lower()):
        return PartialDate.parse(midnight[1])
    if slashed := SLASHED.fullmatch(given):
        return PartialDate.parse(
            _slashed(given, *map(int, slashed.group(1, 3, 4)), month_first=month_first, day_first=day_first)
        )
    if said := (MONTH_FIRST.fullmatch(plain) or DAY_FIRST.fullmatch(plain)):
        month = MONTHS.get(said["month"]) or SHORT.get(said["month"])
        if month:
            day = f"-{int(said['day']):02d}" if said["day"] else ""
            return PartialDate.parse(f"{said['year']}-{month:02d}{day}")
    for form in PARTS:
        if said := form.fullmatch(plain):
            nth = ORDINALS.get(said["nth"]) or int(said["nth"])
            return PartialDate.parse(f"{said['year']}-{said['part'][0].upper()}{nth}")
    if said := WITHIN.fullmatch(plain):
        return replace(PartialDate.parse(said["year"]), words=given)
    if FISCAL.fullmatch(plain):
        raise ValueError(
            f'"{given}" is a fiscal year, which begins in October. Write the calendar dates that are meant.'
        )
    try:
        return PartialDate.parse(given)
    except ValueError as error:
        raise ValueError(str(error) if "calendar" in str(error) else f'"{given}" is no date. {FORMS}') from error


def noted(note: str, words: str) -> str:
    """A note that also holds the words of a date: "Dated mid-2026"."""
    said = f"Dated {words}."
    return note if said in note else f"{note} {said}".strip()


def in_words(found: PartialDate) -> str:
    """The date as a person writes it: "March 4 2026", "February 2026", "third quarter of 2026", "the year 2026"."""
    year, _, rest = found.text.partition("-")
    if found.words:
        return f"{found.words}: kept as the year {year}, the words as a note"
    if not rest:
        return f"the year {year}"
    if rest[0] in "QH":
        nth = next(word for word, number in ORDINALS.items() if number == int(rest[1]))
        return f"{nth} {'quarter' if rest[0] == 'Q' else 'half'} of {year}"
    month = month_name[found.start.month]
    return f"{month} {found.start.day} {year}" if found.is_day else f"{month} {year}"


def readings(text: str) -> tuple[PartialDate, PartialDate] | None:
    """Both days that 3/2/2026 may mean, the month first and the day first; None for what has one reading or none."""
    slashed = SLASHED.fullmatch(text.strip())
    first, second = (int(slashed[1]), int(slashed[3])) if slashed else (0, 0)
    if first == second or not (1 <= first <= 12 and 1 <= second <= 12):
        return None
    return read_date(text, month_first=True), read_date(text, month_first=False, day_first=True)


def _slashed(given: str, first: int, second: int, year: int, *, month_first: bool, day_first: bool) -> str:
    """The ISO day of 11/3/2025. Raises ValueError where it has no reading, or two and nobody said which."""
    if first > 12 and second > 12:
        raise ValueError(f'"{given}" is no date: neither part is a month. Write 2026-02-14.')
    if first > 12 or (day_first and second <= 12):
        return f"{year}-{second:02d}-{first:02d}"
    if second > 12 or first == second or month_first:
        return f"{year}-{first:02d}-{second:02d}"
    raise ValueError(
        f'"{given}" may mean two days. Write 2026-02-14, or say which part of the days of this file is the month.'
    )
