"""Route 53's record sets as a zone file (RFC 1035), as far as a zone file can say them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

_OCTAL = re.compile(r"\\([0-7]{3})")
_ASTERISK = "*"
_PRINTABLE = range(0x21, 0x7F)


def zone_file(zone: str, record_sets: Sequence[Mapping[str, Any]]) -> str:
    """Write a zone file.

    A zone file knows neither aliases nor routing policies; such record sets are named in comments. So are the
    zone's own SOA and NS, which whoever hosts the zone gives it.

    Args:
        zone: Name of the zone, with or without the dot at its end.
        record_sets: What ListResourceRecordSets returns.
    """
    origin = f"{zone.rstrip('.')}."
    return "\n".join([f"$ORIGIN {origin}", *_lines(origin, record_sets)]) + "\n"


def _lines(origin: str, record_sets: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    for record_set in record_sets:
        name, type_ = _name(record_set["Name"]), record_set["Type"]
        left_out = _left_out(origin, record_set)
        if left_out is not None:
            yield f"; left out, {left_out}: {name} {type_}"
            continue
        for record in record_set["ResourceRecords"]:
            yield f"{name}\t{record_set['TTL']}\tIN\t{type_}\t{record['Value']}"


def _left_out(origin: str, record_set: Mapping[str, Any]) -> str | None:
    if "AliasTarget" in record_set:
        return "an alias"
    if "SetIdentifier" in record_set:
        return f"one of several ({record_set['SetIdentifier']})"
    if record_set["Name"] == origin and record_set["Type"] in ("SOA", "NS"):
        return "the host's own"
    return None


def _name(name: str) -> str:
    r"""Write a name with decimal escapes, as zone files do: Route 53 gives octal ones, ``\052`` for ``*``.

    Source: https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/DomainNameFormat.html (2026-11).
    """
    return _OCTAL.sub(lambda found: _character(int(found[1], 8)), name)


def _character(code: int) -> str:
    if chr(code) == _ASTERISK or (code in _PRINTABLE and chr(code) not in '.;\\"()@$'):
        return chr(code)
    return f"\\{code:03d}"
