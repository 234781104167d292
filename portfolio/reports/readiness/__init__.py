"""What an inspector general asks first: one line a question, and the rows that each of them counts."""

from .questions import LINES
from .rows import ROWS

DEFINITIONS = (LINES, ROWS)
