"""The part of Markdown in which the guides are written, as blocks that a page draws. No markup of it is trusted."""

import re
from dataclasses import dataclass, field

PIECES = re.compile(r"\*\*(.+?)\*\*|\*(.+?)\*|`(.+?)`|\[(.+?)\]\((.+?)\)")
HEADING = re.compile(r"(#{1,3}) (.+)")
ITEM = re.compile(r"(- |\d+\. )(.*)")

Piece = tuple[str, str]
"""How a piece of text stands (plain, strong, em, code), and the text."""


@dataclass(slots=True)
class Block:
    """`kind`: h1 to h3, p, ul, ol, table. `items`: of a list its entries, of a table its rows, each a list of cells."""

    kind: str
    pieces: list[Piece] = field(default_factory=list)
    items: list[list[list[Piece]]] = field(default_factory=list)
    anchor: str = ""


def anchor_of(title: str) -> str:
    """Where a heading stands on its page: "Put an entry right" is put-an-entry-right."""
    return "-".join(re.findall(r"[a-z0-9]+", title.lower()))


def pieces_of(text: str) -> list[Piece]:
    """A line in pieces; of a link its words."""
    found: list[Piece] = []
    end = 0
    for match in PIECES.finditer(text):
        found += [("plain", text[end : match.start()])] if match.start() > end else []
        strong, em, code, link, _ = match.groups()
        known = (("strong", strong), ("em", em), ("code", code), ("plain", link))
        found.append(next((how, words) for how, words in known if words))
        end = match.end()
    return [*found, ("plain", text[end:])] if text[end:] else found


def blocks_of(text: str) -> list[Block]:
    """The blocks of a text, in order."""
    found: list[Block] = []
    for part in re.split(r"\n\s*\n", re.sub(r"(?m)^(#.*)$", r"\n\1\n", text)):
        lines = [line for line in part.splitlines() if line.strip()]
        if lines:
            found += _block(lines)
    return found


def _block(lines: list[str]) -> list[Block]:
    if heading := HEADING.fullmatch(lines[0]):
        title = heading[2].strip()
        return [Block(f"h{len(heading[1])}", pieces_of(title), anchor=anchor_of(title))]
    if lines[0].startswith("|"):
        rows = [[pieces_of(cell.strip()) for cell in line.strip().strip("|").split("|")] for line in lines]
        return [Block("table", items=[rows[0], *rows[2:]])]
    first = next((place for place, line in enumerate(lines) if ITEM.match(line)), None)
    if first is None:
        return [Block("p", pieces_of(" ".join(line.strip() for line in lines)))]
    before = [Block("p", pieces_of(" ".join(line.strip() for line in lines[:first])))] if first else []
    entries: list[str] = []
    for line in lines[first:]:
        if item := ITEM.match(line):
            entries.append(item[2])
        else:
            entries[-1] += f" {line.strip()}"
    kind = "ul" if lines[first].startswith("- ") else "ol"
    return [*before, Block(kind, items=[[pieces_of(entry)] for entry in entries])]
