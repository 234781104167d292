"""What is said of all rows, or of a column that is rows of its own, in one line: company mp, currency USD."""

import re
from collections.abc import Collection, Mapping

from .mapping import nearest
from .tables import UnreadableFile

PART = re.compile(r"\s*(?P<name>[A-Za-z_]\w*)\s*(?:[:=]|\s)\s*(?P<value>.*?)\s*", re.DOTALL)


def parse_constants(text: str, known: Collection[str]) -> dict[str, str]:
    """Our column → what it says. Parts are separated by commas, semicolons or lines, each a column, then its value.

    A part that begins with none of our columns belongs to the value before it: a value may hold a comma. Raises
    UnreadableFile, naming the nearest column, where the first part names none, and for a column that is named twice.
    """
    found: dict[str, str] = {}
    last = separator = ""
    for part, mark in re.findall(r"([^,;\n]+)([,;\n]?)", text):
        if not part.strip():
            continue
        said = PART.fullmatch(part)
        name = said["name"] if said else ""
        if said and name in known:
            if name in found:
                raise UnreadableFile(f"{name} is said twice. Say it once.")
            found[name], last = said["value"], name
        elif last:
            found[last] = f"{found[last]}{separator}{part}".strip()
        else:
            word = part.split()[0].rstrip(":=")
            near = nearest(word, list(known))
            meant = f" Did you mean {near}?" if near else ""
            raise UnreadableFile(f'"{part.strip()}" names no column of ours.{meant} Write: company mp, currency USD.')
        separator = mark
    if empty := next((name for name, value in found.items() if not value), ""):
        raise UnreadableFile(f"{empty} says nothing. Write its value after it, or leave it out.")
    return found


def format_constants(constants: Mapping[str, str]) -> str:
    """As `parse_constants` reads it back."""
    return ", ".join(f"{name}: {value}" for name, value in constants.items())
