"""Columns of facts: the day, the note, who wrote and approved it, whose file it is."""

from portfolio.reports.base import Column, Type

EFFECTIVE_ON = Column(
    "effective_on",
    "Effective",
    "The day on which it happened, or from which it holds, as far as it is known.",
    Type.PARTIAL_DATE,
    unknown="undated",
    value=lambda line: line.effective_on,
)
NOTE = Column(
    "note",
    "Note",
    "What the record says of it.",
    unknown="no note",
    is_optional=True,
    is_prose=True,
    value=lambda line: line.note or None,
)
CONTROL = Column("control", "Control", "Who approved it.", value=lambda line: line.recording.approval)
RECORDING = Column(
    "recording",
    "Recording",
    "Serial of the recording that wrote it.",
    Type.INTEGER,
    is_grouped=False,
    value=lambda line: line.recording_id,
)
RECORDED_AT = Column(
    "recorded_at",
    "Recorded at",
    "Moment of that recording, UTC; of a change outside a recording, its own.",
    Type.MOMENT,
    value=lambda line: line.recording.moment,
)
RECORDED_BY = Column("recorded_by", "Recorded by", "Who wrote it.", value=lambda line: line.recording.by_name)
RECORDED_WHY = Column(
    "recorded_why",
    "Why",
    "The reason given for the recording.",
    is_prose=True,
    value=lambda line: line.recording.why,
)
STATED_ON = Column(
    "stated_on",
    "Stated on",
    "The day of the statement.",
    Type.PARTIAL_DATE,
    unknown="undated",
    value=lambda line: line.effective_on,
)
UNIT = Column("unit", "Unit", "Unit of the figures of the line.", value=lambda line: line.unit)
ORIGIN = Column("origin", "Origin", "Whose file it is.", value=lambda line: line.origin)
SECONDARY = Column(
    "read_in_secondary_text",
    "Read in a secondary text",
    "True where a source of the line was read in a secondary text and not opened itself.",
    Type.BOOLEAN,
    value=lambda line: line.is_secondary,
)
AWARD_NUMBER = Column("award_number", "Award number", "FAIN, PIID or URI.", value=lambda line: line.award_number)
