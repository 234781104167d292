"""A packed answer as it comes: unpacked piece by piece, with proof that it is whole."""

import zlib
from collections.abc import Iterable, Iterator

GZIP = zlib.MAX_WBITS + 16


class Cut(Exception):
    """What was packed ends before its end, or is empty."""


def unpacked(pieces: Iterable[bytes], *, most: int) -> Iterator[bytes]:
    """What a gzip holds, `most` bytes at a time. Raises Cut, and zlib.error for what is no gzip."""
    unpack = zlib.decompressobj(GZIP)
    for piece in pieces:
        rest = piece
        while rest:
            if unpack.eof:  # one packed part after the other
                unpack = zlib.decompressobj(GZIP)
            yield unpack.decompress(rest, most)
            rest = unpack.unused_data if unpack.eof else unpack.unconsumed_tail
        while not unpack.eof and (found := unpack.decompress(b"", most)):
            yield found
    if not unpack.eof:
        raise Cut
