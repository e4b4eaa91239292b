"""Real names by names of the program, from the stack's output ``operations``."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, TypeAlias

Contract: TypeAlias = "Mapping[str, Any]"
"""``holdfast.contracts.operations.Operations``, any key of which may be absent in older files."""
Known: TypeAlias = "Mapping[tuple[str, str], str]"
"""``ARN``, ``ID`` or ``NAME``, and a name of the program, to what it is in AWS."""


def known_names(contract: Contract) -> Known:
    """What the contract tells, by the names that the program gives.

    Args:
        contract: The stack's output ``operations``; empty where there is none.
    """
    found = [
        *_entrances(contract),
        *_regions(contract),
        *_stores(contract),
        *_caches(contract),
        *_backups(contract),
        *_watching(contract),
        *_recovery(contract),
    ]
    return {(what, name): value for what, name, value in found if value}


_Names: TypeAlias = "Iterator[tuple[str, str, str | None]]"


def part(contract: Contract, *keys: str) -> Contract:
    """A part of the contract; empty where it is absent or null."""
    found: Any = contract
    for key in keys:
        found = (found or {}).get(key)
    return found if isinstance(found, Mapping) else {}


def _entrances(contract: Contract) -> _Names:
    for entrance, one in part(contract, "entrances").items():
        for place, endpoint in one["endpoints"].items():
            name = f"{place}-{entrance}"
            yield "ARN", f"{name}-lb", endpoint["load_balancer_arn"]
            yield "ARN", f"{name}-acl", endpoint["web_acl_arn"]
            yield "ID", f"{name}-health", endpoint["health_check_id"]
            yield "ID", f"{name}-endpoint", endpoint["endpoint_health_check_id"]
            yield "ID", f"{name}-dependency-check", endpoint["dependency_health_check_id"]
            yield "ID", f"{name}-switch", endpoint["switch_health_check_id"]
            if endpoint["proxies"]:
                yield "NAME", f"{name}-proxies-asg", endpoint["proxies"]["auto_scaling_group"]
            if endpoint["switch"]:
                yield "NAME", f"switch-of-{place}", endpoint["switch"]["bucket"]


def _regions(contract: Contract) -> _Names:
    for place, region in part(contract, "regions").items():
        for key, service in region["services"].items():
            yield "NAME", f"{place}-{key}-asg", service["auto_scaling_group"]
            if service["function"]:
                yield "NAME", f"{place}-{key}-fn", service["function"]["name"]
            if service["ecs_service"]:
                yield "NAME", f"{place}-{key}-service", service["ecs_service"]["service"]
                yield "NAME", f"{place}-ecs-cluster", service["ecs_service"]["cluster"]


def _stores(contract: Contract) -> _Names:
    for key, store in part(contract, "stores").items():
        yield "NAME", f"global-{key}-db", store["global_cluster"]
        yield "NAME", f"{store['home']}-{key}-table", store["table"]
        yield "NAME", f"global-{key}-cache", store["global_replication_group"]
        for kind in ("clusters", "rds_members", "dsql_clusters"):
            for place, one in store[kind].items():
                yield "NAME", f"{place}-{key}-db", one["identifier"]
                yield "ARN", f"{place}-{key}-db", one["arn"]
        for place, bucket in store["buckets"].items():
            yield "NAME", f"{place}-{key}-bucket", bucket
        for place, one in store["cache_members"].items():
            yield "NAME", f"{place}-{key}-cache", one["replication_group"]
        if store["access_point"]:
            yield "ARN", f"global-{key}-access-point", store["access_point"]["arn"]


def _caches(contract: Contract) -> _Names:
    for key, cache in part(contract, "caches").items():
        yield "NAME", f"global-{key}-cache", cache["global_replication_group"]
        for place, one in cache["members"].items():
            yield "NAME", f"{place}-{key}-cache", one["replication_group"]


def _backups(contract: Contract) -> _Names:
    for place, vault in part(contract, "backups", "vaults").items():
        yield "NAME", f"{place}-backup-vault", vault["vault"]
    for place, tests in part(contract, "backups", "restore_tests").items():
        yield "ARN", f"{place}-restore-plan", tests["plan_arn"]
        yield "NAME", f"{place}-restore-logs", tests["log_group"]


def _watching(contract: Contract) -> _Names:
    for one in part(contract, "alarms").values():
        for name, called in one["names"].items():
            yield "NAME", name, called
    for place, topics in part(contract, "alerts", "topics").items():
        yield "ARN", f"{place}-pages-alarms-topic", topics["pages"]
    for place, here in part(contract, "canaries", "places").items():
        for entrance, canary in here["canaries"].items():
            yield "NAME", f"{place}-{entrance}-canary", canary["name"]


def _recovery(contract: Contract) -> _Names:
    yield "ARN", "global-recovery-plan", part(contract, "recovery", "region_switch").get("arn")
    for place, documents in part(contract, "recovery", "automation", "documents").items():
        for here, document in documents.items():
            yield "NAME", f"{here}-leave-{place}-document", document
    for place, watchdog in part(contract, "recovery", "automation", "watchdogs").items():
        yield "NAME", f"{watchdog['place']}-watch-{place}-fn", watchdog["function"]
