"""Settings of caches: what is planned of them, and what contradicts itself or a rule of AWS."""

from __future__ import annotations

import pytest

from holdfast.settings import SettingsError, effective_caches
from holdfast.topology.plan import plan
from holdfast.topology.values import CacheAuthentication, CacheEngine
from tests.settings.stack_files import PAIR, SPREAD, loaded, mistakes, orders, region

USED = orders("{ caches: [sessions] }")
LIMITS = "limits: { max_storage_gb: 10, max_ecpu_per_second: 5000 }"
VPC = "vpc_id: vpc-01234567, cidr: 10.1.0.0/16, private_subnet_ids: [subnet-01234567, subnet-01234568]"
PUBLIC = "public_subnet_ids: [subnet-01234561, subnet-01234562]"


def cache(settings: str = "") -> str:
    return f"holdfast:caches: {{ sessions: {{ {settings} }} }}"


def over(settings: str = "") -> str:
    return cache(f"global_datastore: true, home: use1, {settings}")


def test_a_cache_lies_where_the_services_run_that_use_it() -> None:
    (found,) = plan(loaded(SPREAD, USED, cache()), project="holdfast", stack="prod").caches
    assert found.places == ("euw1", "use1")
    assert (found.identifier, found.home) == (None, "euw1")
    assert found.origin["places"] == "holdfast:services.orders.caches"


def test_all_defaults() -> None:
    (found,) = plan(loaded(USED, cache()), project="holdfast", stack="prod").caches
    assert (found.engine, found.engine_version) == (CacheEngine.VALKEY, "8.2")
    assert found.nodes is not None
    assert (found.nodes.type, found.nodes.replicas, found.nodes.shards) == ("cache.r7g.large", 1, None)
    assert found.nodes.parameter_group_family == "valkey8"
    assert found.authentication is CacheAuthentication.AUTH_TOKEN
    assert found.origin["engine"] == "holdfast:caches.sessions.engine (default)"


def test_a_serverless_cache_has_a_major_version_and_users() -> None:
    settings = cache(f"mode: serverless, engine: redis, {LIMITS}")
    (found,) = plan(loaded(USED, settings), project="holdfast", stack="prod").caches
    assert (found.nodes, found.engine_version) == (None, "7")
    assert found.limits is not None
    assert found.limits.max_storage_gb == 10
    assert found.authentication is CacheAuthentication.USER_GROUP


def test_a_global_datastore_is_named_after_project_stack_and_cache() -> None:
    (found,) = plan(loaded(PAIR, USED, over()), project="holdfast", stack="prod").caches
    assert (found.identifier, found.home) == ("holdfast-prod-sessions", "use1")


@pytest.mark.parametrize("roles", [PAIR, "holdfast:regions: { use1: { role: standby }, euw1: {} }"])
def test_roles_change_nothing_of_it(roles: str) -> None:
    one = plan(loaded(SPREAD, USED, over()), project="holdfast", stack="prod").caches
    assert plan(loaded(roles, USED, over()), project="holdfast", stack="prod").caches == one


def test_services_are_told_of_it() -> None:
    names = {effective_caches.variable("web-sessions", end) for end in effective_caches.ENDS}
    assert names == {
        "CACHE_WEB_SESSIONS_ENDPOINT",
        "CACHE_WEB_SESSIONS_READER_ENDPOINT",
        "CACHE_WEB_SESSIONS_PORT",
        "CACHE_WEB_SESSIONS_SECRET_ARN",
    }


