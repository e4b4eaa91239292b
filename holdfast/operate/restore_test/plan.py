"""Which stores are tested, from which vault, and which cannot be."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Any

from holdfast.operate.restore_test.model import PREFIX, RestoreTestError
from holdfast.operate.restore_test.points import metadata_of, newest_point

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from holdfast.contracts.operations import Operations, Store
    from holdfast.operate.aws import Clients
    from holdfast.operate.records import Record
    from holdfast.operate.restore_test.model import StoreTest

_UNKNOWN_TO_BACKUP = {
    "dsql": "AWS Backup does not restore Aurora DSQL in tests",
    "elasticache": "AWS Backup does not know ElastiCache",
}
"""Source: https://docs.aws.amazon.com/aws-backup/latest/devguide/restore-testing.html (2026-11)."""


def left_place(newest: Sequence[Record]) -> str | None:
    """Give the place that was left, or is being left, by the records of failovers, the newest first."""
    return newest[0]["away_from"] if newest and newest[0]["operation"] == "failover" else None


def chosen_places(
    operations: Operations, stores: Sequence[str], place: str | None, *, left: str | None
) -> tuple[dict[str, str], dict[str, str]]:
    """Choose where each store is tested: away from where it is written.

    Args:
        operations: The stack's contract.
        stores: Keys of stores. Empty: all that can be tested.
        place: The place, or None for the first, by name, that can.
        left: The place that is being left, in which nothing begins.

    Returns:
        Place by store, and why the others are not tested, by store.

    Raises:
        RestoreTestError: Nothing can be tested as it was asked for.
    """
    tests = _tests(operations)
    if unknown := sorted(set(stores) - set(operations["stores"])):
        there = ", ".join(sorted(operations["stores"])) or "none"
        raise RestoreTestError(f"no store is called {', '.join(unknown)}; there are: {there}")
    if place is not None and place not in tests:
        raise RestoreTestError(
            f"{place} has no restore tests; there are in: {', '.join(sorted(tests))} "
            "(holdfast:backups.restore_testing.places)"
        )
    if place is not None and place == left:
        raise RestoreTestError(f"{place} is being left: nothing is begun there")
    found: dict[str, str] = {}
    reasons: dict[str, str] = {}
    for key in stores or sorted(operations["stores"]):
        store = operations["stores"][key]
        able = [one for one in sorted(tests) if key in tests[one]["types"]]
        away = [one for one in able if one not in {store["home"], store["writer"], left}]
        if place is not None:
            away = [one for one in away if one == place]
        if away:
            found[key] = away[0]
        else:
            reasons[key] = _why_not(store, able)
    if not found or (stores and reasons):
        told = "; ".join(f"{key}: {why}" for key, why in reasons.items())
        raise RestoreTestError(f"nothing can be tested: {told or 'there are no stores'}")
    return found, reasons


def planned(operations: Operations, clients: Clients, places: Mapping[str, str], run: str) -> list[StoreTest]:
    """Look for the newest backup of each store, and prepare its restore.

    Args:
        operations: The stack's contract.
        clients: Makes clients.
        places: Place by store.
        run: Name of the run.

    Returns:
        A test per store that is to be begun; one without a backup is over, and has not passed.
    """
    return [_planned(operations, clients, key, place, run) for key, place in sorted(places.items())]


def _planned(operations: Operations, clients: Clients, key: str, place: str, run: str) -> StoreTest:
    tests = _tests(operations)[place]
    backups: Any = operations["backups"]
    region, vault, kind = tests["region"], backups["vaults"][place]["vault"], tests["types"][key]
    point = newest_point(clients, region, vault, kind, sources=_arns(operations["stores"][key]))
    text = f"{operations['account_id']}/{operations['project']}/{operations['stack']}/{key}/{run}"
    name = f"{PREFIX}-{hashlib.sha256(text.encode()).hexdigest()[:16]}"
    metadata: dict[str, str] = {}
    if point is not None:
        metadata = metadata_of(
            clients, region, vault, kind, point=point, declared=tests["metadata"][kind], name=name
        )
    return {
        "store": key,
        "type": kind,
        "place": place,
        "region": region,
        "vault": vault,
        "name": name,
        "recovery_point": "" if point is None else point.arn,
        "backed_up": "" if point is None else point.backed_up.isoformat(timespec="seconds"),
        "size_bytes": None if point is None else point.size_bytes,
        "metadata": metadata,
        "job": None,
        "stage": "done" if point is None else "todo",
        "percent": None,
        "began": None,
        "restored": None,
        "judged": None,
        "ended": None,
        "passed": False if point is None else None,
        "message": f"there is no backup of it in {vault}" if point is None else "",
        "left": None,
    }


def _tests(operations: Operations) -> Mapping[str, Any]:
    backups = operations["backups"]
    tests = backups["restore_tests"] if backups is not None else {}
    if not tests:
        raise RestoreTestError(
            f"{operations['stack']} declares no restore tests, whose closed network, role and function this "
            "takes: set holdfast:backups.copy_to and restore_testing, and deploy"
        )
    if old := sorted(place for place, one in tests.items() if "role_arn" not in one):
        raise RestoreTestError(
            f"the file does not say how to restore in {', '.join(old)}: deploy, then write it again with "
            f"holdfast operations {operations['stack']}"
        )
    return tests


def _why_not(store: Store, able: Collection[str]) -> str:
    if not able:
        return _UNKNOWN_TO_BACKUP.get(store["kind"], "no place tests it")
    return f"{', '.join(able)} tests it, but is where it is written, is being left, or was not asked for"


def _arns(store: Store) -> set[str]:
    members = {**store["clusters"], **store["rds_members"]}
    return {
        *(one["arn"] for one in members.values()),
        *store["tables"].values(),
        *(f"arn:aws:s3:::{name}" for name in store["buckets"].values()),
    }
