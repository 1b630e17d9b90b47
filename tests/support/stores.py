"""An object store on the loopback: moto's S3, which a test can let fail."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import Any

#: What a client needs to find it, as environment variables.
ENVIRONMENT = {
    "AWS_ACCESS_KEY_ID": "quay-key", "AWS_SECRET_ACCESS_KEY": "quay-secret", "AWS_DEFAULT_REGION": "us-east-1",
    "AWS_EC2_METADATA_DISABLED": "true", "AWS_CONFIG_FILE": "none", "AWS_SHARED_CREDENTIALS_FILE": "none",
}  # fmt: skip
#: An answer: its status, its header, its body.
Answer = tuple[str, dict[str, str], bytes]


def failure(status: str, code: str) -> Answer:
    """An answer that refuses a request, as S3 writes it."""
    body = f"<?xml version='1.0'?><Error><Code>{code}</Code><Message>quay-secret is not welcome</Message></Error>"
    return status, {"Content-Type": "application/xml"}, body.encode()


class FaultyStore:
    """The store. `environment` is what its clients need; `asked` are the requests so far ("GET /press/a.html"), and `writes` those that put something."""

    def __init__(self, app: Any) -> None:
        self._app = app
        self._faults: list[tuple[str, Answer, range]] = []
        self.environment: dict[str, str] = {}
        self.asked: list[str] = []

    def answer(self, request: str, answer: Answer, times: int = 1_000_000, after: int = 0) -> None:
        """Answer the next requests that begin so in this way, but for the first ones (`after`)."""
        self._faults.append((request, answer, range(after, after + times)))

    def heal(self) -> None:
        """Answer all requests again."""
        self._faults.clear()

    @property
    def writes(self) -> list[str]:
        return [request for request in self.asked if request.startswith("PUT ")]

    def __call__(self, environ: dict[str, Any], start: Callable[..., Any]) -> Iterable[bytes]:
        request = f"{environ['REQUEST_METHOD']} {environ['PATH_INFO']}"
        self.asked.append(request)
        for number, (begin, (status, head, body), times) in enumerate(self._faults):
            if request.startswith(begin):
                self._faults[number] = (begin, (status, head, body), range(times.start - 1, times.stop - 1))
            if request.startswith(begin) and 0 in times:
                environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0))
                start(status, list(head.items()))
                return [b"" if environ["REQUEST_METHOD"] == "HEAD" else body]
        answer: Iterable[bytes] = self._app(environ, start)
        return answer


@contextmanager
def faulty_store() -> Iterator[FaultyStore]:
    """A store that is empty, with the bucket "press"."""
    from moto.moto_server.werkzeug_app import DomainDispatcherApplication, create_backend_app
    from werkzeug.serving import make_server

    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    store = FaultyStore(DomainDispatcherApplication(create_backend_app))
    server = make_server("127.0.0.1", 0, store, threaded=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    store.environment = {**ENVIRONMENT, "AWS_ENDPOINT_URL": f"http://127.0.0.1:{server.server_port}"}
    try:
        yield store
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
