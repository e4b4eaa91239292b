"""What a person said of the API that is to be, checked one answer at a time."""

from __future__ import annotations

import copy
import json
import re
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

NONE = "none"
"""What is typed where nothing is wanted."""
_SECONDS = {"": 1, "s": 1, "m": 60, "h": 3600, "d": 86400}
_SOUND: dict[str, Any] = {
    "account": "111122223333",
    "regions": {"use1": {}},
    "services": {"service": {"port": 8080, "image": "image:1", "peak_rps": 1, "instance": {"rps": 1}}},
    "entrances": {"public": {"domain": "api.example.com", "zone": {"name": "example.com"}}},
}
_DURATION = re.compile(r"(\d+)\s*([smhd]?)")


class Data(StrEnum):
    """What the service keeps."""

    NONE = "none"
    ITEMS = "items"
    RELATIONAL = "relational"
    FILES = "files"


@dataclass(frozen=True, slots=True, kw_only=True)
class Answers:
    """Everything that a stack file is made of."""

    account: str
    """AWS account's id, twelve digits."""
    domain: str
    """Name that clients use."""
    zone: str
    """Name of the hosted zone; the domain is it or lies below it."""
    zone_id: str | None
    """Id of an existing hosted zone; None has the stack make one."""
    regions: tuple[str, ...]
    """Places, the home first."""
    service: str
    """Key of the service."""
    kind: str
    """How it runs: ``instances``, ``ecs``, ``lambda`` or ``eks``."""
    eks_admin: str | None
    """ARN of who administers the clusters; None where it does not run on EKS."""
    image: str
    """Container image; ``{region}`` and ``{release}`` are replaced."""
    port: int
    """Port that it listens on; a function has none."""
    peak_rps: float
    """Requests per second at the peak, over all regions together."""
    unit_rps: float
    """Requests per second that one instance, task, pod or execution carries."""
    data: Data
    """What it keeps."""
    copies_in: str | None
    """Place that takes copies of backups; None where nothing is kept."""
    rto_seconds: int | None
    """Promised time to recover from the loss of a region; None promises none."""
    rpo_seconds: int | None
    """Promised bound on lost writes; None promises none."""
    availability_percent: float | None
    """Promised availability; None promises none."""
    emails: tuple[str, ...]
    """Who is told of alarms and backups that fail."""
    budget_usd: float | None
    """Monthly budget; None for none."""
    protection: str
    """``enforced`` or ``lifted``."""


def account(text: str) -> str:
    """Check an account's id."""
    if not re.fullmatch(r"\d{12}", text):
        raise ValueError("an account's id has twelve digits")
    return text


def domain(text: str) -> str:
    """Check a domain name."""
    name = text.lower().rstrip(".")
    _judged(("entrances", "public"), {"domain": name, "zone": {"name": name}})
    return name


def zone_id(text: str) -> str | None:
    """Check the id of a hosted zone; nothing has the stack make a zone."""
    if text.lower() in {"", NONE}:
        return None
    _judged(("entrances", "public", "zone", "id"), text)
    return text


def key(text: str) -> str:
    """Check the key of a service."""
    _judged(("services", text), _SOUND["services"]["service"])
    return text


def place(text: str) -> str:
    """Check a region, given as a place (``euw1``) or by AWS's name (``eu-west-1``)."""
    from holdfast.settings.aws_regions import PLACE_OF_REGION, PLACES  # noqa: PLC0415  # see _judged
    from holdfast.settings.mistakes import nearest  # noqa: PLC0415  # see _judged

    found = PLACE_OF_REGION.get(text, text)
    if found in PLACES:
        return found
    near = nearest(text, (*PLACES, *PLACE_OF_REGION))
    hint = f"; did you mean {near}?" if near else ""
    raise ValueError(f"no region of AWS that Holdfast knows{hint} (such as eu-west-1, or short euw1)")


def places(text: str) -> tuple[str, ...]:
    """Check regions with commas or spaces between them, the home first."""
    found = tuple(dict.fromkeys(place(one) for one in re.split(r"[,\s]+", text.strip()) if one))
    if not found:
        raise ValueError("name one region at least")
    return found


def principal(text: str) -> str | None:
    """Check the ARN of an IAM role or user; nothing is nobody."""
    if text == NONE:
        return None
    _judged(("eks", "access", "admin"), {"principal": text, "level": "cluster-admin"})
    return text


def image(text: str) -> str:
    """Check a container image."""
    if not text or re.search(r"\s", text):
        raise ValueError(
            "an image is one word, such as 111122223333.dkr.ecr.{region}.amazonaws.com/api:1.0.0"
        )
    return text


def port(text: str) -> int:
    """Check a port."""
    if text.isdigit() and 1 <= int(text) <= 65535:  # noqa: PLR2004  # TCP's ports
        return int(text)
    raise ValueError("a whole number from 1 to 65535")


def rate(text: str) -> float:
    """Check requests per second."""
    return _positive(text, "a number above 0, of requests per second")


def duration(text: str) -> int | None:
    """Check a time: seconds, or a whole number with s, m, h or d; nothing promises none."""
    plain = text.strip().lower()
    if plain in {"", NONE}:
        return None
    found = _DURATION.fullmatch(plain)
    if found is None:
        raise ValueError("a whole number with s, m, h or d, such as 90s, 15m or 4h; or none")
    return int(found[1]) * _SECONDS[found[2]]


def percent(text: str) -> float | None:
    """Check an availability; nothing promises none."""
    if text.strip().lower() in {"", NONE}:
        return None
    found = _positive(text, "a number below 100, such as 99.95; or none")
    if found >= 100:  # noqa: PLR2004  # per cent
        raise ValueError("a number below 100, such as 99.95; or none")
    return found


def emails(text: str) -> tuple[str, ...]:
    """Check addresses with commas or spaces between them; nothing is nobody."""
    if text.strip().lower() in {"", NONE}:
        return ()
    found = tuple(one for one in re.split(r"[,\s]+", text.strip()) if one)
    for one in found:
        _judged(("alerts", "emails"), [one])
    return found


def dollars(text: str) -> float | None:
    """Check an amount of US dollars; nothing is no budget."""
    if text.strip().lower() in {"", NONE}:
        return None
    return _positive(text, "a number of US dollars a month, such as 500; or none")


def _positive(text: str, wanted: str) -> float:
    try:
        found = float(text)
    except ValueError:
        raise ValueError(wanted) from None
    if not 0 < found < float("inf"):
        raise ValueError(wanted)
    return found


def _judged(path: tuple[str, ...], value: object) -> None:
    """Have the settings judge one value, laid into settings that are sound otherwise, in their own words."""
    from holdfast.settings import SettingsError, load  # noqa: PLC0415  # half a second, which --help must not cost

    config: dict[str, Any] = copy.deepcopy(_SOUND)
    inner = config
    for name in path[:-1]:
        inner = inner.setdefault(name, {})
    inner[path[-1]] = value
    raw = {
        f"holdfast:{name}": one if isinstance(one, str) else json.dumps(one) for name, one in config.items()
    }
    try:
        load(raw, stack="answers")
    except SettingsError as error:
        wanted = f"holdfast:{'.'.join(path)}"
        for mistake in error.mistakes:
            if mistake.key.startswith(wanted):
                raise ValueError(mistake.message) from None
