"""Which step promotes or fences a store, by its kind."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdfast.operate.actions.aurora import FenceAurora, PromoteAurora
from holdfast.operate.actions.elasticache import PromoteCache
from holdfast.operate.actions.everywhere import SeeDsql, SeeTable, table_name
from holdfast.operate.actions.planned import NothingToDo
from holdfast.operate.actions.rds import FenceInstance, PromoteReplica
from holdfast.operate.steps import StepError

if TYPE_CHECKING:
    from holdfast.operate.actions.planned import Planned
    from holdfast.operate.steps import Step

_CACHE = "cache"
_CLUSTER = "cluster"


def promoted(planned: Planned) -> Step:
    """The step that makes a store's copy in the step's place the one that takes writes."""
    key, place = planned.step["subject"], planned.place
    title = f"promote {key} in {place}"
    if planned.step["subject_kind"] == _CACHE:
        cache = planned.operations["caches"][key]
        member = cache["members"][place]["replication_group"]
        return _cache(planned, title, cache["global_replication_group"], member)
    return _store(planned, title)


def _store(planned: Planned, title: str) -> Step:
    key, place, store = planned.step["subject"], planned.place, planned.store
    kind = store["kind"]
    if not store["declared"] and kind.startswith(("aurora", "rds", "elasticache")):
        why = f"{key} is adopted, and the file does not name it: whoever declares it promotes it"
        return NothingToDo(planned=planned, title=title, why=f"NOT PROMOTED: {why}")
    if kind.startswith("aurora"):
        return PromoteAurora(planned=planned, title=title)
    if kind.startswith("rds"):
        if store["rds_shape"] == _CLUSTER:
            raise StepError(
                f"{key} is a Multi-AZ DB cluster: it lies in one region, and no other can take over"
            )
        return PromoteReplica(planned=planned, title=title)
    if kind == "elasticache":
        member = store["cache_members"][place]["replication_group"]
        return _cache(planned, title, store["global_replication_group"], member)
    return _everywhere(planned, kind)


def _everywhere(planned: Planned, kind: str) -> Step:
    key, place, store = planned.step["subject"], planned.place, planned.store
    title = f"see that {key} takes writes in {place}"
    if kind == "dynamodb":
        return SeeTable(planned=planned, title=title, table=table_name(store, place))
    if kind == "dsql":
        return SeeDsql(planned=planned, title=title, identifier=store["dsql_clusters"][place]["identifier"])
    return NothingToDo(planned=planned, title=title, why=f"nothing of a store of kind {kind} is promoted")


def fenced(planned: Planned) -> Step:
    """The step that keeps the old writer, in the step's place, from writing."""
    key, place = planned.step["subject"], planned.place
    title = f"keep {key} in {place} from writing"
    kind = None if planned.step["subject_kind"] == _CACHE else planned.store["kind"]
    if kind is not None and kind.startswith("rds"):
        return FenceInstance(planned=planned, title=title)
    if kind is not None and kind.startswith("aurora"):
        if planned.graceful:
            why = "a switchover makes it a reader itself"
            return NothingToDo(planned=planned, title=title, why=why)
        return FenceAurora(planned=planned, title=title, survivor=_survivor(planned))
    if kind in {None, "elasticache"}:
        why = (
            "AWS makes the old primary a secondary, a lost one as soon as it is back; until then traffic "
            "alone is kept away"
        )
        return NothingToDo(planned=planned, title=title, why=why)
    why = "every region may write: there is no old writer, traffic is kept away"
    return NothingToDo(planned=planned, title=title, why=why)


def _survivor(planned: Planned) -> str:
    """The place that the plan promotes, which is told how fencing went; any other where it plans none."""
    recovery = planned.operations["recovery"]
    workflow = recovery["workflows"].get(planned.place) if recovery is not None else None
    subject, clusters = planned.step["subject"], planned.store["clusters"]
    for step in (one for group in (workflow["ungraceful"] if workflow else ()) for one in group):
        if (step["action"], step["subject"]) == ("promote", subject) and step["place"] in clusters:
            return step["place"]
    return next(other for other in clusters if other != planned.place)


def _cache(planned: Planned, title: str, datastore: str | None, member: str | None) -> Step:
    if datastore is None or member is None:
        why = "each region has a cache of its own: it starts cold, and nothing is promoted"
        return NothingToDo(planned=planned, title=title, why=why)
    return PromoteCache(planned=planned, title=title, global_datastore=datastore, replication_group=member)
