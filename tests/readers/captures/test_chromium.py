"""A real capture: Chromium saves a page of a server on this machine as MHTML."""

from __future__ import annotations

import base64
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

import archiver
from support import external
from support.pictures import png

PARAGRAPHS = "".join(
    f"<p>Wärterin {n} stieg jeden Abend die hundertacht Stufen hinauf, putzte den Docht und schrieb das Wetter der Bucht in ein Buch, das auf dem"
    " Festland niemand je zu sehen verlangte, obwohl es neunzig Jahre lang ohne Lücke geführt wurde.</p>"
    for n in range(1, 6)
)
PAGE = (
    '<!DOCTYPE html><html lang="de"><head><meta charset="windows-1252"><title>Die Laterne</title><link rel="stylesheet" href="/a.css"></head><body><article>'
    f'<h1>Die Laterne von Grün</h1>{PARAGRAPHS}<p>Größe und Gewicht.<sup><a href="#n1" id="r1">1</a></sup></p>'
    '<p><img src="/lantern.png" alt="Die Laterne"></p><iframe src="/frame.html"></iframe>'
    '<ol><li id="n1">Im Buch der Wärterin. <a href="#r1">^</a></li></ol></article></body></html>'
)
#: An article that a script puts into a shadow root.
STORY = (
    '<!DOCTYPE html><html lang="de"><head><meta charset="utf-8"><title>Turm</title></head><body><story-page></story-page><script>'
    "customElements.define('story-page', class extends HTMLElement { connectedCallback() { this.attachShadow({mode: 'open'}).innerHTML ="
    f" `<article><h1>Der Turm von Grün</h1>{PARAGRAPHS}<p>Damit schloss das Buch.</p></article>` }} }})</script></body></html>"
)
FILES = {
    "/turm": ("text/html", STORY.encode()),
    "/portal": (
        "text/html",
        b'<!DOCTYPE html><title>Portal</title><body><a href="/">Portal</a><iframe src="/laterne"></iframe>',
    ),
    "/laterne": ("text/html", PAGE.encode("cp1252")),
    "/lantern.png": ("image/png", png(40, 30)),
    "/a.css": ("text/css", b"p { margin: 1em }"),
    "/frame.html": ("text/html", b"<p>An advertisement in a frame.</p>"),
}


class _Handler(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        kind, data = FILES.get(self.path, ("text/plain", b""))
        self.send_response(200)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


@pytest.fixture
def site() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Handler)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.mark.slow
def test_a_page_that_chromium_saves(site: str) -> None:
    saved = external.chromium_mhtml(f"{site}/laterne")
    assert saved.startswith(b"From: <Saved by Blink>")
    article = archiver.normalize(saved)
    assert (article.title, article.url, article.language) == ("Die Laterne von Grün", f"{site}/laterne", "de")
    assert "Größe und Gewicht." in article.text(markers=False) and "advertisement" not in article.text()
    assert len(article.retrieved) == len("2024-05-06T10:15:00Z")
    assert [(note.label, note.text, note.status) for note in article.notes] == [
        ("1", "Im Buch der Wärterin.", "present")
    ]
    (image,) = article.root.iter("{*}image")
    assert base64.b64decode(image.get("src", "").partition(",")[2]) == png(40, 30)
    assert "A001" not in {finding.code for finding in article.findings}


@pytest.mark.slow
def test_an_article_in_a_shadow_root_and_one_in_a_frame(site: str) -> None:
    tower = archiver.normalize(external.chromium_mhtml(f"{site}/turm"))
    assert tower.title == "Der Turm von Grün" and "Damit schloss das Buch." in tower.text()
    framed = archiver.normalize(external.chromium_mhtml(f"{site}/portal"))
    assert (framed.title, framed.url) == ("Die Laterne von Grün", f"{site}/laterne")
