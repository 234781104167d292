"""The hash chain of the ledger: each entry's hash covers its content and the hash before it.

Nothing but the standard library, so that an exported ledger is verified with Python alone.
"""

from collections.abc import Iterable, Mapping

from record.calculations.hash_chain import GENESIS, canonical, link

CONTENT = (
    "transaction",
    "investment",
    "kind",
    "amount_usd",
    "shares",
    "shares_received",
    "effective_on",
    "counts_from",
    "reverses",
    "derived",
    "note",
    "sources",
    "recording",
    "recorded_at",
    "recorded_by",
)


def entry_text(content: Mapping[str, str]) -> bytes:
    """What of an entry is hashed: the columns of CONTENT, all text, by name."""
    return canonical({name: content[name] for name in CONTENT})


def recorded_text(recorded_at: str, recorded_by: str, recording: int) -> bytes:
    """What its recording says in the text of an entry: three columns that stand side by side by name.

    It stands there once: within a note, which comes before, each quotation mark has a backslash.
    """
    return canonical({"recorded_at": recorded_at, "recorded_by": recorded_by, "recording": str(recording)})[1:-1]


def entry_link(previous_hash: str, content: Mapping[str, str]) -> str:
    """The hash of an entry: over the previous one and the columns of CONTENT, all text, by name."""
    return link(previous_hash, {name: content[name] for name in CONTENT})


def first_break(rows: Iterable[Mapping[str, str]]) -> str | None:
    """What is wrong with the first row that does not follow from the one before it, or None.

    Rows come in the ledger's order, with the columns of CONTENT, `previous_hash` and `hash`.
    """
    previous = GENESIS
    for row in rows:
        if row["previous_hash"] != previous:
            return f"{row['transaction']}: it does not follow the entry before it; a row is missing, added or moved."
        if row["hash"] != entry_link(previous, row):
            return f"{row['transaction']}: its content is not what was recorded."
        previous = row["hash"]
    return None
