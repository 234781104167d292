"""What an officer says of the words of a file: which mean ours, and which rows are left out by a value."""

import re
from collections.abc import Collection, Mapping

from .mapping import nearest
from .tables import UnreadableFile

LINE = re.compile(r"(?P<name>[^:]+?)\s*:\s*(?P<theirs>.*?)\s*=\s*(?P<ours>[^=]*)")


def parse_translations(text: str, known: Mapping[str, str]) -> dict[str, dict[str, str]]:
    """Our column → the file's word → ours. A line each: `status: contracted = committed`.

    `known`: each of our columns, and each heading of the file that is matched to one → our column.

    Raises UnreadableFile, naming the nearest column, for a line that names none of ours or says no word of ours.
    """
    found: dict[str, dict[str, str]] = {}
    for line in filter(None, map(str.strip, text.splitlines())):
        said = LINE.fullmatch(line)
        if said is None or not said["ours"].strip():
            raise UnreadableFile(f'"{line}" says no translation. Write: status: contracted = committed.')
        column = known.get(said["name"])
        if column is None:
            near = nearest(said["name"], list(known))
            meant = f" Did you mean {near}?" if near else ""
            raise UnreadableFile(f"{said['name']} is no column of ours, and matched to none.{meant}")
        words = found.setdefault(column, {})
        if words.get(said["theirs"], said["ours"].strip()) != said["ours"].strip():
            raise UnreadableFile(f'"{said["theirs"]}" of {said["name"]} is translated twice. Say it once.')
        words[said["theirs"]] = said["ours"].strip()
    return found


def format_translations(values: Mapping[str, Mapping[str, str]]) -> str:
    """As `parse_translations` reads it back."""
    return "\n".join(f"{name}: {theirs} = {ours}" for name, words in values.items() for theirs, ours in words.items())


def parse_left_out(text: str, header: Collection[str]) -> dict[str, list[str]]:
    """Heading of the file → the values by which a row is left out. A line each: `Stage: cancelled; withdrawn`.

    Raises UnreadableFile for a line that names no heading of the file, or no value.
    """
    found: dict[str, list[str]] = {}
    for line in filter(None, map(str.strip, text.splitlines())):
        heading = max((one for one in header if line.startswith(f"{one}:")), key=len, default="")
        if not heading:
            near = nearest(line.partition(":")[0], list(header))
            meant = f" Did you mean {near}?" if near else ""
            raise UnreadableFile(f'"{line}" names no heading of the file.{meant} Write: Stage: cancelled; withdrawn.')
        values = [one.strip() for one in line[len(heading) + 1 :].split(";") if one.strip()]
        if not values:
            raise UnreadableFile(f"{heading} says no value. Write: {heading}: cancelled; withdrawn.")
        found.setdefault(heading, []).extend(values)
    return found


def format_left_out(rows: Mapping[str, Collection[str]]) -> str:
    """As `parse_left_out` reads it back."""
    return "\n".join(f"{heading}: {'; '.join(values)}" for heading, values in rows.items())
