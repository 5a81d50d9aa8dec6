"""The fetcher, against servers on the loopback address only: what it refuses, and that it always ends."""

from __future__ import annotations

import gzip
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from secondsource.errors import UnreadableInput
from secondsource.intake import web
from secondsource.options import Options

QUICK = Options(intake_seconds=1.0, page_bytes=100_000)
RULES = web.Rules(QUICK, private=True)


def answer(body: bytes = b"<p>hello", status: str = "200 OK", *headers: str) -> bytes:
    lines = [f"HTTP/1.1 {status}", f"Content-Length: {len(body)}", "Connection: close", *headers]
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + body


@contextmanager
def server(pages: dict[str, bytes | list[bytes]], pause: float = 0.0) -> Iterator[tuple[str, list[str]]]:
    """A server of fixed answers; a list is sent piece by piece with ``pause`` between. Gives its address and the requests it saw."""
    plug = socket.create_server(("127.0.0.1", 0))
    plug.settimeout(0.1)
    seen: list[str] = []
    over = threading.Event()

    def talk(link: socket.socket) -> None:
        with link:
            link.settimeout(2)
            request = b""
            while b"\r\n\r\n" not in request and (more := link.recv(4096)):
                request += more
            seen.append(request.decode("utf-8", "replace"))
            given = pages.get(request.split()[1].decode("utf-8", "replace"), answer(b"", "404 Not Found"))
            try:
                for piece in given if isinstance(given, list) else [given]:
                    link.sendall(piece)
                    if over.wait(pause if isinstance(given, list) else 0):
                        return
            except OSError:
                return

    def serve() -> None:
        while not over.is_set():
            try:
                link, _ = plug.accept()
            except TimeoutError:
                continue
            threading.Thread(target=talk, args=(link,), daemon=True).start()

    thread = threading.Thread(target=serve, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{plug.getsockname()[1]}", seen
    finally:
        over.set()
        thread.join()
        plug.close()


def reason(url: str, rules: web.Rules = RULES) -> str:
    """Why the address cannot be had, and that finding out took no longer than the limit allows."""
    begun = time.monotonic()
    with pytest.raises(UnreadableInput) as caught:
        web.page(url, rules)
    assert time.monotonic() - begun < 5
    return caught.value.reason


def test_a_page_is_fetched() -> None:
    """An address gives its page; the request says who asks."""
    with server({"/a": answer(b"<p>hello")}) as (at, seen):
        page = web.page(f"{at}/a", RULES)

    assert page.body == b"<p>hello"
    assert page.url == f"{at}/a"
    assert "User-Agent: secondsource/" in seen[-1]


def test_redirects_are_followed_and_bounded() -> None:
    """A redirect leads to the page it names; a circle ends."""
    pages = {"/a": answer(b"", "301 Moved", "Location: /b"), "/b": answer(b"there"), "/c": answer(b"", "302 Found", "Location: /c")}
    with server(pages) as (at, _):
        got = web.fetch(f"{at}/a", RULES)

        assert (got.body, got.moved) == (b"there", True)
        assert reason(f"{at}/c") == "redirects"


PRIVATE = [
    *("http://127.0.0.1/", "http://localhost/", "http://[::1]/", "http://10.0.0.1/", "http://192.168.1.1/", "http://172.16.0.1/"),
    *(
        "http://169.254.169.254/latest/meta-data/",
        "http://[::ffff:10.0.0.1]/",
        "http://0x7f000001/",
        "http://2130706433/",
        "http://0.0.0.0/",
    ),
    *("http://[64:ff9b::a00:1]/", "http://[2002:0a00:0001::1]/", "http://[fe80::1]/", "http://100.64.0.1/"),
]


@pytest.mark.parametrize("url", PRIVATE)
def test_private_addresses_are_refused(url: str) -> None:
    """No address of this machine or a private network is ever connected to, however it is written."""
    assert reason(url, web.Rules(QUICK)) == "private"


def test_a_name_that_changes_its_mind_gains_nothing() -> None:
    """The connection goes to the address that was checked: the name is looked up once a request."""
    asked: list[str] = []

    def resolve(host: str, port: int) -> list[str]:
        asked.append(host)
        return ["127.0.0.1"] if len(asked) == 1 else ["203.0.113.7"]

    with server({"/a": answer(b"ok")}) as (at, _):
        port = at.rsplit(":", 1)[1]
        rules = web.Rules(QUICK, private=True, robots=False, resolve=resolve)

        assert web.page(f"http://press.example:{port}/a", rules).body == b"ok"
        assert asked == ["press.example"]


def test_mixed_public_and_private_addresses_are_refused() -> None:
    """A name with one private address among its addresses is refused."""
    rules = web.Rules(QUICK, robots=False, resolve=lambda host, port: ["93.184.216.34", "10.0.0.1"])

    assert reason("http://press.example/", rules) == "private"


def test_redirect_to_a_private_address_is_refused() -> None:
    """A public page that redirects to a private address is refused at the redirect."""
    with server({"/a": answer(b"", "302 Found", "Location: http://10.0.0.1/")}) as (at, _):
        port = int(at.rsplit(":", 1)[1])
        found = {"press.example": ["127.0.0.1"], "10.0.0.1": ["10.0.0.1"]}
        public = web.is_public
        try:
            web.is_public = lambda address: address == "127.0.0.1" or public(address)
            rules = web.Rules(QUICK, robots=False, resolve=lambda host, _: found[host])

            assert reason(f"http://press.example:{port}/a", rules) == "private"
        finally:
            web.is_public = public


@pytest.mark.parametrize("url", ["http://10.0.0.1/news/a", "http://nowhere.example/a?b=1", "http://127.0.0.1:1/a"])
def test_a_fault_is_told_of_the_address_asked_for(url: str) -> None:
    """Where robots.txt cannot be had either, the error names the page that was asked for, not robots.txt."""

    def resolve(host: str, port: int) -> list[str]:
        if host == "nowhere.example":
            raise OSError(-2, "Name or service not known")
        return [host]

    with pytest.raises(UnreadableInput) as caught:
        web.page(url, web.Rules(QUICK, private="127.0.0.1" in url, resolve=resolve))

    assert caught.value.file == url


@pytest.mark.parametrize(
    "url",
    [
        "file:///etc/passwd",
        "javascript:alert(1)",
        "ftp://x.example/",
        "data:text/html,x",
        "http:///x",
        "http://u:p@x.example/",
        "http://x.example:99999/",
    ],
)
def test_other_addresses_are_refused(url: str) -> None:
    """Only plain http and https addresses are fetched."""
    assert reason(url) in ("scheme", "address")


def test_robots_are_honoured() -> None:
    """What robots.txt forbids is not fetched, and the reason names it."""
    with server({"/robots.txt": answer(b"User-agent: *\nDisallow: /private"), "/private/a": answer(), "/b": answer(b"open")}) as (at, seen):
        assert reason(f"{at}/private/a") == "robots"
        assert web.page(f"{at}/b", RULES).body == b"open"
        assert not any("GET /private" in request for request in seen)


SLOW = {
    "a body a byte at a time": [b"HTTP/1.1 200 OK\r\n\r\n", *[b"x"] * 200],
    "headers a byte at a time": [b"HTTP/1.1 200 OK\r\nX-Long: ", *[b"x"] * 200],
    "no answer at all": [b"", *[b""] * 200],
}


@pytest.mark.parametrize("how", SLOW)
def test_slow_servers_are_left(how: str) -> None:
    """A server that drips, or never answers, costs the time limit and no more."""
    with server({"/a": SLOW[how]}, pause=0.1) as (at, _):
        assert reason(f"{at}/a", web.Rules(QUICK, private=True, robots=False)) == "time"


BAD = {
    "endless body": ([b"HTTP/1.1 200 OK\r\n\r\n", *[b"x" * 65536] * 40], "too-large"),
    "endless headers": ([b"HTTP/1.1 200 OK\r\n", *[b"X-A: " + b"a" * 1000 + b"\r\n"] * 400], "network"),
    "a bomb": (answer(gzip.compress(b"\0" * 50_000_000), "200 OK", "Content-Encoding: gzip"), "too-large"),
    "cut in the body": (b"HTTP/1.1 200 OK\r\nContent-Length: 500\r\n\r\nhalf", "cut"),
    "no HTTP": (b"SSH-2.0-OpenSSH\r\n\r\n", "network"),
    "status 404": (answer(b"", "404 Not Found"), "status"),
    "busy": (answer(b"", "429 Too Many Requests", "Retry-After: 120"), "busy"),
}


@pytest.mark.parametrize("how", BAD)
def test_bad_answers_have_their_own_reason(how: str) -> None:
    """Each way in which an answer can be bad is refused under its own name."""
    given, expected = BAD[how]
    with server({"/a": given}) as (at, _):
        assert reason(f"{at}/a", web.Rules(QUICK, private=True, robots=False)) == expected


def test_compressed_pages_are_opened() -> None:
    """A page that comes compressed is opened."""
    with server({"/a": answer(gzip.compress(b"<p>packed"), "200 OK", "Content-Encoding: gzip")}) as (at, _):
        assert web.page(f"{at}/a", RULES).body == b"<p>packed"


def test_nothing_changed_is_an_answer() -> None:
    """What a server gave to tell versions apart is sent back, and 'not modified' is no page and no fault."""
    with server({"/a": answer(b"", "304 Not Modified")}) as (at, seen):
        got = web.fetch(f"{at}/a", RULES, web.Validators('"v1"', "Fri, 01 Mar 2024 00:00:00 GMT"))

    assert got.body is None
    assert 'If-None-Match: "v1"' in seen[-1]
    assert "If-Modified-Since: Fri" in seen[-1]
