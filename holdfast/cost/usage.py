"""The stated usage: figures by key, with assumptions for a small, a medium and a large API."""

from __future__ import annotations

import difflib
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

HUNDRED = Decimal(100)


class Size(StrEnum):
    """How large an API is assumed to be where nothing is stated."""

    SMALL = "small"
    MEDIUM = "medium"
    LARGE = "large"


@dataclass(frozen=True, slots=True, kw_only=True)
class UsageKey:
    """One figure that can be stated."""

    says: str
    """What it is, in words."""
    unit: str
    """In what it is counted."""
    assumed: tuple[float, float, float] | None
    """Assumption for a small, a medium and a large API; None where it must be stated to be counted."""
    highest: int | None = None
    """The highest that makes sense; None for no limit."""


def _key(says: str, unit: str, *assumed: float, highest: int | None = None) -> UsageKey:
    figures = (assumed[0], assumed[-2] if len(assumed) > 1 else assumed[0], assumed[-1]) if assumed else None
    return UsageKey(says=says, unit=unit, assumed=figures, highest=highest)


def _percent(says: str, *assumed: float) -> UsageKey:
    return _key(says, "percent", *assumed, highest=100)


KEYS: Mapping[str, UsageKey] = {
    # What clients do
    "requests_million": _key("Requests of clients, all regions together", "million a month", 10, 300, 3000),
    "request_kilobytes": _key("Size of a request", "kB", 2),
    "response_kilobytes": _key("Size of a response", "kB", 10),
    "requests_per_connection": _key("Requests that a connection carries", "requests", 10),
    "connection_seconds": _key("How long a connection is kept", "seconds", 60),
    "cache_hit_percent": _percent("Requests that an edge cache answers, where there is one", 50),
    "dns_queries_million": _key("DNS queries for the API's names", "million a month", 1, 10, 50),
    # Compute
    "scale_out_percent": _percent(
        "How far instances, tasks and nodes are out between their smallest and largest number on average", 0
    ),
    "savings_percent_off": _percent(
        "What savings plans and reservations take off instances, tasks, functions and database instances", 0
    ),
    "savings_coverage_percent": _percent("How much of these is covered by them", 100),
    "spot_percent_off": _percent("What spot capacity costs less than on demand", 0),
    "function_milliseconds": _key("How long a function takes for a request", "ms", 50),
    "background_invocations": _key(
        "Invocations of each function that no client calls, or that answers with an API's description",
        "a month",
        *(1000, 10000, 50000),
    ),
    # Stores
    "reads_per_request": _key("Reads of each store that a request makes", "reads", 2),
    "writes_per_request": _key("Writes to each store that a request makes", "writes", 0.2),
    "item_kilobytes": _key("Size of an item, row or value", "kB", 1),
    "storage_gigabytes": _key("Data in each database or table", "GB", 20, 500, 5000),
    "changed_percent_a_day": _percent("How much of the data changes in a day, for incremental backups", 2),
    "acu_percent": _percent(
        "Where between its least and most capacity a serverless database is on average", 20
    ),
    "io_per_read": _key("Reads of storage that an Aurora read makes; the rest is in memory", "I/O", 0.1),
    "io_per_write": _key("Writes to storage that an Aurora write makes", "I/O", 4),
    "dsql_million_dpus": _key("Processing units of each Aurora DSQL cluster", "million DPU a month"),
    "cache_gigabytes": _key("Data in each serverless cache", "GB", 1, 10, 50),
    "bucket_gigabytes": _key("Objects in each bucket that holds documents", "GB", 50, 1000, 20000),
    "bucket_writes_million": _key("Objects written to each such bucket", "million a month", 0.1, 5, 50),
    "bucket_reads_million": _key("Objects read from each such bucket", "million a month", 1, 50, 500),
    "object_kilobytes": _key("Size of such an object", "kB", 100),
    "log_bucket_gigabytes": _key("Logs and artefacts in each other bucket", "GB", 1, 50, 500),
    "image_gigabytes": _key("Images in each container repository", "GB", 5, 20, 50),
    # Network
    "outbound_gigabytes": _key(
        "What services send and fetch through NAT gateways, all regions together", "GB a month", 20, 500, 5000
    ),
    "endpoint_gigabytes": _key(
        "What passes VPC interface endpoints, all regions together", "GB a month", 20, 200, 2000
    ),
    "private_gigabytes": _key("What passes each transit gateway attachment", "GB a month", 10, 200, 2000),
    # Operating
    "log_kilobytes_per_request": _key("Logs that services write for a request", "kB", 0.5),
    "logged_by_waf_percent": _percent("Requests that the web ACL logs", 5),
    "waf_log_kilobytes": _key("Size of a line in the web ACL's log", "kB", 1.5),
    "flow_log_gigabytes": _key("Flow logs of each network", "GB a month", 2, 50, 500),
    "other_log_gigabytes": _key("Logs in each other log group", "GB a month", 0.1, 0.5, 2),
    "log_compression_percent": _percent("What is left of a log when it is stored", 15),
    "streamed_metric_updates_million": _key(
        "Updates that each metric stream sends", "million a month", 5, 20, 100
    ),
    "city_networks": _key("Networks of cities that each internet monitor sees", "networks", 100, 500, 1000),
    "notifications": _key("Messages to each address that a topic tells", "a month", 20, 100, 500),
    "queue_messages_million": _key("Messages in each queue", "million a month", 0.01, 0.1, 1),
    "secret_calls": _key("Calls that read each secret", "a month", 1000, 20000, 100000),
    "kms_requests_million": _key("Uses of each encryption key", "million a month", 0.01, 1, 10),
    "experiment_runs": _key("Runs of each fault experiment without a schedule", "a month", 1),
}
"""Every figure; all that is assumed is an assumption of this project, not a published figure."""


