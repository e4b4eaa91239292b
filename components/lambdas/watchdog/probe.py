"""The function in a third region: probe what the watchdog names, and tell what was seen."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from .probes import Target, probe

if TYPE_CHECKING:
    from collections.abc import Mapping


def handle(event: Mapping[str, Any], context: object) -> dict[str, str | None]:  # noqa: ARG001  # Lambda's signature
    """Probe addresses.

    Args:
        event: ``targets``: each a ``url`` and perhaps a ``search``, what the answer must hold.
        context: Not used.

    Returns:
        Address → what is wrong with it, None where it answers with success.

    Raises:
        ValueError: An address is not HTTPS.
    """
    targets = [Target(url=one["url"], search=one.get("search")) for one in event["targets"]]
    if wrong := [one.url for one in targets if not one.url.startswith("https://")]:
        raise ValueError(f"not HTTPS: {', '.join(wrong)}")
    return probe(targets)
