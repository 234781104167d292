"""Columns of what is produced."""

from portfolio.reports.base import Column, Type
from portfolio.reports.words import words

PHASE = Column(
    "phase",
    "Phase",
    "One facility, one product, one stage.",
    names="phase",
    value=lambda line: line.phase,
)
MINERAL = Column(
    "mineral",
    "Mineral",
    "The mineral or product group; files have its identifier.",
    unknown="no mineral is named",
    names="mineral",
    value=lambda line: line.mineral or None,
)
STAGE = Column(
    "stage",
    "Stage",
    "The chain's stage; as stated where the mineral has no chain. Files have its identifier.",
    words=words,
    names="stage",
    value=lambda line: line.stage,
)
YEAR = Column(
    "year",
    "Year",
    "Calendar year.",
    Type.INTEGER,
    unknown="no figures by year",
    is_optional=True,
    is_grouped=False,
    value=lambda line: line.year,
)
NAMEPLATE_ADDED = Column(
    "nameplate_added",
    "Nameplate added",
    "Designed yearly capacity.",
    Type.QUANTITY,
    unknown="not known",
    value=lambda line: line.nameplate_added,
)
EDITION = Column(
    "edition",
    "Edition",
    "Of the statistics.",
    unknown="none published",
    value=lambda line: line.edition or None,
)
