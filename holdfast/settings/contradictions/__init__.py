"""Settings that contradict one another, and AWS's rules about several of them at once.

One file per area, each a function from settings to problems. ``CHECKS`` says which parts of the settings a
check reads: when some part of a stack file is broken, the checks of the other parts still run, so that a
person sees as much as possible at once and nothing that is only a consequence.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

from holdfast.settings.contradictions import (
    accelerator,
    adoption,
    alerts,
    api_gateways,
    apm,
    application_use,
    applications,
    aurora,
    authorization,
    backup_classes,
    backup_copies,
    backup_cover,
    backup_retention,
    backup_vaults,
    backups,
    buckets,
    cache_use,
    caches,
    canaries,
    cloudflare,
    cloudflare_parts,
    cloudflare_steering,
    cloudfront,
    descriptions,
    dsql,
    ecs,
    ecs_clusters,
    eks,
    elasticache,
    entrances,
    experiments,
    functions,
    global_databases,
    health,
    internet_monitor,
    keys,
    kinds,
    names,
    networks,
    objectives,
    private_access,
    proxies,
    rds,
    rds_places,
    rds_storage,
    recovery,
    recovery_automation,
    regions,
    releases,
    restore_tests,
    rules,
    scaling,
    services,
    shield,
    store_secrets,
    store_sizes,
    store_use,
    stores,
    tables,
    tags,
    traffic,
    waf,
    workloads,
    zone_export,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator

    from holdfast.settings.mistakes import Problem, SettingPath
    from holdfast.settings.stack import Settings

Find: TypeAlias = "Callable[[Settings], Iterator[Problem]]"


@dataclass(frozen=True, kw_only=True, slots=True)
class Check:
    """A check and what it reads: ``whole`` sections, or those ``entries`` of sections that are sound."""

    find: Find
    whole: frozenset[str] = frozenset()
    entries: frozenset[str] = frozenset()

    def can_run(self, broken: Collection[SettingPath]) -> bool:
        """Whether nothing that the check reads is broken."""
        return not any(
            path[0] in self.whole or (path[0] in self.entries and len(path) == 1) for path in broken
        )


def _check(find: Find, *, whole: str = "", entries: str = "") -> Check:
    return Check(find=find, whole=frozenset(whole.split()), entries=frozenset(entries.split()))


CHECKS: tuple[Check, ...] = (
    _check(regions.of_each_region, entries="regions"),
    _check(regions.of_all_regions, whole="regions hold"),
    _check(networks.of_endpoints, whole="network"),
    _check(networks.of_closed_networks, whole="regions network services entrances"),
    _check(networks.of_adopted_networks, whole="regions entrances"),
    _check(kinds.of_sections, entries="services"),
    _check(kinds.of_doors, whole="services entrances"),
    _check(functions.of_each_service, entries="services"),
    _check(functions.of_timeouts, whole="services entrances"),
    _check(api_gateways.of_each_entrance, entries="entrances"),
    _check(api_gateways.of_routes, whole="services entrances"),
    _check(api_gateways.of_places, whole="regions services entrances"),
    _check(workloads.of_each_service, entries="services"),
    _check(ecs.of_each_service, entries="services"),
    _check(ecs.of_rooms, whole="regions services entrances"),
    _check(ecs.of_shifts, whole="services entrances"),
    _check(ecs_clusters.of_clusters, whole="services ecs"),
    _check(ecs_clusters.of_networks, whole="regions services entrances network"),
    _check(eks.of_each_service, entries="services"),
    _check(eks.of_clusters, whole="regions services entrances eks"),
    _check(eks.of_networks, whole="regions services entrances network eks"),
    _check(releases.of_each_service, entries="services"),
    _check(releases.of_order, whole="regions releases"),
    _check(services.of_places, whole="regions services entrances"),
    _check(scaling.of_each_service, entries="services"),
    _check(names.of_keys, entries="services entrances"),
    _check(names.of_databases, entries="services entrances stores"),
    _check(entrances.of_each_entrance, entries="entrances"),
    _check(names.of_names, whole="regions entrances"),
    _check(cloudflare.of_answers, entries="entrances"),
    _check(cloudflare_steering.of_each_entrance, whole="regions", entries="entrances"),
    _check(cloudflare.of_zones, whole="entrances"),
    _check(cloudflare_parts.of_each_entrance, entries="entrances"),
    _check(cloudflare_parts.of_limits, whole="entrances"),
    _check(entrances.of_references, whole="regions services entrances"),
    _check(proxies.of_each_entrance, entries="entrances"),
    _check(proxies.of_places, whole="regions entrances"),
    _check(proxies.of_networks, whole="regions entrances network"),
    _check(proxies.of_services, whole="regions services entrances"),
    _check(rules.of_each_service, entries="services"),
    _check(rules.of_each_entrance, whole="regions services entrances"),
    _check(rules.of_hosts, whole="regions services entrances"),
    _check(traffic.of_each_entrance, whole="regions", entries="entrances"),
    _check(waf.of_each_entrance, entries="entrances"),
    _check(accelerator.of_each_entrance, entries="entrances"),
    _check(accelerator.of_places, whole="regions", entries="entrances"),
    _check(cloudfront.of_each_entrance, entries="entrances"),
    _check(cloudfront.of_reads, whole="regions", entries="entrances"),
    _check(cloudfront.of_reach, whole="regions", entries="entrances"),
    _check(cloudfront.of_rules, whole="services entrances"),
    _check(cloudfront.of_names, whole="entrances"),
    _check(authorization.of_each_entrance, entries="entrances"),
    _check(authorization.of_services, whole="regions services entrances"),
    _check(authorization.of_issuers, whole="regions network entrances"),
    _check(authorization.of_trust, whole="regions", entries="entrances"),
    _check(descriptions.of_each_entrance, entries="entrances"),
    _check(descriptions.of_services, whole="regions services entrances"),
    _check(shield.of_shield, whole="shield entrances"),
    _check(alerts.of_alerts, whole="alerts"),
    _check(apm.of_apm, whole="apm regions network services entrances"),
    _check(alerts.of_cloudflare_status, whole="alerts entrances"),
    _check(health.of_each_entrance, entries="entrances"),
    _check(health.of_reach, whole="regions", entries="entrances"),
    _check(stores.of_keys, entries="stores"),
    _check(stores.of_each_store, whole="regions", entries="stores"),
    _check(stores.of_writes, whole="regions entrances services", entries="stores"),
    _check(adoption.of_sections, entries="stores"),
    _check(adoption.of_adopted_stores, whole="regions", entries="stores"),
    _check(aurora.of_each_database, whole="regions", entries="stores"),
    _check(store_secrets.of_imported_databases, whole="regions imports", entries="stores"),
    _check(store_secrets.of_each_store, whole="regions", entries="stores"),
    _check(global_databases.of_each_database, whole="regions", entries="stores"),
    _check(global_databases.of_networks, whole="regions", entries="stores"),
    _check(rds.of_each_database, entries="stores"),
    _check(rds_storage.of_each_database, entries="stores"),
    _check(rds_places.of_each_database, whole="regions hold", entries="stores"),
    _check(rds_places.of_networks, whole="regions", entries="stores"),
    _check(tables.of_each_table, entries="stores"),
    _check(tables.of_consistency, whole="regions", entries="stores"),
    _check(dsql.of_each_database, whole="regions", entries="stores"),
    _check(dsql.of_networks, whole="regions entrances network stores", entries="services"),
    _check(elasticache.of_each_store, whole="regions", entries="stores"),
    _check(elasticache.of_networks, whole="regions", entries="stores"),
    _check(elasticache.of_keys, whole="caches", entries="stores"),
    _check(buckets.of_each_store, whole="regions", entries="stores"),
    _check(buckets.of_adopted_stores, whole="regions", entries="stores"),
    _check(buckets.of_locks, whole="protection", entries="stores"),
    _check(buckets.of_closed_networks, whole="regions network services entrances", entries="stores"),
    _check(store_use.of_services, whole="regions entrances stores", entries="services"),
    _check(store_use.of_variables, whole="stores", entries="services"),
    _check(store_sizes.of_user_data, whole="stores caches", entries="services"),
    _check(store_use.of_adopted_databases, whole="stores", entries="services"),
    _check(store_use.of_strategies, whole="regions entrances", entries="stores"),
    _check(caches.of_each_cache, entries="caches"),
    _check(caches.of_places, whole="regions services entrances", entries="caches"),
    _check(caches.of_networks, whole="regions services entrances", entries="caches"),
    _check(cache_use.of_keys, whole="stores", entries="caches"),
    _check(cache_use.of_services, whole="regions entrances caches", entries="services"),
    _check(cache_use.of_variables, whole="caches", entries="services"),
    _check(cache_use.of_closed_networks, whole="regions network entrances services"),
    _check(applications.of_homes, whole="regions registry machine_images secrets keys"),
    _check(applications.of_registry, whole="regions registry"),
    _check(applications.of_parameters, whole="regions parameters"),
    _check(applications.of_secrets, whole="regions secrets"),
    _check(applications.of_keys, whole="regions keys"),
    _check(application_use.of_keys, whole="regions entrances keys", entries="services"),
    _check(application_use.of_names, whole="stores keys packages"),
    _check(application_use.of_variables, whole="keys", entries="services"),
    _check(
        application_use.of_references, whole="secrets parameters packages machine_images", entries="services"
    ),
    _check(application_use.of_machine_images, entries="services"),
    _check(private_access.of_places, whole="regions private_access"),
    _check(private_access.of_ways, whole="private_access"),
    _check(private_access.of_numbers, whole="private_access"),
    _check(private_access.of_addresses, whole="regions services entrances eks private_access"),
    _check(private_access.of_peering, whole="private_access"),
    _check(keys.of_regions, whole="account", entries="regions"),
    _check(keys.of_stores, entries="stores"),
    _check(keys.of_vaults, whole="account regions stores backups"),
    _check(backup_classes.of_choices, whole="backups", entries="stores"),
    _check(backup_classes.of_hourly, whole="backups", entries="stores"),
    _check(backup_classes.of_addresses, whole="backups"),
    _check(backup_cover.of_stores, whole="backups", entries="stores"),
    _check(backup_retention.of_classes, whole="regions backups", entries="stores"),
    _check(backup_classes.of_unused_classes, whole="regions stores backups"),
    _check(backup_vaults.of_locks, whole="backups protection"),
    _check(backup_vaults.of_adopted, whole="regions stores backups"),
    _check(backup_vaults.of_air_gapped, whole="regions backups protection"),
    _check(backup_vaults.of_bunker, whole="account backups protection"),
    _check(backup_copies.of_classes, whole="backups", entries="stores"),
    _check(backup_copies.of_vaults, whole="backups"),
    _check(restore_tests.of_places, whole="regions stores backups"),
    _check(restore_tests.of_zones, whole="regions stores backups"),
    _check(restore_tests.of_windows, whole="backups"),
    _check(restore_tests.of_certificates, whole="regions stores backups"),
    _check(restore_tests.of_checks, whole="regions stores backups"),
    _check(backups.of_backups, whole="regions stores backups canaries zone_export"),
    _check(backups.of_sources, whole="regions stores backups"),
    _check(
        objectives.of_residency,
        whole="regions stores backups objectives registry machine_images packages parameters secrets keys "
        "zone_export",
    ),
    _check(objectives.of_data, whole="regions backups objectives", entries="stores"),
    _check(buckets.of_objectives, whole="regions objectives", entries="stores"),
    _check(rds.of_objectives, whole="regions objectives", entries="stores"),
    _check(objectives.of_promotion, whole="regions services entrances objectives", entries="stores"),
    _check(objectives.of_recovery, whole="regions objectives", entries="entrances"),
    _check(objectives.of_losses, whole="regions objectives", entries="entrances"),
    _check(canaries.of_places, whole="regions entrances canaries"),
    _check(canaries.of_entrances, whole="regions entrances canaries"),
    _check(canaries.of_times, whole="regions entrances canaries"),
    _check(internet_monitor.of_places, whole="regions entrances internet_monitor"),
    _check(internet_monitor.of_thresholds, whole="internet_monitor"),
    _check(recovery.of_means, whole="regions services entrances recovery"),
    _check(recovery.of_region_switch, whole="regions entrances recovery"),
    _check(recovery_automation.of_automation, whole="entrances recovery"),
    _check(recovery_automation.of_watchdogs, whole="regions services entrances recovery"),
    _check(recovery.of_measurements, whole="regions entrances recovery services stores caches"),
    _check(recovery.of_zones, whole="regions entrances recovery objectives"),
    _check(experiments.of_experiments, whole="regions services entrances protection experiments"),
    _check(zone_export.of_places, whole="regions zone_export"),
    _check(zone_export.of_zones, whole="zone_export entrances"),
    _check(tags.of_tags, whole="tags"),
    _check(tags.of_budget, whole="budget"),
)
"""Every check, in the order in which a stack file is read."""


def find(settings: Settings, broken: Collection[SettingPath] = ()) -> Iterable[Problem]:
    """Run every check that nothing broken stands in the way of."""
    for check in CHECKS:
        if check.can_run(broken):
            yield from check.find(settings)
