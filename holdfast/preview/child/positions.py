"""The line of the program that made a resource, found without a whole stack trace.

The SDK builds two hundred frames per resource into messages of which one line is used here.
"""

from __future__ import annotations

import importlib
import inspect
from typing import TYPE_CHECKING
from urllib.parse import quote

from pulumi.runtime.proto import source_pb2

if TYPE_CHECKING:
    from types import FrameType

    from .wire import PropertyValue

# Resource, CustomResource or ComponentResource, and the class itself: the SDK counts the same three.
_CONSTRUCTORS = 3


def patch_stack_traces(root: str) -> None:
    """Give the SDK a stack trace of two frames at most: the caller, and the nearest line of the project."""
    module = importlib.import_module("pulumi.runtime.resource")
    if not hasattr(module, "_get_stack_trace"):
        return

    def short_stack_trace() -> PropertyValue:
        # A bare CustomResource has fewer constructors: then only the project's own line is told.
        caller = _caller_of_constructors()
        frames = []
        frame: FrameType | None = caller or inspect.currentframe()
        while frame is not None:
            path = frame.f_code.co_filename
            ours = _is_of_project(path, root)
            if frame is caller or ours:
                position = source_pb2.SourcePosition(uri="file://" + quote(path), line=frame.f_lineno)
                frames.append(source_pb2.StackFrame(pc=position))
            if ours:
                break
            frame = frame.f_back
        return source_pb2.StackTrace(frames=frames)

    vars(module)["_get_stack_trace"] = short_stack_trace


def calling_line(root: str) -> str:
    """``file:line`` of the project's innermost frame; empty if the call came from the event loop."""
    frame: FrameType | None = inspect.currentframe()
    while frame is not None:
        path = frame.f_code.co_filename
        if _is_of_project(path, root):
            return f"{path[len(root) :].lstrip('/')}:{frame.f_lineno}"
        frame = frame.f_back
    return ""


def _is_of_project(path: str, root: str) -> bool:
    return path.startswith(root.rstrip("/") + "/") and "site-packages" not in path


def _caller_of_constructors() -> FrameType | None:
    frame: FrameType | None = inspect.currentframe()
    seen = 0
    while frame is not None:
        if frame.f_code.co_name == "__init__":
            seen += 1
            if seen == _CONSTRUCTORS:
                return frame.f_back
        frame = frame.f_back
    return None
