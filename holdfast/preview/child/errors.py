"""What is wrong with a program, collected while it runs and told together, without any frame of ours."""

from __future__ import annotations

import os
import traceback
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlparse

if TYPE_CHECKING:
    from types import TracebackType

    from .wire import Message

_NETWORK_MODULES = ("boto3", "botocore", "http", "httpx", "requests", "socket", "ssl", "urllib", "urllib3")


@dataclass
class Problem:
    """One mistake: what, where, in which resource, and whether the program refused what it was given."""

    message: str
    urn: str = ""
    position: str = ""
    refusal: bool = False

    def text(self) -> str:
        """Sentence for a person, with file and line in front when known."""
        return f"{self.position}: {self.message}" if self.position else self.message

    def document(self) -> dict[str, str]:
        """Plain form for the parent."""
        entries = {"message": self.message, "urn": self.urn, "position": self.position}
        entries["kind"] = "refusal" if self.refusal else ""
        return {key: value for key, value in entries.items() if value}


@dataclass
class Problems:
    """Every mistake of one run, in the order found, each once."""

    found: list[Problem] = field(default_factory=list)

    def add(self, message: str, urn: str = "", position: str = "", *, refusal: bool = False) -> None:
        """Remember a mistake."""
        problem = Problem(message, urn, position, refusal)
        if problem not in self.found:
            self.found.append(problem)


def is_refusal(error: BaseException, root: str) -> bool:
    """Whether a program's own code, or the SDK's reading of the configuration, raised an error for a person.

    ``pulumi.RunError`` is how a program refuses what it was given; raised elsewhere it is a failure.
    """
    frames = traceback.extract_tb(error.__traceback__)
    if not frames:
        return False
    raised_in = Path(frames[-1].filename).resolve()
    if raised_in.parent == Path(__file__).resolve().parent:
        return False
    return raised_in.is_relative_to(Path(root).resolve()) or raised_in.parts[-2:] == ("pulumi", "config.py")


def source_position(root: str, request: Message) -> str:
    """Source position as the engine prints it: ``project:///__main__.py#14``.

    Where the SDK's position lies in an installed package, the nearest line of the project is taken instead.
    """
    raw = request.sourcePosition
    if not raw.uri:
        return ""
    position = _position(root, raw)
    if not _is_of_project(position):
        for frame in getattr(getattr(request, "stackTrace", None), "frames", ()):
            outer = _position(root, frame.pc) if frame.pc.uri else ""
            if _is_of_project(outer):
                return outer
    return position


def _position(root: str, raw: Message) -> str:
    relative = os.path.relpath(file_of_uri(raw.uri), root).replace(os.sep, "/")
    return f"project:///{relative}#{raw.line}"


def _is_of_project(position: str) -> bool:
    path = position.removeprefix("project:///")
    return (
        bool(path)
        and not path.startswith("../")
        and "site-packages/" not in path
        and not path.startswith("<")
    )


def file_of_uri(uri: str) -> str:
    """Path of a ``file://`` address."""
    return unquote(urlparse(uri).path)


def readable_position(position: str) -> str:
    """``file:line`` of an engine's source position."""
    return position.removeprefix("project:///").replace("#", ":")


def describe(exception: BaseException, root: str) -> str:
    """Tell an exception of the program with the program's own frames only."""
    frames = user_frames(exception.__traceback__, root)
    lines = ["Traceback (most recent call last):\n", *traceback.format_list(frames)] if frames else []
    lines += traceback.format_exception_only(type(exception), exception)
    text = "".join(lines).rstrip().replace(root.rstrip("/") + "/", "")
    if _reached_for_the_network(exception):
        text += (
            "\nThe offline preview has no network and no credentials: "
            "what the program asks for must come from its configuration or from an answers file."
        )
    return text


def user_frames(trace: TracebackType | None, root: str) -> list[traceback.FrameSummary]:
    """Frames that lie in the program's folder, with paths relative to it."""
    kept: list[traceback.FrameSummary] = []
    for frame in traceback.extract_tb(trace):
        relative = os.path.relpath(frame.filename, root)
        if relative.startswith("..") or "site-packages" in relative or frame.filename.startswith("<"):
            continue
        kept.append(traceback.FrameSummary(relative, frame.lineno, frame.name, line=frame.line))
    return kept


def _reached_for_the_network(exception: BaseException | None) -> bool:
    seen: set[int] = set()
    while exception is not None and id(exception) not in seen:
        seen.add(id(exception))
        if type(exception).__module__.split(".")[0] in _NETWORK_MODULES or isinstance(
            exception, ConnectionError
        ):
            return True
        exception = exception.__cause__ or exception.__context__
    return False
