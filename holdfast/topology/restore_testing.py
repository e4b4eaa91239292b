"""Restore tests planned: what is restored in each place, and what each copy must hold."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

from holdfast.settings import PLACES, effective_backups, effective_stores
from holdfast.settings.restore_testing import RestoreChecksSettings
from holdfast.topology.origins import origin, path_of
from holdfast.topology.values import (
    BACKUP_TYPE_OF,
    RestoreChecksPlan,
    RestoreQueryPlan,
    RestoreTestingPlan,
    RestoreTestPlan,
    StoreKind,
)
from holdfast.topology.zones import zones_of

if TYPE_CHECKING:
    from holdfast.settings import Settings
    from holdfast.settings.restore_testing import RestoreQuerySettings, RestoreTestingSettings

_PATH = "holdfast:backups.restore_testing"


def plan_restore_testing(settings: Settings) -> RestoreTestingPlan | None:
    """Plan the restore tests; None where none are asked for."""
    asked = None if settings.backups is None else settings.backups.restore_testing
    if asked is None:
        return None
    fields = (
        *("frequency", "at", "start_window_hours", "pick", "selection_window_days"),
        *("validation_window_hours", "query_timeout_seconds", "instance_class", "ca_file", "verify_server"),
    )
    return RestoreTestingPlan(
        tests=tuple(
            _test(place, asked, settings) for place in sorted(effective_backups.restore_test_places(settings))
        ),
        frequency=asked.frequency,
        at=asked.at,
        start_window_hours=asked.start_window_hours,
        pick=asked.pick,
        selection_window_days=asked.selection_window_days,
        validation_window_hours=asked.validation_window_hours,
        query_timeout_seconds=asked.query_timeout_seconds,
        instance_class=asked.instance_class,
        ca_file=asked.ca_file,
        verify_server=asked.verify_server,
        origin=origin(
            tests=path_of(asked, _PATH, "places"), **{one: path_of(asked, _PATH, one) for one in fields}
        ),
    )


def _test(place: str, asked: RestoreTestingSettings, settings: Settings) -> RestoreTestPlan:
    return RestoreTestPlan(
        place=place,
        region=PLACES[place].name,
        held=place in settings.hold,
        zones=zones_of(place, settings)[:3],
        stores=tuple(
            _checks(key, asked.stores.get(key), settings)
            for key in sorted(effective_backups.restorable_stores(place, settings))
        ),
    )


def _checks(key: str, asked: RestoreChecksSettings | None, settings: Settings) -> RestoreChecksPlan:
    kind = settings.stores[key].kind
    found = asked or RestoreChecksSettings()
    return RestoreChecksPlan(
        store=key,
        type=BACKUP_TYPE_OF[kind],
        port=_port(kind),
        database=found.database,
        queries=MappingProxyType({name: _query(one) for name, one in sorted(found.queries.items())}),
        at_least_items=found.at_least_items or 0,
        attributes=tuple(sorted(found.attributes)),
        at_least_objects=found.at_least_objects or 0,
        objects=tuple(sorted(found.objects)),
    )


def _query(asked: RestoreQuerySettings) -> RestoreQueryPlan:
    return RestoreQueryPlan(
        sql=asked.sql.strip(),
        at_least=asked.at_least,
        newest_within_minutes=asked.newest_within_minutes,
        equals=asked.equals,
    )


def _port(kind: StoreKind) -> int | None:
    """Give the port of a kind's databases, which their restored copies keep; None of other kinds."""
    of_engine = {"postgresql": StoreKind.AURORA_POSTGRESQL, "mysql": StoreKind.AURORA_MYSQL}
    alike = of_engine.get(kind.rpartition("-")[2])
    return None if alike is None else effective_stores.PORTS[alike]
