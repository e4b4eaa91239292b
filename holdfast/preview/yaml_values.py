"""YAML read as Pulumi's CLI reads it, and scalars written as the CLI writes them.

The CLI resolves scalars nearly as YAML 1.2 does: ``yes`` is text, ``017`` is fifteen, ``1.10`` is a number
and comes out as ``1.1``. A loader of YAML 1.1 would give a program other values than the CLI does.
"""

from __future__ import annotations

import json
import math
import re
from datetime import UTC, datetime, timedelta, timezone
from decimal import Decimal
from typing import Any

import yaml

# Text, number, boolean, None, list or dict of such.
YamlValue = Any

_NULLS = frozenset({"", "~", "null", "Null", "NULL"})
_BOOLEANS = {"true": True, "True": True, "TRUE": True, "false": False, "False": False, "FALSE": False}
_FLOAT = re.compile(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?\Z")
_INFINITY = re.compile(r"([-+]?)\.(inf|Inf|INF)\Z")
_OCTAL = re.compile(r"[-+]?0[0-7]+\Z")
_TIME = re.compile(
    r"(\d{4})-(\d\d?)-(\d\d?)(?:(?:[Tt]|\s+)(\d\d?):(\d\d?):(\d\d?)(?:\.(\d+))?(Z|[-+]\d\d:\d\d)?)?\Z"
)
_LARGE, _SMALL = 1e21, 1e-6


class _Loader(yaml.SafeLoader):
    """Resolves plain scalars as the CLI does."""

    yaml_implicit_resolvers: dict[str, list[tuple[str, re.Pattern[str]]]] = {}  # noqa: RUF012 - PyYAML's own attribute


def _scalar(loader: yaml.SafeLoader, node: yaml.ScalarNode) -> YamlValue:
    text = str(loader.construct_scalar(node))
    return text if node.style in ("'", '"', "|", ">") else _resolved(text)


def _resolved(text: str) -> YamlValue:
    if text in _NULLS:
        return None
    if text in _BOOLEANS:
        return _BOOLEANS[text]
    if text[0] in "+-.0123456789":
        for reader in (_whole, _floating, _moment):
            found = reader(text)
            if found is not None:
                return found
    return text


def _whole(text: str) -> int | None:
    digits = text.replace("_", "")
    try:
        number = int(digits, 8) if _OCTAL.match(digits) else int(digits, 0)
    except ValueError:
        return None
    # Larger numbers are floating for the CLI.
    return number if -(2**63) <= number < 2**64 else None


def _floating(text: str) -> float | None:
    infinite = _INFINITY.match(text)
    if infinite:
        return -math.inf if infinite[1] == "-" else math.inf
    digits = text.replace("_", "")
    return float(digits) if _FLOAT.match(digits) else None


def _moment(text: str) -> str | None:
    """Write a date or time as the CLI prints it."""
    match = _TIME.match(text)
    if not match:
        return None
    year, month, day, hour, minute, second, fraction, zone = match.groups()
    offset: timezone | Any = UTC
    if zone and zone != "Z":
        sign = -1 if zone[0] == "-" else 1
        offset = timezone(sign * timedelta(hours=int(zone[1:3]), minutes=int(zone[4:])))
    try:
        moment = datetime(
            int(year), int(month), int(day), int(hour or 0), int(minute or 0), int(second or 0), tzinfo=offset
        )
    except ValueError:
        return None
    after = "." + fraction.rstrip("0") if fraction and fraction.strip("0") else ""
    name = "UTC" if offset is UTC else moment.strftime("%z")
    return f"{moment:%Y-%m-%d %H:%M:%S}{after} {moment:%z} {name}"


def _mapping(loader: yaml.SafeLoader, node: yaml.MappingNode) -> dict[str, Any]:
    loader.flatten_mapping(node)
    mapping: dict[str, Any] = {}
    for key_node, value_node in node.value:
        key = scalar_text(loader.construct_object(key_node, deep=True))
        if key in mapping:
            raise yaml.constructor.ConstructorError(
                None, None, f"the key '{key}' is there twice", key_node.start_mark
            )
        mapping[key] = loader.construct_object(value_node, deep=True)
    return mapping


_Loader.add_constructor("tag:yaml.org,2002:str", _scalar)
_Loader.add_constructor("tag:yaml.org,2002:map", _mapping)
_Loader.add_implicit_resolver("tag:yaml.org,2002:merge", re.compile(r"^<<$"), ["<"])


def load_yaml(text: str) -> YamlValue:
    """Read one YAML document.

    Args:
        text: the document.

    Raises:
        yaml.YAMLError: the text is no YAML, or a key is there twice.
    """
    return yaml.load(text, Loader=_Loader)  # noqa: S506 - a subclass of SafeLoader


def scalar_text(value: YamlValue) -> str:
    """Write a scalar as the CLI hands it to the program."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return _float_text(value)
    return str(value)


def object_text(value: YamlValue) -> str:
    """Write an object or list as the CLI hands it to the program: compact JSON with sorted keys."""
    text = json.dumps(_whole_floats(value), sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    for character in "<>&\u2028\u2029":
        text = text.replace(character, f"\\u{ord(character):04x}")
    return text


def _float_text(value: float) -> str:
    size = abs(value)
    if size and (size < _SMALL or size >= _LARGE):
        digits, _, exponent = f"{value!r}".partition("e")
        return f"{digits.removesuffix('.0')}e{int(exponent):+d}" if exponent else repr(value)
    text = format(Decimal(repr(value)), "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def _whole_floats(value: YamlValue) -> YamlValue:
    if isinstance(value, dict):
        return {key: _whole_floats(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_whole_floats(item) for item in value]
    return int(value) if isinstance(value, float) and value.is_integer() and abs(value) < _LARGE else value