REFUSALS = [
    ((USED, cache("engine_version: '8'")), "engine_version", "is no version of valkey"),
    ((USED, cache("engine: redis, engine_version: '5.0'")), "engine_version", "6.2, 7.0 and 7.1 of redis"),
    ((USED, cache("engine: redis, engine_version: '8.2'")), "engine_version", "is no version of redis"),
    ((USED, cache(f"{LIMITS}")), "limits", "are of a serverless cache"),
    ((USED, cache("parameters: { cluster-enabled: 'yes' }")), "cluster-enabled", "is what shards decide"),
    ((USED, cache("access_string: on ~* +@all")), "access_string", "a token opens everything"),
    ((USED, cache("snapshot_days: 0, snapshot_window: '03:00-04:00'")), "snapshot_window", "does nothing"),
    ((USED, cache("mode: serverless")), "sessions", "say with limits how far"),
    ((USED, cache(f"mode: serverless, {LIMITS}, replicas: 2")), "replicas", "is of nodes"),
    ((USED, cache(f"mode: serverless, {LIMITS}, node_type: cache.r7g.large")), "node_type", "is of nodes"),
    ((USED, cache(f"mode: serverless, {LIMITS}, engine_version: '8.2'")), "engine_version", "major version"),
    (
        (USED, cache(f"mode: serverless, {LIMITS}, authentication: auth-token")),
        "authentication",
        "has no AUTH token",
    ),
    (
        (PAIR, USED, over(f"mode: serverless, {LIMITS}")),
        "global_datastore",
        "no serverless cache can join a Global Datastore",
    ),
    ((PAIR, USED, over("node_type: cache.t4g.medium")), "node_type", "no Global Datastore takes it"),
    (
        (PAIR, USED, over("auto_minor_version_upgrade: true")),
        "auto_minor_version_upgrade",
        "have one version",
    ),
    ((PAIR, USED, over("authentication: user-group")), "authentication", "AWS names AUTH"),
    ((USED, cache("global_datastore: true, home: euw1")), "regions", "two or three regions, here 1"),
    (
        (
            "holdfast:regions: { use1: {}, use2: {}, usw2: {}, euw1: {} }",
            USED,
            over(),
        ),
        "regions",
        "two or three regions, here 4",
    ),
    ((PAIR, USED, cache("global_datastore: true")), "sessions", "needs a home"),
    ((PAIR, USED, cache("global_datastore: true, home: usw2")), "home", "is none of the cache's regions"),
    ((PAIR, USED, cache("home: use1")), "home", "say global_datastore: true"),
    ((USED, cache("regions: [use9]")), "regions", "not a place"),
    ((USED, cache("regions: [euw1, use1]")), "regions[1]", "no such region in holdfast:regions"),
    (
        (
            "holdfast:regions: { euc1: { role: backup } }",
            USED,
            cache("regions: [euw1, euc1]"),
        ),
        "regions[1]",
        "has role 'backup'",
    ),
    ((USED, cache("regions: [euw1, euw1]")), "regions", "names 'euw1' 2 times"),
    ((cache(),), "sessions", "no service uses it"),
    (
        (
            PAIR,
            USED,
            cache("regions: [euw1, use1]"),
            "holdfast:entrances: { public: { standby: { strategy: backup-and-restore } } }",
        ),
        "regions",
        "hold euw1, where no service that uses it runs",
    ),
    (
        (USED, cache("maintenance_windows: { use1: 'sun:05:00-sun:06:00' }")),
        "maintenance_windows.use1",
        "is none of the cache's regions",
    ),
    (
        (USED, cache("maintenance_windows: { euw1: 'sun:05:00-sun:05:30' }")),
        "maintenance_windows.euw1",
        "at least 60 minutes",
    ),
    ((USED, cache("snapshot_window: '3-4'")), "snapshot_window", "two times of the day"),
    ((USED, cache("snapshot_window: '03:00-03:30'")), "snapshot_window", "at least 60 minutes"),
    ((USED, cache("node_type: r7g.large")), "node_type", "not a node type of ElastiCache"),
    ((orders("{ caches: [session] }"), cache()), "caches[0]", "no such cache"),
    ((orders("{ caches: [sessions, sessions] }"), cache()), "caches", "names 'sessions' 2 times"),
    ((PAIR, USED, cache("regions: [euw1]")), "caches[0]", "the service also runs in use1"),
    (
        (
            orders("{ caches: [sessions], environment: { CACHE_SESSIONS_PORT: '1' } }"),
            cache(),
        ),
        "environment.CACHE_SESSIONS_PORT",
        "is set by holdfast:caches.sessions",
    ),
    (
        (
            orders("{ caches: [app, app-reader] }"),
            "holdfast:caches: { app: {}, app-reader: {} }",
        ),
        "caches[1]",
        "CACHE_APP_READER_ENDPOINT",
    ),
    (
        (USED, cache(), "holdfast:stores: { cache-sessions: { kind: dynamodb } }"),
        "caches.sessions",
        "choose another key",
    ),
    (
        (USED, cache(), region(f"{{ adopt: {{ {VPC}, {PUBLIC} }} }}")),
        "isolated_subnet_ids",
        "holdfast:caches.sessions lies there",
    ),
    (
        (
            USED,
            cache(),
            "holdfast:network: { nat: none, interface_endpoints: [ec2, logs, monitoring, ssm, ssmmessages] }",
            orders("{ image: (remove), artefact: s3://bucket/app.tar.gz }"),
        ),
        "interface_endpoints",
        "add secretsmanager",
    ),
]


@pytest.mark.parametrize(("patches", "path", "message"), REFUSALS)
def test_fails(patches: tuple[str, ...], path: str, message: str) -> None:
    found = mistakes(*patches)
    assert [one for one in found if path in one.key and message in str(one)], [str(one) for one in found]


def test_a_long_name_is_refused_before_aws_does() -> None:
    with pytest.raises(SettingsError, match="name of the cache"):
        plan(
            loaded(orders("{ caches: [sessions-of-web] }"), "holdfast:caches: { sessions-of-web: {} }"),
            project="holdfast",
            stack="integration-test",
        )
