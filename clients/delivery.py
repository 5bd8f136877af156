"""One POST to an address that a member has named, without becoming its tool against others (SSRF).

https only; the name is resolved once, every address it has is judged, and the connection goes to the very address that
was judged, while TLS and Host keep the name. No redirects, no proxy, no body read, and an end to all patience.
"""

import asyncio
import re
import socket
import ssl
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network
from time import monotonic

import httpx

Network = IPv4Network | IPv6Network
Resolver = Callable[[str, int], Sequence[str]]
"""The addresses of a name, as text; OSError where there are none."""

PATIENCE = 20.0
"""Seconds for the whole of a request, however slowly the other side sends."""
LONGEST_URL = 2000
_USUAL_PORTS = (80, 443)
_LAST_RESERVED_PORT = 1024
"""Up to here listen mail, shells and the like, which a request must not be made to speak to."""
_NUMBER = re.compile(r"\d+|0x[0-9a-f]*")
"""What no name ends in; resolvers take 2130706433, 0x7f.1 and 127.1 for addresses."""
_EMBEDDING = tuple(
    map(ip_network, ("::/96", "::ffff:0:0/96", "64:ff9b::/96", "64:ff9b:1::/48", "2001::/32", "2002::/16"))
)
"""IPv6 networks whose addresses stand for IPv4 ones, private ones too; no public receiver needs them."""


class AddressRefused(Exception):  # noqa: N818 - says what happened
    """This address is not sent to. `code`: scheme, url, port, or network."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code
        self.message = message


@dataclass(frozen=True, slots=True)
class Reach:
    """What the operator allows beyond public addresses over https."""

    networks: tuple[Network, ...] = ()
    http: bool = False
    ports: tuple[int, ...] = ()

    def allows(self, address: str) -> bool:
        found = ip_address(address)
        return any(found in network for network in self.networks) or _is_public(found)

    def allows_port(self, port: int) -> bool:
        return port in (*_USUAL_PORTS, *self.ports) or port > _LAST_RESERVED_PORT


@dataclass(frozen=True, slots=True)
class Replied:
    """An HTTP status, or the code of what failed: network, unresolved, unreachable, tls, timeout, protocol."""

    status: int | None
    error: str | None
    milliseconds: int


def check_url(url: str, reach: Reach) -> httpx.URL:
    """The URL, if it may be sent to as far as can be said without resolving it. Raises AddressRefused."""
    try:
        parsed = httpx.URL(url)
        port = parsed.port
    except (httpx.InvalidURL, ValueError):
        raise AddressRefused("url", "This is not a URL.") from None
    if parsed.scheme not in (("https", "http") if reach.http else ("https",)):
        raise AddressRefused("scheme", "The URL begins with https://.")
    if not parsed.raw_host or parsed.userinfo or parsed.fragment or len(url) > LONGEST_URL:
        raise AddressRefused("url", "The URL has a host, and neither a user, a password nor a fragment.")
    if port is not None and not 0 < port < 65536:
        raise AddressRefused("url", "A port is between 1 and 65535.")
    if port is not None and not reach.allows_port(port):
        raise AddressRefused("port", f"Port {port} belongs to another service; 443, 80 and those above 1024 are open.")
    _refuse_host(_name(parsed).lower().rstrip("."), reach)
    return parsed


def _refuse_host(name: str, reach: Reach) -> None:
    """What a host says of itself, without asking anybody."""
    literal = "127.0.0.1" if name == "localhost" or name.endswith(".localhost") else _literal(name)
    if literal is not None and not reach.allows(literal):
        raise AddressRefused("network", "This address is not on the public internet.")
    if literal is None and _NUMBER.fullmatch(name.rpartition(".")[2]):
        raise AddressRefused("url", "An IPv4 address is written as four numbers without leading zeros.")


def post(
    url: str,
    headers: Mapping[str, str],
    body: bytes,
    reach: Reach,
    *,
    resolve: Resolver | None = None,
    tls: ssl.SSLContext | None = None,
    patience: float = PATIENCE,
) -> Replied:
    """Sends once and says what came of it; it raises nothing for what the other side does."""
    begun = monotonic()

    def replied(status: int | None = None, error: str | None = None) -> Replied:
        return Replied(status, error, round((monotonic() - begun) * 1000))

    try:
        target = check_url(url, reach)
        address = _judged(target, reach, resolve or addresses_of)
        return replied(status=asyncio.run(_send(target, address, headers, body, tls or _tls(), patience)))
    except AddressRefused as refused:
        return replied(error=refused.code)
    except (TimeoutError, httpx.TimeoutException):
        return replied(error="timeout")
    except httpx.ConnectError as error:
        return replied(error="tls" if isinstance(_root(error), ssl.SSLError) else "unreachable")
    except (socket.gaierror, UnicodeError):  # a part of the name is empty or too long
        return replied(error="unresolved")
    except (httpx.HTTPError, OSError):
        return replied(error="protocol")


def addresses_of(host: str, port: int) -> Sequence[str]:
    """What the system's resolver says; it has its own patience."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return [str(address[0]).partition("%")[0] for *_, address in found]


def _judged(target: httpx.URL, reach: Reach, resolve: Resolver) -> str:
    """The address to connect to. All that the name has must be allowed: one that is not says enough."""
    port = target.port or (443 if target.scheme == "https" else 80)
    addresses = resolve(_name(target), port)
    if not addresses:
        raise socket.gaierror(socket.EAI_NONAME, "no address")
    if not all(reach.allows(address) for address in addresses):
        raise AddressRefused("network", "This name leads to an address that is not on the public internet.")
    return addresses[0]


async def _send(
    target: httpx.URL, address: str, headers: Mapping[str, str], body: bytes, tls: ssl.SSLContext, patience: float
) -> int:
    """The status. The request goes to the address; the name stays in Host and in TLS."""
    sent = {**headers, "host": target.netloc.decode("ascii"), "user-agent": "Huixin"}
    extensions = {"sni_hostname": _name(target)}
    async with (
        asyncio.timeout(patience),
        httpx.AsyncClient(verify=tls, trust_env=False, follow_redirects=False, timeout=patience) as client,
        client.stream(
            "POST", target.copy_with(host=_bracketed(address)), headers=sent, content=body, extensions=extensions
        ) as response,
    ):
        return response.status_code


@cache
def _tls() -> ssl.SSLContext:
    return httpx.create_ssl_context(trust_env=False)


def _name(target: httpx.URL) -> str:
    return target.raw_host.decode("ascii").strip("[]")


def _bracketed(address: str) -> str:
    return f"[{address}]" if ":" in address else address


def _literal(name: str) -> str | None:
    try:
        return str(ip_address(name))
    except ValueError:
        return None


def _is_public(address: IPv4Address | IPv6Address) -> bool:
    if address.version == 6 and (address.is_site_local or any(address in network for network in _EMBEDDING)):
        return False
    return address.is_global and not (address.is_multicast or address.is_reserved or address.is_unspecified)


def _root(error: BaseException) -> BaseException:
    while error.__cause__ or error.__context__:
        error = error.__cause__ or error.__context__ or error
    return error
