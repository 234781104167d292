"""Award numbers (FAIN, PIID, URI): when two writings mean one number, and what a spreadsheet makes of one."""

import re

from projects.calculations.names import seen

# 8.92433E+13 for 89243323000012, and 89243323000012.0: no agency writes a number so. Nor with a decimal comma.
DAMAGED = re.compile(r"\d+([.,]\d+)?[eE]\+\d+|\d+[.,]\d+[eE]\d+|\d+[.,]0+", re.ASCII)


def bare_number(number: str) -> str:
    """The number without case, blanks, dashes and other signs: "de-ee 0010001" is DEEE0010001."""
    return "".join(letter for letter in seen(number).upper() if letter.isalnum())


def number_damage(number: str) -> str | None:
    """Why the text is no award number any more, and what to do; None for any other text."""
    if not DAMAGED.fullmatch(seen(number).strip()):
        return None
    return (
        f'"{number.strip()}" is what a spreadsheet made of a longer award number: digits are lost. Take the number '
        "from the award or from the source's own file, with its column read as text."
    )
