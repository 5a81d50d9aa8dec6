"""What stands before every page of the app: whom it answers, and the headers that keep page text inert."""

from __future__ import annotations

import secrets
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
App = Callable[[Scope, Receive, Send], Awaitable[None]]

LOCAL = frozenset(("localhost", "127.0.0.1", "[::1]"))
BODY = 2 * 2**20  #: bytes of a request's body at most
QUERY = 8 * 1024  #: bytes of an address's query at most
CSP = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)
HEADERS = {
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "content-security-policy": CSP,
}
COOKIE = "secondsource"


class Guard:
    """Answers only to its own host names (which stops names that are rebound to this machine), bounds what comes in,
    and lets only those write who came by the address that the command printed."""

    def __init__(self, app: App, token: str, hosts: frozenset[str] = frozenset()):
        self.app = app
        self.token = token
        self.hosts = LOCAL | hosts

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        headers = {k.decode("latin-1"): v.decode("latin-1") for k, v in scope["headers"]}
        refusal = self.refusal(scope, headers)
        if refusal:
            await respond(send, *refusal)
            return
        await self.app(scope, Bounded(receive), with_headers(send))

    def refusal(self, scope: Scope, headers: dict[str, str]) -> tuple[int, str] | None:
        """Status and words where a request is not let in."""
        if host_name(headers.get("host", "")) not in self.hosts:
            return 421, "This program answers to this machine's own names only."
        if len(scope.get("query_string", b"")) > QUERY or len(scope.get("raw_path", b"") or b"") > QUERY:
            return 414, "The address is too long."
        if scope["method"] in ("GET", "HEAD"):
            return None
        if not headers.get("content-length", "0").isdigit() or int(headers.get("content-length", "0")) > BODY:
            return 413, f"At most {BODY >> 20} MB can be sent."
        if not self.may_write(headers):
            return 403, "Open the address that `secondsource serve` printed: only from there can things be changed."
        return None

    def may_write(self, headers: dict[str, str]) -> bool:
        origin = headers.get("origin")
        if origin == "null" and headers.get("sec-fetch-site") == "same-origin":
            origin = None  # our pages give no referrer, so a browser hides where their forms come from; that header no page can set
        if origin and host_name(origin.partition("://")[2]) not in self.hosts:
            return False
        cookies = dict(part.strip().partition("=")[::2] for part in headers.get("cookie", "").split(";"))
        return secrets.compare_digest(cookies.get(COOKIE, "").encode(), self.token.encode())


class Bounded:
    """A request's body under the limit, whatever its headers say."""

    def __init__(self, receive: Receive):
        self.receive = receive
        self.left = BODY

    async def __call__(self) -> Message:
        message = await self.receive()
        self.left -= len(message.get("body", b""))
        return message if self.left >= 0 else {"type": "http.disconnect"}


def host_name(host: str) -> str:
    """The name without its port."""
    return host[: host.rfind(":")] if ":" in host and not host.endswith("]") else host


def with_headers(send: Send) -> Send:
    """Put the guarding headers on every answer; a page that brings its own policy keeps it."""

    async def sending(message: Message) -> None:
        if message["type"] == "http.response.start":
            present = {k.lower() for k, _ in message["headers"]}
            message["headers"] = [
                *message["headers"],
                *((k.encode(), v.encode()) for k, v in HEADERS.items() if k.encode() not in present),
            ]
        await send(message)

    return sending


async def respond(send: Send, status: int, words: str) -> None:
    body = words.encode()
    headers = [(b"content-type", b"text/plain; charset=utf-8"), (b"content-length", str(len(body)).encode())]
    await with_headers(send)({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})
