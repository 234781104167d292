"""A picture of a page as a file of its own: its title, its words, its key and its drawing, below each other as SVG.

It is read from the very HTML that the page shows, so that page and file cannot say two things. A picture is an element
with `data-picture="its name"`; tables, folds, forms and links to files stay on the page.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from html import escape
from textwrap import wrap

from .page_tree import Element

WIDTH, MARGIN = 800, 14
INNER = WIDTH - 2 * MARGIN
FONTS = "Arial, Helvetica, sans-serif"
LEFT_OUT = frozenset({"table", "summary", "form", "button", "nav", "dl", "script"})
HEADINGS = frozenset({"h1", "h2", "h3", "h4"})
BLOCKS = HEADINGS | {"p", "li", "ul", "div", "section", "details"}
MARK, KEY_GAP, ABOVE = 36, 20, 8
"""How wide a mark of the key is, what stands between two of them, and what is free above a block."""
SMALL_KINDS = frozenset({"unit", "table-note", "muted"})


@dataclass(frozen=True, slots=True)
class Style:
    """How text is set."""

    size: int
    colour: str
    letter: float = 0.53
    """How wide a letter is on average, of its size."""
    weight: str = ""

    def wide(self, text: str) -> float:
        return len(text) * self.letter * self.size

    def put(self, x: float, y: float, text: str) -> str:
        told = escape(text, quote=False)
        return f'<text x="{x:g}" y="{y:g}" font-size="{self.size}"{self.weight} fill="{self.colour}">{told}</text>'


TITLE, TEXT, SMALL = Style(18, "#162e51", 0.57, ' font-weight="700"'), Style(13, "#1b1b1b"), Style(12, "#565c65")


@dataclass(slots=True)
class Layout:
    """What stands in the file so far, and how far down it reaches. `asset` gives the text of a drawing by its name."""

    asset: Callable[[str], str]
    y: float = MARGIN
    title: str = ""
    words: list[str] = field(default_factory=list)
    drawn: list[str] = field(default_factory=list)
    told: list[str] = field(default_factory=list)
    style: Style = TEXT

    def block(self, one: Element) -> None:
        """Lay out what is in an element; text and what is set in a line run on until a block or a drawing begins."""
        for part in one.inside:
            if isinstance(part, str):
                self.told.append(part)
            elif part.tag in LEFT_OUT or "usa-sr-only" in part.kinds or "data-page-only" in part.marks:
                continue
            elif "legend" in part.kinds:
                self.end()
                self.key(part)
            elif part.tag == "svg":
                self.end()
                self.drawing(part)
            elif part.tag in BLOCKS:
                self.end()
                self.style = TITLE if part.tag in HEADINGS else SMALL if part.kinds & SMALL_KINDS else TEXT
                self.block(part)
                self.end()
            else:
                self.block(part)

    def end(self) -> None:
        """Set the text that is waiting, over the whole width."""
        text, style = " ".join("".join(self.told).split()), self.style
        self.told, self.style = [], TEXT
        if not text:
            return
        if style is TITLE and not self.title:
            self.title = text
        else:
            self.words.append(text)
        self.y += ABOVE
        for line in wrap(text, int(INNER / (style.letter * style.size))):
            self.y += style.size + 3
            self.drawn.append(style.put(MARGIN, self.y, line))

    def key(self, legend: Element) -> None:
        """Its marks with their words, as many beside each other as there is room for."""
        x = float(WIDTH)
        for entry in legend.inside:
            if isinstance(entry, str):
                continue
            mark = next((one for one in entry.every() if one.tag == "svg"), None)
            text = " ".join(words_of(entry).split())
            before = MARK if mark else 0
            wide = before + TEXT.wide(text)
            if x + wide > WIDTH - MARGIN:
                x, self.y = float(MARGIN), self.y + ABOVE + TEXT.size + 3
            if mark:
                box = mark.marks.get("viewbox")
                size = f'width="{mark.marks["width"]}" height="{mark.marks["height"]}"{_seen(box)}'
                self.drawn.append(f'<svg x="{x:g}" y="{self.y - 11:g}" {size}>{mark.content()}</svg>')
            self.drawn.append(TEXT.put(x + before, self.y, text))
            x += wide + KEY_GAP

    def drawing(self, svg: Element) -> None:
        """A drawing over the whole width. What only defines hatchings has no height, and takes no room."""
        inside = "".join(one if isinstance(one, str) else self.asset_or_written(one) for one in svg.inside)
        box, height = svg.marks.get("viewbox"), svg.marks.get("height")
        if height is None and box is not None:
            *_, across, down = map(float, box.split())
            height = f"{INNER * down / across:.0f}"
        self.y += 6
        place = f'x="{MARGIN}" y="{self.y:g}" width="{INNER}" height="{height}"{_seen(box)}'
        self.drawn.append(f'<svg {place} overflow="visible">{inside}</svg>')
        self.y += float(height or 0)

    def asset_or_written(self, one: Element) -> str:
        named = one.marks.get("data-asset")
        return self.asset(named) if named else one.written()


def _seen(box: str | None) -> str:
    return f' viewBox="{box}"' if box else ""


def words_of(one: Element) -> str:
    """All text in an element but that of its drawings."""
    return "".join(part if isinstance(part, str) else words_of(part) for part in one.inside if not _is_svg(part))


def _is_svg(part: Element | str) -> bool:
    return isinstance(part, Element) and part.tag == "svg"


def pictures_of(page: Element) -> dict[str, Element]:
    """The pictures of a page by their names."""
    return {named: one for one in page.every() if (named := one.marks.get("data-picture"))}


def picture_file(picture: Element, asset: Callable[[str], str]) -> str:
    """The picture as the text of an SVG file."""
    layout = Layout(asset)
    layout.block(picture)
    layout.end()
    height = layout.y + MARGIN
    size = f'font-family="{FONTS}" width="{WIDTH}" height="{height:g}" viewBox="0 0 {WIDTH} {height:g}"'
    return "\n".join([
        f'<svg xmlns="http://www.w3.org/2000/svg" {size} role="img" aria-labelledby="title desc">',
        f'<title id="title">{escape(layout.title, quote=False)}</title>',
        f'<desc id="desc">{escape(" ".join(layout.words), quote=False)}</desc>',
        '<rect width="100%" height="100%" fill="#ffffff"/>',
        *layout.drawn,
        "</svg>",
    ])  # fmt: skip
