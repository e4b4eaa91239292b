"""A forge on this machine: as much of GitHub's and GitLab's APIs as one comment needs."""

from __future__ import annotations

import json
import re
import threading
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, unquote, urlsplit

if TYPE_CHECKING:
    from collections.abc import Callable

US, OTHERS = 7, 8


@dataclass
class Note:
    id: int
    body: str
    author: int = US
    system: bool = False


@dataclass
class Answer:
    status: int
    body: Any = None
    headers: dict[str, str] = field(default_factory=dict)


@dataclass
class Asked:
    method: str
    path: str
    query: dict[str, str]
    headers: dict[str, str]
    body: Any


class Forge:
    """What is written on one pull request; faults are given to requests in turn, before or after they act."""

    def __init__(self, page: int = 100) -> None:
        self.page = page
        self.notes: list[Note] = []
        self.asked: list[Asked] = []
        self.before: list[Callable[[Asked], Answer | None]] = []
        """Each answers one request in the place of the forge, unless it gives None."""
        self.after: list[Callable[[Asked], Answer | None]] = []
        """Each answers one request that the forge has done."""
        forge = self

        class Handler(BaseHTTPRequestHandler):
            def _handle(self) -> None:
                parts = urlsplit(self.path)
                length = int(self.headers.get("content-length", 0))
                asked = Asked(
                    method=self.command,
                    path=unquote(parts.path),
                    query={key: values[0] for key, values in parse_qs(parts.query).items()},
                    headers={key.lower(): value for key, value in self.headers.items()},
                    body=json.loads(self.rfile.read(length)) if length else None,
                )
                answer = forge.answer(asked)
                if answer.status == 0:
                    self.close_connection = True
                    return
                content = b"" if answer.body is None else json.dumps(answer.body).encode()
                self.send_response(answer.status)
                for key, value in {**answer.headers, "content-length": str(len(content))}.items():
                    self.send_header(key, value)
                self.end_headers()
                self.wfile.write(content)

            do_GET = do_POST = do_PATCH = do_PUT = do_DELETE = _handle  # noqa: N815  # names of the base class

            def log_message(self, *_: object) -> None:
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self._server.server_port}"
        threading.Thread(target=self._server.serve_forever, args=(0.01,), daemon=True).start()

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()

    def answer(self, asked: Asked) -> Answer:
        self.asked.append(asked)
        if self.before and (answer := self.before.pop(0)(asked)) is not None:
            return answer
        answer = self._do(asked)
        if self.after and (fault := self.after.pop(0)(asked)) is not None:
            return fault
        return answer

    def _do(self, asked: Asked) -> Answer:
        if asked.path.endswith("/graphql"):
            return self._graphql(asked.body["variables"])
        if asked.path.endswith("/user"):
            return Answer(200, {"id": US})
        one = re.search(r"/(?:comments|notes)/(\d+)$", asked.path)
        if one is None and asked.method == "GET":
            return self._page(asked)
        if one is None:
            note = Note(max((each.id for each in self.notes), default=0) + 1, asked.body["body"])
            self.notes.append(note)
            return Answer(201, {"id": note.id})
        (note,) = (each for each in self.notes if each.id == int(one[1]))
        if asked.method == "DELETE":
            self.notes.remove(note)
            return Answer(204)
        note.body = asked.body["body"]
        return Answer(200, {"id": note.id})

    def _graphql(self, variables: dict[str, Any]) -> Answer:
        start = int(variables["after"] or 0)
        nodes = [
            {"databaseId": one.id, "body": one.body, "viewerDidAuthor": one.author == US}
            for one in self.notes[start : start + self.page]
        ]
        more = start + self.page < len(self.notes)
        info = {"hasNextPage": more, "endCursor": str(start + self.page)}
        comments = {"nodes": nodes, "pageInfo": info}
        return Answer(200, {"data": {"repository": {"pullRequest": {"comments": comments}}}})

    def _page(self, asked: Asked) -> Answer:
        page = int(asked.query["page"])
        start = (page - 1) * self.page
        more = start + self.page < len(self.notes)
        found = [
            {"id": one.id, "body": one.body, "author": {"id": one.author}, "system": one.system}
            for one in self.notes[start : start + self.page]
        ]
        return Answer(200, found, {"x-next-page": str(page + 1) if more else ""})