class UsageError(ValueError):
    """Stated usage that cannot be used; its text has a line for each mistake."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Usage:
    """What is stated or assumed of how much an API is used."""

    size: Size = Size.MEDIUM
    figures: Mapping[str, Decimal]
    """By key; without those that must be stated and are not."""
    stated: frozenset[str] = frozenset()
    """Keys of what was stated; the rest is assumed."""
    traffic: Mapping[str, Decimal] = field(default_factory=dict)
    """Percent of the requests by region, where stated; else it follows from the routing."""

    def get(self, key: str) -> Decimal | None:
        """The figure; None where it must be stated and is not."""
        return self.figures.get(key)

    def __getitem__(self, key: str) -> Decimal:
        return self.figures[key]

    def share(self, key: str) -> Decimal:
        """A percentage as a share of one."""
        return self.figures[key] / HUNDRED


def stated_usage(
    size: str = Size.MEDIUM,
    given: Mapping[str, float | int | Decimal] | None = None,
    traffic_percent: Mapping[str, float | int | Decimal] | None = None,
) -> Usage:
    """The usage with what is stated, and assumptions for the rest.

    Args:
        size: ``small``, ``medium`` or ``large``. Default: medium.
        given: Figures by key (``KEYS``). Default: none.
        traffic_percent: Percent of the requests by AWS region. Default: as the routing says.

    Raises:
        UsageError: With every mistake.
    """
    given, traffic = given or {}, traffic_percent or {}
    if mistakes := usage_mistakes(size, given, traffic):
        raise UsageError("\n".join(mistakes))
    position = list(Size).index(Size(size))
    assumed = {name: Decimal(str(one.assumed[position])) for name, one in KEYS.items() if one.assumed}
    return Usage(
        size=Size(size),
        figures={**assumed, **{name: Decimal(str(value)) for name, value in given.items()}},
        stated=frozenset(given),
        traffic={region: Decimal(str(value)) for region, value in sorted(traffic.items())},
    )


def usage_mistakes(size: object, given: Mapping[str, object], traffic: Mapping[str, object]) -> list[str]:
    """What is wrong with stated usage, a line each (see ``stated_usage``)."""
    mistakes: list[str] = []
    if size not in set(Size):
        mistakes.append(f"size: should be one of {', '.join(Size)}, got {size!r}")
    for name, value in given.items():
        if name not in KEYS:
            near = difflib.get_close_matches(name, KEYS, n=1)
            mistakes.append(f"{name}: unknown key" + (f"; did you mean '{near[0]}'?" if near else ""))
        elif not _is_number(value) or ((highest := KEYS[name].highest) and value > highest):  # type: ignore[operator]  # a number by then
            limit = f" to {KEYS[name].highest}" if KEYS[name].highest else " on"
            mistakes.append(f"{name}: should be a number from 0{limit}, got {value!r}")
    for region, value in traffic.items():
        if not _is_number(value):
            mistakes.append(f"traffic_percent.{region}: should be a number from 0 on, got {value!r}")
    numbers = [Decimal(str(value)) for value in traffic.values() if _is_number(value)]
    if len(numbers) == len(traffic) and traffic and sum(numbers) != HUNDRED:
        mistakes.append(f"traffic_percent: should add up to 100, adds up to {sum(numbers)}")
    return mistakes


def _is_number(value: object) -> bool:
    return isinstance(value, int | float | Decimal) and not isinstance(value, bool) and value >= 0
