"""Hashes over canonical JSON, each covering the one before it.

Nothing but the standard library, so that what was exported is verified with Python alone.
"""

import json
from collections.abc import Mapping
from hashlib import sha256
from typing import Any

GENESIS = "0" * 64

format_value = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), sort_keys=True).encode


def canonical(content: Any) -> bytes:
    """A value as JSON: keys in order, UTF-8, no spaces."""
    return format_value(content).encode()


def link(previous_hash: str, content: Mapping[str, str]) -> str:
    """SHA-256, in hexadecimal, over the previous hash and a canonical content."""
    return link_text(previous_hash, canonical(content))


def link_text(previous_hash: str, text: bytes) -> str:
    """The same over a text that is canonical already."""
    return sha256(previous_hash.encode() + text).hexdigest()


def fingerprint(content: Any) -> str:
    """SHA-256, in hexadecimal, over a value as canonical JSON."""
    return sha256(canonical(content)).hexdigest()
