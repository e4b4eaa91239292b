"""What our own components say of themselves: read from their docstrings, where it is written once."""

from __future__ import annotations

import ast
import re
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

OURS = "holdfast:index:"
_PARTS = re.compile(r"(?:^|(?<=\s))(Declares|Survives|Does not survive):\s")
_ADDRESS = re.compile(r"\s*\((?:https://|see https://)[^)]*\)")
"""An address within a sentence: the documentation has it, a page for a terminal does not need it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ComponentWords:
    """What a component says of itself, each in one line; empty where it says nothing."""

    purpose: str = ""
    survives: str = ""
    does_not_survive: str = ""


@cache
def component_words(token: str) -> ComponentWords:
    """What a component says of itself.

    Args:
        token: Its type token; of another program's nothing is known.
    """
    name = token.removeprefix(OURS)
    if not token.startswith(OURS) or not name.isidentifier():
        return ComponentWords()
    head = f"class {name}(pulumi.ComponentResource)"
    for file in files("holdfast").joinpath("components").iterdir():
        if file.name.endswith(".py") and head in (text := file.read_text(encoding="utf-8")):
            classes = (one for one in ast.parse(text).body if isinstance(one, ast.ClassDef))
            found = next((one for one in classes if one.name == name), None)
            return _words((ast.get_docstring(found) if found else None) or "")
    return ComponentWords()


def _words(docstring: str) -> ComponentWords:
    parts: dict[str, str] = {}
    for position, paragraph in enumerate(re.split(r"\n\s*\n", docstring)):
        said = _PARTS.split(" ".join(paragraph.split()))
        if position == 0 and said[0]:
            parts["purpose"] = said[0].strip()
        for name, text in zip(said[1::2], said[2::2], strict=True):
            parts.setdefault(name, text.strip())
    return ComponentWords(
        purpose=_plain(parts.get("purpose", "")),
        survives=_plain(parts.get("Survives", "")),
        does_not_survive=_plain(parts.get("Does not survive", "")),
    )


def _plain(text: str) -> str:
    said = _ADDRESS.sub("", text).replace("``", "")
    return said[:1].upper() + said[1:]
