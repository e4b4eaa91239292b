"""A sample of a component's arguments, and what samples have in common."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from tests.components.declared import ACCOUNT_ID

if TYPE_CHECKING:
    from collections.abc import Mapping


TAGS = {"Team": "orders"}
ORIGIN = {"region": "holdfast:regions.use1"}
REGIONS = {
    "use1": "us-east-1",
    "euw1": "eu-west-1",
    "euc1": "eu-central-1",
    "apne1": "ap-northeast-1",
    # Where AWS Health tells a second time, of every stack.
    "usw2": "us-west-2",
}
US, ARN = REGIONS["use1"], f"arn:aws:acm:us-east-1:{ACCOUNT_ID}"
COMMON: dict[str, Any] = {"tags": TAGS, "origin": ORIGIN}
HERE: dict[str, Any] = {"region": US, **COMMON}
TOPICS: dict[str, Any] = {
    "page_topic_arn": f"arn:aws:sns:us-east-1:{ACCOUNT_ID}:pages",
    "ticket_topic_arn": f"arn:aws:sns:us-east-1:{ACCOUNT_ID}:tickets",
}


@dataclass(frozen=True, kw_only=True)
class Sample:
    """One component as a program would declare it."""

    name: str
    args: Mapping[str, Any]
    reordered: Mapping[str, Any] | None = None
    """The same, said in another order. Default: every mapping and sequence of ``args`` turned round."""
    origin: Mapping[str, Any] = field(default_factory=lambda: ORIGIN)
    """What the component registers as ``origin``. Default: the ``origin`` of the arguments."""
