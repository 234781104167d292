"""A sheet as a PDF of one Letter page, tagged by PDF/UA-1: the writer refuses what does not conform."""

import json
from dataclasses import replace
from datetime import UTC, datetime, time
from pathlib import Path
from typing import Any, Literal

from django.conf import settings
from django.utils.timezone import localtime

from portfolio.charts.stacks import StackGroup
from portfolio.pages.briefing_tiles import Tile
from portfolio.pages.sheet import FEW, Sheet, SheetList
from portfolio.reports.quoted import plain

TEMPLATE = Path(__file__).with_name("sheet.typ")
STANDARD: Literal["ua-1"] = "ua-1"
FONTS = "uswds/fonts/source-sans-pro"


def written(sheet: Sheet, *, address: str = "") -> bytes:
    """The bytes of the PDF: the same for the same answer, whenever and wherever it is written.

    `address` is where the same stands as a page. Where the lists are too long for one page each has a line less, and
    then another; its heading says of how many. Raises typst.TypstError where the document does not conform.
    """
    import typst

    moment = datetime.combine(sheet.at.as_of, time.min, tzinfo=UTC)
    for most in range(FEW, 0, -1):
        asked: dict[str, Any] = {
            "root": TEMPLATE.parent,
            "font_paths": list(fonts()),
            "ignore_system_fonts": True,
            "sys_inputs": {"data": json.dumps(data_of(sheet, address=address, most=most))},
        }
        if len(json.loads(typst.query(TEMPLATE, "<foot>", **asked))) == 1:
            break
    made: bytes = typst.compile(
        TEMPLATE, format="pdf", pdf_standards=[STANDARD], timestamp=int(moment.timestamp()), **asked
    )
    return made


def fonts() -> list[Path]:
    """Where the typeface of the pages lies; without it the writer takes its own."""
    folders = (settings.ASSETS_DIR / FONTS, Path(settings.STATIC_ROOT) / FONTS)
    return [folder for folder in folders if folder.is_dir()][:1]


def data_of(sheet: Sheet, *, address: str, most: int = FEW) -> dict[str, Any]:
    """All that the template prints, as text; of each list at most so many lines."""
    at = sheet.at
    known = known_words(sheet)
    noun = "The whole record" if sheet.scope.is_whole else sheet.scope.kind.capitalize()
    return {
        "title": sheet.scope.name,
        "document": f"{sheet.scope.name}, as of {at.as_of}",
        "noun": f"Lodebook. {noun}. As of {at.as_of}, {known}.",
        "description": f"{sheet.scope.name} as of {at.as_of}, {known}.",
        "footer": " ".join(
            part for part in (edition_words(sheet), f"As of {at.as_of}, recording {at.serial}.", address) if part
        ),
        "sentences": [plain(one) for one in sheet.sentences],
        "tiles_title": "In figures",
        "tiles": [tile(one, sheet.since.name) for one in sheet.tiles],
        "gives": gives(sheet.gives) if sheet.gives else None,
        "lists": [part(replace(one, lines=one.lines[:most])) for one in sheet.lists],
        "sure_title": "How sure this is",
        "sure": [f"{plain(one)}." for one in sheet.sure],
    }


def known_words(sheet: Sheet) -> str:
    """Up to which recording it is known, and when that was made: the same for who asks later of the same record."""
    last = sheet.extent.last_moment
    return f"known up to recording {sheet.at.serial}" + (f" of {localtime(last):%Y-%m-%d %H:%M %Z}" if last else "")


def edition_words(sheet: Sheet) -> str:
    public = sheet.extent.public_as_of
    return f"Public record as of {public}." if public else "No public record loaded."


def tile(one: Tile, since: str) -> dict[str, str]:
    change = f"{plain(one.change)} since {since}" if one.change else ""
    return {"label": one.label, "figure": plain(one.figure), "known": plain(one.known), "change": change}


def gives(group: StackGroup) -> dict[str, Any]:
    """Who gives, in what form: a bar for each agency, its parts by form."""
    (picture,) = group.pictures
    return {
        "title": picture.title,
        "summary": picture.summary,
        "note": group.note,
        "legend": [{"label": label, "fill": fill} for label, fill in group.legend],
        "bars": [
            {
                "name": bar.name,
                "text": bar.text,
                "segments": [{"x": one.x, "width": one.width, "fill": one.fill} for one in bar.segments],
            }
            for bar in picture.bars
        ],
    }


def part(one: SheetList) -> dict[str, Any]:
    return {
        "heading": one.heading,
        "empty": one.empty,
        "lines": [{"mark": line.mark, "text": line.text} for line in one.lines],
    }
