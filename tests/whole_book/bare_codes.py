"""What a person sees of a page, block by block, and which identifiers stand in it without their names."""

import re
from collections.abc import Collection, Iterator, Mapping
from html.parser import HTMLParser

BLOCKS = {"address", "button", "caption", "dd", "dt", "figcaption", "h1", "h2", "h3", "h4", "label", "legend", "li",
          "option", "p", "summary", "td", "text", "th", "title"}  # fmt: skip
UNSEEN = {"cite", "datalist", "script", "style", "template", "textarea"}
SMALL = {"code", "small"}
VOID = {"area", "base", "br", "col", "hr", "img", "input", "link", "meta", "source", "wbr"}
CODE = re.compile(r"(?<![\w./@?=&-])[A-Za-z0-9]+(?:[-_:][A-Za-z0-9]+)*(?![\w/@=-])")
MARKS = re.compile(r"; | > |, |: |:|\bof (?=[a-z]\w*(?:$|[;,:]| \())| (?=\()")
"""Between two of them an identifier stands alone: at the end of "common shares of mp" too."""
SUBJECT = re.compile(r"^[A-Z]{3,}(?=,? (?:by|comes|has|holds|may|of|owns|would) )")
"""Who does something, at the beginning of a sentence."""
SNAKE = re.compile(r"[a-z0-9]+(?:_[a-z0-9]+)+")


class Blocks(HTMLParser):
    """The text of each innermost block of a page; what is small beside other words in it is left out."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self.text, self.beside = "", ""
        self.inside: list[str] = []

    def end_block(self) -> None:
        if words := " ".join(self.text.split()) or " ".join(self.beside.split()):
            self.found.append(words)
        self.text, self.beside = "", ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        is_small = tag in SMALL or "slug" in (dict(attrs).get("class") or "").split()
        if tag in UNSEEN or is_small or (self.inside and tag not in VOID):
            self.inside.append(tag)
        elif tag in BLOCKS:
            self.end_block()

    def handle_endtag(self, tag: str) -> None:
        if tag in self.inside:
            while self.inside.pop() != tag:
                pass
        elif tag in BLOCKS and not self.inside:
            self.end_block()

    def handle_data(self, data: str) -> None:
        if not self.inside:
            self.text += data
        elif not UNSEEN & set(self.inside):
            self.beside += data


def blocks(page: str) -> list[str]:
    """The texts of a page: of a cell, a sentence, a choice, a label of a picture."""
    reader = Blocks()
    reader.feed(page)
    reader.close()
    reader.end_block()
    return reader.found


def bare_codes(page: str, names: Mapping[str, Collection[str]]) -> Iterator[tuple[str, str]]:
    """Each identifier without its name in the same block, and the block. A code of two words with an underscore is one
    whatever it names; an identifier that is a single word is none in the middle of a sentence.
    """
    for block in blocks(page):
        alone = {part.strip() for part in MARKS.split(block)} | set(SUBJECT.findall(block))
        for token in dict.fromkeys([*CODE.findall(block), *alone]):
            said = names.get(token, ()) if "-" in token or "_" in token or token in alone else ()
            if SNAKE.fullmatch(token) or (said and not any(one in block.casefold() for one in said)):
                yield token, block
