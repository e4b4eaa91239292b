"""The whole API as programs in other languages declare it: by one mapping of settings."""  # noqa: INP001  # a plugin's folder is no package

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, TypedDict

import pulumi

from holdfast.components import multi_region_api
from holdfast.components.next_steps import notices, undelegated
from holdfast.settings import Mistake, Settings, SettingsError, load
from holdfast.topology.plan import plan
from holdfast.topology.values import Topology

_NAMESPACE = "holdfast:"
_PATH = re.compile(rf"^{_NAMESPACE}|{_NAMESPACE}(?=({'|'.join(Settings.model_fields)})\b)")
NULLABLE = (
    ("alarms",),
    ("backups", "bunker", "lock"),
    ("backups", "classes", "*", "continuous_days"),
    ("backups", "lock"),
    ("dashboards",),
    ("entrances", "*", "proxy", "rate_limit"),
    ("network", "flow_logs"),
    *(
        ("alarms", name)
        for name in (
            "acu_percent",
            "at_maximum_minutes",
            "cache_cpu_percent",
            "cache_memory_percent",
            "concurrency_percent",
            "conflicts_per_minute",
            "cpu_percent",
            "database_connections_percent",
            "database_cpu_percent",
            "database_free_memory_percent",
            "database_free_storage_percent",
            "disk_percent",
            "dropped_packets_percent",
            "error_percent",
            "evictions_per_minute",
            "failed_nodes",
            "function_error_percent",
            "hosts_per_zone",
            "latency_p50_ms",
            "latency_p99_ms",
            "memory_percent",
            "port_errors_per_minute",
            "query_timeouts_per_minute",
            "queue_age_seconds",
            "rejected_per_minute",
            "replication_lag_seconds",
            "system_errors_per_minute",
            "throttles_per_minute",
            "transaction_ids",
            "unreachable_minutes",
            "waf_blocked_per_minute",
        )
    ),
)
"""Settings of which ``null`` means something else than leaving them out; ``*`` stands for any key."""


class MultiRegionApiArgs(TypedDict):
    """What the whole API needs."""

    settings: Mapping[str, Any]
    """What a stack file says under `holdfast:`, without that prefix: `account`, `regions`, `services`,
    `entrances` and so on, with the same names at every depth; `false` where a stack file says `null`. Plain
    values that are known before anything is deployed; no secrets."""


class MultiRegionApi(multi_region_api.MultiRegionApi):
    """An API in one or several AWS regions, behind one or several entrances.

    Declares: a hosted zone per zone name unless adopted; per entrance its certificates, the health of each
    region and the records that lead to it; per region its network, key, load balancers and services; the
    stores, over their regions; backup vaults; a budget where one is asked for.
    Survives: what the settings' mode and sizes say: an instance, a zone, and with several regions the loss of
    one, to which no record edit and no update is needed. Does not survive: the loss of all regions, of the
    account, or of Route 53's data plane.
    One per stack: what it declares is named after places and keys, not after it.
    """

    endpoints: pulumi.Output[Mapping[str, str]]
    """Address of each entrance."""
    name_servers: pulumi.Output[Mapping[str, Sequence[str]]]
    """Name servers of each zone that was made, to which the parent domain must delegate."""
    next_steps: pulumi.Output[Sequence[str]]
    """What a person must do next, in order; empty when nothing is left."""
    operations: pulumi.Output[Mapping[str, Any]]
    """What tools need to operate the API; export it as the stack's output `operations`."""

    def __init__(
        self, name: str, args: MultiRegionApiArgs, opts: pulumi.ResourceOptions | None = None
    ) -> None:
        self._planned = _plan(args["settings"])
        super().__init__(name, {"topology": self._planned}, opts)

    def register_outputs(self, outputs: "pulumi.Inputs") -> None:
        """Register the outputs, with the next steps in the words of a program that holds its own settings."""
        self.next_steps = pulumi.Output.from_input(next_steps(self._planned))
        super().register_outputs({**outputs, "next_steps": self.next_steps})


def next_steps(topology: Topology) -> list[str]:
    """Return what a person must do after an update, in order, and then what a person should know."""
    return [
        *(
            f"Delegate {zone} to its name servers in the output nameServers, then set "
            f"{' and '.join(f'settings.{path}' for path in paths)} to true in the program and run: pulumi up"
            for zone, paths in undelegated(topology).items()
        ),
        *notices(topology),
    ]


def _plan(settings: Mapping[str, Any]) -> Topology:
    problems = [
        f"settings.{key}: leave out '{_NAMESPACE}': the settings are named without it"
        for key in settings
        if key.startswith(_NAMESPACE)
    ]
    config = {
        f"{_NAMESPACE}{key.removeprefix(_NAMESPACE)}": value
        for key, value in _with_nulls(settings, NULLABLE).items()
    }
    try:
        loaded = load(config, stack=pulumi.get_stack(), file="")
        if not problems:
            return plan(loaded, project=pulumi.get_project(), stack=pulumi.get_stack())
    except SettingsError as error:
        problems += map(_line, error.mistakes)
    raise ValueError("\n".join(problems))


def _with_nulls(value: Any, paths: Sequence[tuple[str, ...]]) -> Any:  # noqa: ANN401  # settings have any shape
    """Turn ``false`` into ``null`` at these paths: pulumi's Python SDK drops a null that it is sent."""
    if value is False and () in paths:
        return None
    if isinstance(value, Mapping):
        return {
            key: _with_nulls(item, [path[1:] for path in paths if path and path[0] in (key, "*")])
            for key, item in value.items()
        }
    return value


def _line(mistake: Mistake) -> str:
    """Say a mistake in one line, its settings as the program knows them."""
    text = str(replace(mistake, file="", line=None)).removeprefix(": ")
    return _PATH.sub("settings.", text)
