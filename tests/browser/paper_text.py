"""What a printed page says, read out of the PDF by the letters that its fonts name."""

import re

import pikepdf

CHARACTER = re.compile(rb"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>\s*(?:<([0-9A-Fa-f]+)>)?")
SHOWN = {"Tj", "TJ", "'", '"'}


def letters_of(font: pikepdf.Object) -> dict[int, str]:
    """By the number of a glyph the letters that it stands for, out of the font's own map."""
    found: dict[int, str] = {}
    for kind, block in re.findall(rb"begin(bfchar|bfrange)(.*?)endbf", font["/ToUnicode"].read_bytes(), re.DOTALL):
        for line in block.splitlines():
            if match := CHARACTER.search(line):
                first, last, text = match.groups()
                if kind == b"bfchar":
                    found[int(first, 16)] = bytes.fromhex(last.decode()).decode("utf-16-be")
                elif text:
                    start = int(text, 16)
                    found |= {int(first, 16) + n: chr(start + n) for n in range(int(last, 16) - int(first, 16) + 1)}
    return found


def text_of(page: pikepdf.Page) -> str:
    """All that is written on the page, without blanks: where one stands is a matter of layout."""
    fonts = {name: letters_of(font) for name, font in page["/Resources"]["/Font"].items() if "/ToUnicode" in font}
    letters: dict[int, str] = {}
    said: list[str] = []
    for operands, operator in pikepdf.parse_content_stream(page):
        if str(operator) == "Tf":
            letters = fonts.get(str(operands[0]), {})
        elif str(operator) in SHOWN:
            parts = operands[0] if isinstance(operands[0], pikepdf.Array) else [operands[-1]]
            for part in parts:
                if isinstance(part, pikepdf.String):
                    raw = bytes(part)
                    said += [letters.get(int.from_bytes(raw[n : n + 2], "big"), "") for n in range(0, len(raw), 2)]
    return "".join("".join(said).split())
