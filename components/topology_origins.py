"""Which settings the parts of a plan came from."""

from collections.abc import Mapping

from holdfast.topology.values import Topology


def origins_of(topology: Topology) -> dict[str, Mapping[str, str]]:
    """Settings paths of each part's values, by the part.

    Args:
        topology: The plan.
    """
    found: dict[str, Mapping[str, str]] = {
        "objectives": topology.objectives.origin,
        "releases": topology.releases.origin,
        "runbook": topology.runbook.origin,
    }
    if topology.recovery is not None:
        found["recovery"] = topology.recovery.origin
    found.update({f"region {region.place}": region.origin for region in topology.regions})
    found.update({f"store {store.key}": store.origin for store in topology.stores})
    found.update({f"cache {cache.key}": cache.origin for cache in topology.caches})
    for store in topology.stores:
        if store.section is not None:
            found[f"store {store.key}"] = {**store.origin, **store.section.origin}
    if topology.backups is not None:
        found["backups"] = topology.backups.origin
        found.update({f"vault {vault.place}": vault.origin for vault in topology.backups.vaults})
        found.update({f"backup class {one.key}": one.origin for one in topology.backups.classes})
        if topology.backups.bunker is not None:
            found["bunker"] = topology.backups.bunker.origin
        if topology.backups.air_gapped is not None:
            found["air-gapped vault"] = topology.backups.air_gapped.origin
        if topology.backups.lock is not None:
            found["backup lock"] = topology.backups.lock.origin
    return found
