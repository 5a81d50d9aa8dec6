"""Addresses to pages, politely, and only when somebody asks for an address.

A fetch connects to the very address that was checked (so a name that changes its mind between the check and the connection
gains nothing), follows few redirects and checks each again, honours robots.txt, and stops at limits of size and of total time::

    fetch(url) -> split -> robots -> resolve + check -> connect -> headers -> body, under one deadline
"""

from __future__ import annotations

import contextlib
import functools
import http.client
import ipaddress
import socket
import ssl
import threading
import time
import urllib.robotparser
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from urllib.parse import SplitResult, urljoin, urlsplit

from secondsource.errors import UnreadableInput
from secondsource.intake import feeds
from secondsource.intake.names import printable
from secondsource.intake.warc import inflate
from secondsource.model import Page
from secondsource.options import Options

AGENT = "secondsource/0.1"
REDIRECTS = 5
HEADERS = 64 * 1024  #: bytes of headers at most
ROBOTS_BYTES = 512 * 1024
ROBOTS_SECONDS = 10.0
PORTS = {"http": 80, "https": 443}

Resolver = Callable[[str, int], list[str]]  #: host and port to its addresses


@dataclass(frozen=True, slots=True)
class Rules:
    """What a fetch may do. ``private`` allows addresses of this machine and its network: for tests and for one's own servers."""

    options: Options
    private: bool = False
    robots: bool = True
    resolve: Resolver | None = None


@dataclass(frozen=True, slots=True)
class Validators:
    """What a server gave so that it can say next time that nothing changed."""

    etag: str = ""
    modified: str = ""


@dataclass(frozen=True, slots=True)
class Fetched:
    """An answer: ``body`` is None where the server says that nothing changed (304)."""

    url: str  #: after redirects
    body: bytes | None
    media_type: str = ""
    validators: Validators = field(default_factory=Validators)
    moved: bool = False  #: by 301 or 308: use the new address from now on


def is_address(text: str) -> bool:
    """Does it begin as an address of the web?"""
    return text.lower().startswith(("http://", "https://"))


def page(url: str, rules: Rules) -> Page:
    """The page at an address. Raises ``UnreadableInput`` with its own reason class for whatever stands in the way."""
    got = fetch(url, rules)
    return Page(file=name(got.url), body=got.body or b"", url=got.url, media_type=got.media_type)


def name(url: str) -> str:
    """The address as it is shown."""
    return printable(url[:200])


def fetch(url: str, rules: Rules, known: Validators | None = None) -> Fetched:
    """Fetch an address under the rules, following redirects; ``known`` makes it a conditional request."""
    deadline = time.monotonic() + rules.options.intake_seconds
    seen: set[str] = set()
    at, permanent = url, True
    while True:
        if at in seen or len(seen) > REDIRECTS:
            raise refused(url, "redirects", f"redirects lead round in a circle, or more than {REDIRECTS} times")
        seen.add(at)
        parts = checked(at, url)
        if rules.robots and not allowed(parts, rules):
            raise refused(
                url, "robots", "the site's robots.txt asks programs not to fetch it", "Save the page from a browser and give the file."
            )
        status, headers, body = request(parts, rules, deadline, known, rules.options.page_bytes)
        if status in (301, 302, 303, 307, 308) and headers.get("location"):
            permanent = permanent and status in (301, 308)
            at = urljoin(at, headers["location"])
            continue
        return answer(url, at, status, headers, body, moved=permanent and at != url)


def answer(url: str, at: str, status: int, headers: dict[str, str], body: bytes, *, moved: bool) -> Fetched:
    """The answer to the last request of a chain of redirects."""
    kept = Validators(headers.get("etag", ""), headers.get("last-modified", ""))
    if status == 304:
        return Fetched(at, None, validators=kept, moved=moved)
    if status == 429 or status == 503:
        wait = headers.get("retry-after", "")
        raise refused(
            url, "busy", f"the server is busy (status {status})", f"Try again{f' after {printable(wait[:40])}' if wait else ' later'}."
        )
    if not 200 <= status < 300:
        raise refused(url, "status", f"the server answered with status {status}")
    return Fetched(at, body, headers.get("content-type", ""), kept, moved)


