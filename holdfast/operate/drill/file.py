"""Reads drills from the text of ``holdfast.toml``, strictly, with every mistake at once."""

from __future__ import annotations

import difflib
import re
import tomllib
from typing import TYPE_CHECKING, Any, TypeAlias, get_args

from pydantic import BaseModel, ValidationError

from holdfast.operate.drill import hours
from holdfast.operate.drill.settings import Drill

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

FILE = "holdfast.toml"
"""The file's name; it stands beside ``Pulumi.yaml``."""
_NAME = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
Told: TypeAlias = tuple[tuple[str, ...], str]
"""A mistake: the keys of where it stands, and what is wrong."""
_FAULTS = ("experiment", "failover", "command")


class DrillFileError(ValueError):
    """A file that cannot be used; its text has a line for each mistake."""


def read_drills(text: str) -> dict[str, Drill]:
    """The drills in a file, by name, sorted.

    Args:
        text: What the file holds; its other tables are left to who reads them.

    Raises:
        DrillFileError: With every mistake.
    """
    try:
        content = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise DrillFileError(f"{FILE}: this is no TOML: {error}") from None
    given = content.get("drills", {})
    if not isinstance(given, dict) or not all(isinstance(one, dict) for one in given.values()):
        raise DrillFileError(f"{FILE}: drills: should be tables, each under a line [drills.NAME]")
    drills: dict[str, Drill] = {}
    mistakes: list[str] = []
    for name, table in sorted(given.items()):
        if not _NAME.fullmatch(name):
            mistakes.append(
                f"{_place(text, (name,))}: drills.{name}: a name is of lower-case letters, digits and hyphens"
            )
        try:
            drills[name] = Drill.model_validate(table)
        except ValidationError as error:
            told = [_told(one) for one in error.errors()]
        else:
            told = list(_contradictions(drills[name]))
        for path, words in told:
            key = ".".join(("drills", name, *path))
            mistakes.append(f"{_place(text, (name, *path))}: {key}: {words}")
    if mistakes:
        raise DrillFileError("\n".join(mistakes))
    return drills


def nearest(given: str, known: Iterable[str]) -> str:
    """The words for what was probably meant; none where nothing is near."""
    found = difflib.get_close_matches(given, list(known), n=1)
    return f"; did you mean '{found[0]}'?" if found else ""


def _contradictions(drill: Drill) -> Iterator[Told]:
    faults = [key for key in _FAULTS if getattr(drill, key) is not None]
    if len(faults) != 1:
        got = " and ".join(faults) or "none"
        yield (), f"should break one thing: give one of {', '.join(_FAULTS)}, got {got}"
    elif drill.stack is None and faults != ["command"]:
        yield ("stack",), f"is required with {faults[0]}: the name of the stack that is broken"
    elif drill.stack is None and not drill.probe.urls:
        yield ("probe", "urls"), "is required where no stack is named: what is asked from outside"
    if drill.probe.answered_by_header and drill.probe.answered_by_field:
        yield ("probe", "answered_by_field"), "stands beside answered_by_header: give one of the two"
    yield from _of_writes(drill)
    yield from _of_noticing(drill)
    yield from _of_hours(drill)


def _of_writes(drill: Drill) -> Iterator[Told]:
    if drill.writes is None:
        for key in ("lost_seconds", "lost_writes"):
            if getattr(drill.objectives, key) is not None:
                yield ("objectives", key), "needs writes: without them nothing can be seen to be lost"
        return
    if "{marker}" not in drill.writes.read_url:
        yield ("writes", "read_url"), "should have {marker} in it, so that each write is found again"
    if "{marker}" not in drill.writes.url + drill.writes.body:
        yield ("writes", "url"), "should have {marker} in it, or the body should"


def _of_noticing(drill: Drill) -> Iterator[Told]:
    if drill.objectives.detect_seconds is not None and not (drill.stack or drill.detector or drill.alarms):
        yield ("objectives", "detect_seconds"), "needs a detector, alarms or a stack, which notice"
    if drill.alarms and drill.detector:
        yield ("detector",), "stands beside alarms: give one of the two"


def _of_hours(drill: Drill) -> Iterator[Told]:
    try:
        hours.time_zone(drill.safety.time_zone)
    except ValueError as error:
        yield ("safety", "time_zone"), str(error)
    for position, one in enumerate(drill.safety.not_during):
        try:
            hours.read_hours(one)
        except ValueError as error:
            yield ("safety", "not_during", str(position)), str(error)


def _told(error: Mapping[str, Any]) -> Told:
    """Where a mistake is, and the words for it."""
    path = tuple(str(one) for one in error["loc"])
    value, kind, context = error["input"], error["type"], error.get("ctx", {})
    if kind == "extra_forbidden":
        known = _keys(path[:-1])
        return path, f"unknown key{nearest(path[-1], known)} (allowed: {', '.join(known)})"
    if kind == "missing":
        return path, "is required and missing"
    shown = _shown(value)
    if kind == "literal_error":
        hint = nearest(value, re.findall(r"'([^']+)'", context["expected"])) if isinstance(value, str) else ""
        return path, f"should be {context['expected']}, got {shown}{hint}"
    words = {
        "string_type": "text in quotes",
        "float_type": "a number",
        "int_type": "a whole number",
        "bool_type": "true or false",
        "list_type": "a list",
        "model_type": "a table",
        "string_too_short": "not empty",
        "too_short": "not empty",
        "string_pattern_mismatch": f"like {_example(path)}",
        "greater_than": f"more than {context.get('gt')}",
        "greater_than_equal": f"{context.get('ge')} or more",
        "less_than_equal": f"{context.get('le')} or less",
    }
    return path, f"should be {words.get(kind, error['msg'])}, got {shown}"


def _example(path: tuple[str, ...]) -> str:
    keys = [one for one in path if not one.isdigit()]
    examples = {"statuses": "200 or 200-299", "alarms": "an ARN: arn:aws:cloudwatch:…:alarm:…"}
    return examples.get(keys[-1], "https://api.example.com/health")


def _keys(path: tuple[str, ...]) -> list[str]:
    """Keys of the table at a path."""
    table: type[BaseModel] = Drill
    for key in path:
        annotation = table.model_fields[key].annotation
        found = [one for one in (annotation, *get_args(annotation)) if isinstance(one, type)]
        table = next(one for one in found if issubclass(one, BaseModel))
    return list(table.model_fields)


def _shown(value: object) -> str:
    if isinstance(value, dict | list):
        return "a table" if isinstance(value, dict) else "an empty list" if not value else "a list"
    if isinstance(value, bool):
        return str(value).lower()
    return f"'{value}'" if isinstance(value, str) else str(value)


def _place(text: str, path: tuple[str, ...]) -> str:
    """The file, and the line of a key, or of the nearest table around it."""
    keys = [one for one in path if not one.isdigit()]
    lines = text.splitlines()
    for depth in range(len(keys), 0, -1):
        header = re.compile(rf"\s*\[\s*drills\.{re.escape('.'.join(keys[:depth]))}\s*\]")
        begin = next((number for number, line in enumerate(lines) if header.match(line)), None)
        if begin is None:
            continue
        for number in range(begin + 1, len(lines)):
            if lines[number].lstrip().startswith("["):
                break
            if depth < len(keys) and re.match(rf"\s*{re.escape(keys[depth])}\s*[=.]", lines[number]):
                return f"{FILE}:{number + 1}"
        return f"{FILE}:{begin + 1}"
    return FILE
