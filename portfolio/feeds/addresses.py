"""Which addresses may be asked: public ones over HTTPS. The name is looked up once, and what was checked is asked."""

import socket
from collections.abc import Callable
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network
from urllib.parse import SplitResult, urlsplit

from .stopped import FeedStopped

# An IPv6 address of this range stands for the IPv4 address in its last 32 bits.
TRANSLATED = ip_network("64:ff9b::/96")
# A cloud's own service for its machines, at a number that looks public.
OF_A_CLOUD = frozenset({ip_address("168.63.129.16")})
PORTS = {"https": 443, "http": 80}

Resolve = Callable[[str, int], list[str]]
"""(name, port) → the numbers of a host."""


@dataclass(frozen=True, slots=True)
class Target:
    """A checked address: the name for the certificate and the Host header, and the numbers that may be asked."""

    scheme: str
    host: str
    port: int
    path: str
    numbers: tuple[str, ...]

    @property
    def host_header(self) -> str:
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == PORTS[self.scheme] else f"{host}:{self.port}"


def resolved(host: str, port: int) -> list[str]:
    """The numbers of a host, as this machine looks them up. Raises OSError."""
    return list(dict.fromkeys(str(found[4][0]) for found in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)))


def check(address: str, *, may_ask_loopback: bool = False, resolve: Resolve = resolved) -> Target:
    """The target of an address. Raises FeedStopped for one that is not public, or not HTTPS.

    `may_ask_loopback` allows this machine itself, over HTTP as well, and no other private range.
    """
    parts, port = _parts(address)
    host = parts.hostname or ""
    if parts.scheme not in PORTS or not host or parts.username is not None or parts.password is not None:
        raise FeedStopped(f"{short(address)} is no address that a feed may ask: it begins with https:// and a name.")
    port = port or PORTS[parts.scheme]
    try:
        numbers = resolve(host, port)
    except (OSError, UnicodeError) as error:
        raise FeedStopped(f"The name {host} is not found: {error}.") from error
    own = may_ask_loopback and bool(numbers) and all(_number(one).is_loopback for one in numbers)
    refused = [one for one in numbers if not is_public(one)]
    if not numbers or (refused and not own):
        where = ", ".join(refused) or "no number"
        raise FeedStopped(f"{host} leads to {where}, which is not public. It was not asked.")
    if not own and (parts.scheme != "https" or port != PORTS["https"]):
        raise FeedStopped(f"{host} is asked over HTTPS at its usual port alone. It was not asked.")
    path = f"{parts.path or '/'}?{parts.query}" if parts.query else parts.path or "/"
    return Target(parts.scheme, host, port, path, tuple(numbers))


def is_public(number: str) -> bool:
    """True for an address of the public internet; an IPv4 address inside of an IPv6 address must be public as well."""
    one = _number(number)
    if not isinstance(one, IPv6Address):
        return _is_plain(one)
    if one.ipv4_mapped is not None:
        return _is_plain(one.ipv4_mapped)
    if one in TRANSLATED:
        return _is_plain(IPv4Address(int(one) & 0xFFFFFFFF))
    inside = [found for found in (one.sixtofour, *(one.teredo or ())) if found is not None]
    return all(_is_plain(found) for found in (one, *inside))


def _is_plain(one: IPv4Address | IPv6Address) -> bool:
    is_site_local = isinstance(one, IPv6Address) and one.is_site_local
    return (
        one.is_global
        and one not in OF_A_CLOUD
        and not (one.is_multicast or one.is_reserved or one.is_unspecified or is_site_local)
    )


def _number(number: str) -> IPv4Address | IPv6Address:
    return ip_address(number.partition("%")[0])


def _parts(address: str) -> tuple[SplitResult, int | None]:
    try:
        parts = urlsplit(address)
        return parts, parts.port
    except ValueError as error:
        raise FeedStopped(f"{short(address)} is no address: {error}.") from error


def short(address: str) -> str:
    """An address as it is told: without what follows the question mark, where a key may stand."""
    return address.partition("?")[0][:120]
