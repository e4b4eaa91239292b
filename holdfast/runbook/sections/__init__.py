"""Every section of a runbook: what it says, and of which stacks it is said."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

from holdfast.contracts.runbook import RunbookSection as At
from holdfast.runbook.sections import backups, changes, clients, instances, network, places, stores
from holdfast.runbook.sections.common import BALANCER, GROUP, TASKS

if TYPE_CHECKING:
    from collections.abc import Callable

    from holdfast.runbook.model import Section
    from holdfast.runbook.stack import Stack

Build: TypeAlias = "Callable[[Stack], Section]"
Applies: TypeAlias = "Callable[[Stack], bool]"


def _always(_: Stack) -> bool:
    return True


def _ours(stack: Stack) -> bool:
    return stack.ours


def _spread(stack: Stack) -> bool:
    return stack.spread


def _has(*types: str) -> Applies:
    return lambda stack: bool(stack.of_type(*types))


SECTIONS: tuple[tuple[At, Build, Applies], ...] = (
    (At.ERRORS, clients.errors, _always),
    (At.LATENCY, clients.latency, _ours),
    (At.REGION_LOST, places.region_lost, _spread),
    (At.ZONE_LOST, instances.zone_lost, _has(*BALANCER)),
    (At.INSTANCE_LOST, instances.instance_lost, _has(GROUP, TASKS)),
    (At.STORE_LOST, stores.store_lost, _has(*stores.STORES)),
    (At.REPLICATION, stores.replication, _has(stores.GLOBAL_CLUSTER, stores.REPLICA, stores.GLOBAL_CACHE)),
    (At.DNS, network.dns, _has(network.RECORD)),
    (At.NETWORK_PATH, network.network_path, _ours),
    (At.PRIVATE_ACCESS, network.private_access, _has(network.VPN)),
    (At.SATURATION, clients.saturation, _has(GROUP, TASKS, *stores.STORES)),
    (At.THROTTLED, clients.throttled, _ours),
    (At.ATTACK, clients.attack, _has(clients.WEB_ACL)),
    (At.RELEASE, changes.release, _ours),
    (At.QUEUE, changes.queue, _has(changes.QUEUE)),
    (At.BACKUPS, backups.backups, _has(backups.VAULT)),
    (At.RESTORE, backups.restore, _has(*stores.STORES)),
    (At.CERTIFICATE, network.certificate, _has(network.CERTIFICATE)),
    (At.MONITORING, changes.monitoring, _has(changes.CANARY, changes.TOPIC)),
    (At.MAINTENANCE, places.maintenance, _spread),
    (At.EXPERIMENT, changes.experiment, _ours),
    (At.COST, changes.cost, _has(changes.BUDGET, changes.ANOMALY)),
    (At.ACCOUNT_LOST, changes.account_lost, _ours),
)
"""In the order of the page: what is felt first, then what is lost, then what can wait."""
