"""The hash chain of the ledger: each entry's hash covers its content and the hash before it.

Nothing but the standard library, so that an exported ledger is verified with Python alone.
"""

import json
from collections.abc import Iterable, Mapping
from hashlib import sha256
from typing import Any

GENESIS = "0" * 64

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

NAMES = tuple(sorted(CONTENT))
spell = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode
spell_sorted = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), sort_keys=True).encode


def canonical(content: Mapping[str, str]) -> bytes:
    """The content of an entry as JSON: the columns of CONTENT by name, all text, UTF-8, no spaces."""
    return spell({name: content[name] for name in NAMES}).encode()


def link(previous_hash: str, content: Mapping[str, str]) -> str:
    """SHA-256, in hexadecimal, over the previous entry's hash and this entry's canonical content."""
    return sha256(previous_hash.encode() + canonical(content)).hexdigest()


def fingerprint(content: Any) -> str:
    """SHA-256, in hexadecimal, over a value as canonical JSON: keys in order, UTF-8, no spaces."""
    return sha256(spell_sorted(content).encode()).hexdigest()


def first_break(rows: Iterable[Mapping[str, str]]) -> str | None:
    """What is wrong with the first row that does not follow from the one before it, or None.

    Rows come in the ledger's order, with the columns of CONTENT, `previous_hash` and `hash`.
    """
    previous = GENESIS
    for row in rows:
        if row["previous_hash"] != previous:
            return f"{row['transaction']}: it does not follow the entry before it; a row is missing, added or moved."
        if row["hash"] != link(previous, row):
            return f"{row['transaction']}: its content is not what was recorded."
        previous = row["hash"]
    return None