def checked(url: str, asked: str) -> SplitResult:
    """The parts of an address of the web; other schemes, names and ports with something to hide are refused."""
    try:
        parts = urlsplit(url.strip())
        port = parts.port
    except ValueError as error:
        raise refused(asked, "address", f"{name(url)} is no address: {error}") from None
    if parts.scheme not in PORTS:
        raise refused(asked, "scheme", f"{name(url)} is not an http or https address")
    if not parts.hostname or parts.username or parts.password or port == 0:
        raise refused(asked, "address", f"{name(url)} has no host name, or a password in it")
    return parts


def refused(url: str, reason: str, why: str, cure: str = "") -> UnreadableInput:
    return UnreadableInput(name(url), reason, why, cure)


# ---- one request ---------------------------------------------------------------------------------------------------


def request(parts: SplitResult, rules: Rules, deadline: float, known: Validators | None, limit: int) -> tuple[int, dict[str, str], bytes]:
    """One GET: status, headers in lower case, and the body under the limit, compression undone."""
    url, host = parts.geturl(), str(parts.hostname)
    port = parts.port or PORTS[parts.scheme]
    headers = {"User-Agent": AGENT, "Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.5", "Accept-Encoding": "gzip"}
    if known and known.etag:
        headers["If-None-Match"] = known.etag
    if known and known.modified:
        headers["If-Modified-Since"] = known.modified
    try:
        connection = Connection(host, port, public_address(host, port, rules, url), parts.scheme == "https", deadline)
        watch = threading.Timer(left(deadline), connection.abort)
        watch.daemon = True
        watch.start()
        try:
            target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
            connection.request("GET", target, headers=headers)
            response = connection.getresponse()
            got = {k.lower(): v for k, v in response.getheaders()}
            body = read(response, deadline, limit, url)
            coding = got.get("content-encoding", "").strip().lower()
            return response.status, got, inflate(body, coding, limit) if body else body
        finally:
            watch.cancel()
            connection.close()
    except UnreadableInput as error:
        raise refused(url, error.reason, error.why, error.cure) from None
    except TimeoutError:
        raise refused(url, "time", "the server did not answer in time") from None
    except ssl.SSLError as error:
        raise refused(url, "tls", f"its certificate or encryption is not right: {error.reason or error}") from None
    except (OSError, http.client.HTTPException, ValueError) as error:
        if time.monotonic() >= deadline:
            raise refused(url, "time", "the server did not answer in time") from None
        raise refused(url, "network", f"the connection failed: {printable(str(error) or type(error).__name__)[:200]}") from None


class Connection(http.client.HTTPConnection):
    """An HTTP connection to one address that was checked before, whatever the name says now."""

    def __init__(self, host: str, port: int, address: str, secure: bool, deadline: float):
        super().__init__(host, port, timeout=left(deadline))
        self.address = address
        self.secure = secure
        self.deadline = deadline
        self.raw: socket.socket | None = None

    def connect(self) -> None:
        self.raw = self.sock = socket.create_connection((self.address, self.port), left(self.deadline))
        if self.secure:
            self.raw = self.sock = ssl.create_default_context().wrap_socket(self.sock, server_hostname=self.host)

    def abort(self) -> None:
        """End whatever read is waiting: a server that sends a byte a second outlasts every limit on a single read."""
        with contextlib.suppress(OSError):
            if self.raw:
                self.raw.shutdown(socket.SHUT_RDWR)


def left(deadline: float) -> float:
    """Seconds to the deadline; past it, a time-out."""
    rest = deadline - time.monotonic()
    if rest <= 0:
        raise TimeoutError
    return rest


def read(response: http.client.HTTPResponse, deadline: float, limit: int, url: str) -> bytes:
    """The body, piece by piece, so that neither an endless nor a dripping one outlasts its limit."""
    body = bytearray()
    while piece := response.read1(65536):
        body += piece
        if len(body) > limit:
            raise refused(url, "too-large", f"the page is over {limit >> 20} MB")
    left(deadline)
    if response.length:
        raise refused(url, "cut", f"the connection ended {response.length:,} bytes early", "Try again.")
    return bytes(body)


