"""The app: its pages and their JSON twins, whom it answers, and that nothing that is sent to it breaks it."""

from __future__ import annotations

import json
import random
import re
from dataclasses import replace
from pathlib import Path

import pytest

from storybook import book, kept

testclient = pytest.importorskip("starlette.testclient", reason="the app's packages are not installed")
server = pytest.importorskip("secondsource.views.server", reason="the app's packages are not installed")


@pytest.fixture
def client(tmp_path: Path) -> testclient.TestClient:
    """The app on a store of the hand-made story, its first headline hostile."""
    report = book()
    story = replace(report.stories[0], headline="<img src=x onerror=alert(1)> closed")
    report = replace(report, stories=(story,))
    app = server.create_app(kept(report, tmp_path / "p.db"), token="secret")
    return testclient.TestClient(app, base_url="http://127.0.0.1", follow_redirects=False)


def ids() -> dict[str, str]:
    report = book()
    return {"story": report.stories[0].id, "article": report.readings[0].article.id, "claim": report.readings[0].claims[0].id}


def test_every_page_answers(client: testclient.TestClient) -> None:
    """Lists, a story, an article and one claim are pages; each has a JSON twin."""
    for path in (
        "/",
        "/claims",
        "/search?q=harbour",
        "/add",
        "/errors",
        f"/story/{ids()['story']}",
        f"/article/{ids()['article']}",
        f"/id/{ids()['claim']}",
    ):
        answer = client.get(path)
        assert answer.status_code == 200, path
        assert answer.text.lstrip().lower().startswith("<!doctype html>"), path
    for path in (
        "/stories.json",
        "/claims.json",
        "/search.json?q=harbour",
        f"/story/{ids()['story']}.json",
        f"/article/{ids()['article']}.json",
        f"/id/{ids()['claim']}.json",
    ):
        assert client.get(path).json(), path


def test_page_text_is_never_markup(client: testclient.TestClient) -> None:
    """A headline that is markup is shown as the characters it is, on every page that has it."""
    for path in ("/", f"/story/{ids()['story']}"):
        text = client.get(path).text
        assert "<img src=x" not in text
        assert "&lt;img src=x onerror=alert(1)&gt;" in text


def test_headers_guard_every_answer(client: testclient.TestClient) -> None:
    """Every answer, errors among them, forbids foreign scripts, frames and guessing at types."""
    for path in ("/", "/nowhere", f"/story/{ids()['story']}", "/static/htmx.min.js"):
        headers = client.get(path).headers
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["referrer-policy"] == "no-referrer"
        assert "default-src 'none'" in headers["content-security-policy"]
        assert "frame-ancestors 'none'" in headers["content-security-policy"]
        assert "unsafe" not in headers["content-security-policy"]


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1.evil.example", "", "localhost.evil.example:80"])
def test_other_host_names_are_refused(client: testclient.TestClient, host: str) -> None:
    """A name that was pointed at this machine gets no answer."""
    assert client.get("/", headers={"host": host}).status_code == 421


def test_writing_needs_the_printed_address(client: testclient.TestClient) -> None:
    """Only who came by the address with the token can change things, and no other site can make them do it."""
    form = {"target": ids()["claim"], "verdict": "reject"}
    assert client.post("/corrections", data=form).status_code == 403
    assert client.get("/?token=wrong").headers.get("set-cookie") is None

    enter(client)
    assert client.post("/corrections", data=form, headers={"origin": "http://evil.example"}).status_code == 403
    assert client.post("/corrections", data=form).status_code == 303


def enter(client: testclient.TestClient) -> None:
    cookie = client.get("/?token=secret").headers["set-cookie"]
    assert "HttpOnly" in cookie
    assert re.search("samesite=strict", cookie, re.I)


def test_corrections_are_an_overlay_that_can_be_undone(client: testclient.TestClient) -> None:
    """Reject, edit and undo are kept as a list; what the program found stays as it was."""
    enter(client)
    before = client.get(f"/id/{ids()['claim']}.json").json()
    for verdict in ("reject", "edit", "undo"):
        client.post(
            "/corrections", data={"target": ids()["claim"], "verdict": verdict, "text": "better words" if verdict == "edit" else ""}
        )
    kept = [json.loads(line) for line in client.get("/corrections.jsonl").text.splitlines()]

    assert [(k["verdict"], k["undone"]) for k in kept] == [("reject", False), ("edit", True)]
    assert client.get(f"/id/{ids()['claim']}.json").json() == before
    assert "Rejected" in client.get(f"/id/{ids()['claim']}").text
    assert client.post("/corrections", data={"target": "c-none", "verdict": "reject"}).status_code in (400, 404)


def test_facets_count_and_narrow(client: testclient.TestClient) -> None:
    """The facets' counts are the numbers of rows they lead to."""
    facets = client.get("/claims.json").json()["facets"]

    assert facets["outlet"] == {"Daily Quay": 1, "Evening Tide": 1}
    for name, values in facets.items():
        for value, count in values.items():
            assert client.get("/claims.json", params={name: value}).json()["total"] == count


def test_nothing_that_is_asked_is_a_fault_of_ours(client: testclient.TestClient) -> None:
    """Random paths, ids and long queries are answered with 4xx at worst."""
    noise = random.Random(7)
    alphabet = "abc/%.:;'\"<>[]{}()*?=&~ -_\u00e9\u202e"
    for _ in range(300):
        path = "/" + "".join(noise.choice(alphabet) for _ in range(noise.randrange(1, 60))).lstrip("/")
        for whole in (path, f"/story{path}", f"/id{path}", f"/search?q={path}", f"/claims?outlet={path}&offset={path}", f"/static{path}"):
            assert client.get(whole).status_code < 500, whole
    assert client.get("/search?q=" + "x" * 60_000).status_code == 414
    assert client.get("/search?q=" + "%22" * 2000).status_code == 200


def test_large_bodies_are_refused(client: testclient.TestClient) -> None:
    """More than two megabytes cannot be sent, whatever the headers say."""
    enter(client)

    assert client.post("/add", content=b"x" * (3 << 20), headers={"content-type": "text/plain"}).status_code == 413


def test_static_files_stay_in_their_folder(client: testclient.TestClient) -> None:
    """Only the app's own scripts and styles are served."""
    for name in ("app.css", "app.js", "htmx.min.js", "tablesort.min.js", "report.css"):
        assert client.get(f"/static/{name}").status_code == 200
    for name in ("..%2fserver.py", "..%2f..%2fpipeline.py", "SHA256SUMS", "htmx.LICENSE", "%2e%2e/server.py"):
        assert client.get(f"/static/{name}").status_code == 404


def test_browsers_find_the_mark_where_they_look_for_it(client: testclient.TestClient) -> None:
    """The icon that browsers ask for unbidden is a picture with no script and no link to elsewhere."""
    found = client.get("/favicon.ico")

    assert (found.status_code, found.headers["content-type"]) == (200, "image/svg+xml")
    assert found.text.startswith("<svg")
    assert not any(part in found.text for part in ("script", "href"))


def test_vendored_scripts_are_what_their_list_says() -> None:
    """The scripts of others are byte for byte those whose hashes stand beside them."""
    import hashlib

    folder = Path(server.STATIC)
    listed = dict(reversed(line.split()) for line in (folder / "SHA256SUMS").read_text().splitlines())  # type: ignore[misc]
    assert set(listed) >= {"htmx.min.js", "tablesort.min.js"}
    for name, wanted in listed.items():
        assert hashlib.sha256((folder / name).read_bytes()).hexdigest() == wanted