# ---- where it may go -----------------------------------------------------------------------------------------------


def public_address(host: str, port: int, rules: Rules, url: str) -> str:
    """The first address of the host, if all its addresses are public ones; a host with any other is refused."""
    try:
        found = (rules.resolve or resolve)(host, port)
    except OSError as error:
        raise refused(url, "dns", f"the name {printable(host)} cannot be found: {error.strerror or error}") from None
    if not found:
        raise refused(url, "dns", f"the name {printable(host)} has no address")
    private = [a for a in found if not is_public(a)]
    if private and not rules.private:
        what = printable(host) if printable(host) == str(private[0]) else f"{printable(host)} ({private[0]})"
        why = f"{what} is an address of this machine or a private network"
        raise refused(url, "private", why, "Save the page with a browser and give the file")
    return found[0]


def resolve(host: str, port: int) -> list[str]:
    return [str(entry[4][0]) for entry in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]


def is_public(address: str) -> bool:
    """An address that anybody on the internet could mean; also where an IPv6 address carries an IPv4 one."""
    ip = ipaddress.ip_address(address.split("%")[0])
    if isinstance(ip, ipaddress.IPv6Address):
        inner = ip.ipv4_mapped or ip.sixtofour or (ip.teredo[1] if ip.teredo else None)
        if inner:
            return inner.is_global and ip.ipv4_mapped is not None
        if ip in ipaddress.ip_network("64:ff9b::/96"):
            return ipaddress.ip_address(int(ip) & 0xFFFFFFFF).is_global
    return ip.is_global and not ip.is_multicast


# ---- robots.txt ----------------------------------------------------------------------------------------------------


def allowed(parts: SplitResult, rules: Rules) -> bool:
    """May this program fetch the address, by the site's robots.txt? A site without one allows it; one that is broken does not."""
    try:
        text = robots(f"{parts.scheme}://{parts.netloc}", rules)
    except UnreadableInput as error:  # nobody asked for robots.txt: the fault is told of the address that was asked for
        raise refused(parts.geturl(), error.reason, error.why, error.cure) from None
    if text is None:
        return False
    parser = urllib.robotparser.RobotFileParser()
    parser.parse(text.splitlines())
    return parser.can_fetch(AGENT, parts.geturl())


@functools.lru_cache(maxsize=1024)
def robots(site: str, rules: Rules) -> str | None:
    """The text of a site's robots.txt, '' where it has none, None where the server fails to say."""
    at = f"{site}/robots.txt"
    for _ in range(REDIRECTS):
        parts = checked(at, at)
        status, headers, body = request(parts, rules, time.monotonic() + ROBOTS_SECONDS, None, ROBOTS_BYTES)
        if status in (301, 302, 303, 307, 308) and headers.get("location"):
            at = urljoin(at, headers["location"])
            continue
        if status >= 500 or status == 429:
            return None
        return body.decode("utf-8", "replace") if status < 300 else ""
    return ""


def pages(urls: list[str], rules: Rules) -> Iterator[Page | UnreadableInput]:
    """The pages at the addresses, in order; what cannot be had comes as the reason why."""
    for url in urls:
        try:
            yield page(url, rules)
        except UnreadableInput as error:
            yield error


def feed(address: str, rules: Rules, known: Validators | None = None) -> tuple[feeds.Feed, Fetched]:
    """The feed at an address, and what its server said; an empty feed where nothing changed since ``known``."""
    got = fetch(address, rules, known)
    if got.body is None:
        return feeds.Feed("", ()), got
    return feeds.parse(got.body, got.url), got


def feed_pages(address: str, rules: Rules) -> Iterator[Page | UnreadableInput]:
    """The pages that a feed's items lead to, in their order; links that lead elsewhere come as the reason why not."""
    try:
        found, _ = feed(address, rules)
    except UnreadableInput as error:
        yield error
        return
    yield from pages([item.url for item in found.items], rules)
    for link in found.refused:
        yield refused(link, "scheme", f"the feed {name(address)} links to it, but it is no http or https address")
    if found.left:
        yield refused(address, "too-many", f"{found.left:,} items beyond the first {feeds.MOST_ITEMS:,} were left")
