"""Stacks of functions, from their settings to what is declared."""

from __future__ import annotations

import copy
from functools import cache
from typing import Any

import pytest

from holdfast.components.multi_region_api import MultiRegionApi
from holdfast.topology.plan import plan
from tests.components.declared import Resources, declared
from tests.topology.examples import ENTRANCE, NOT_BACKED_UP, changed, settings

REGIONS = {"use1": "us-east-1", "euw1": "eu-west-1"}
FUNCTION = {"rps": 20, "handler": "app.handler", "runtime": "python3.13"}
ORDERS: dict[str, Any] = {
    "kind": "lambda",
    "artefact": "s3://artefacts-{region}/orders/1.zip",
    "peak_rps": 900,
    "function": {**FUNCTION, "provisioned": {"percent": 50}, "reserved": True},
    "stores": ["orders"],
}
REST: dict[str, Any] = {
    "kind": "rest",
    "api_keys": {"acme": {"plan": "gold"}},
    "usage_plans": {"gold": {"rate_rps": 50, "quota": {"limit": 1000}}},
    "cache": {"paths": ["/products/*"]},
    "compression_bytes": 1024,
}
JWT = {"authorizer": {"jwt": {"issuer": "https://login.example.com/", "audiences": ["shop"]}}}


def stack(
    api: dict[str, Any] | None = None, regions: dict[str, Any] | None = None, **keys: Any
) -> dict[str, Any]:
    regions = {place: {} for place in REGIONS} if regions is None else regions
    spread = {"home": "use1", "write_routing": "any-region"} if len(regions) > 1 else {}
    table = {"kind": "dynamodb", **NOT_BACKED_UP, **spread}
    raw = changed(
        regions=regions,
        services={"orders": ORDERS},
        stores={"orders": table},
        entrances={"public": {**ENTRANCE, "api_gateway": api or {}}},
    )
    return {**raw, **copy.deepcopy(keys)}


def resources_of(raw: dict[str, Any]) -> Resources:
    topology = plan(settings(raw), project="holdfast", stack="prod")
    return declared(lambda: MultiRegionApi("api", {"topology": topology}))


@cache
def http() -> Resources:
    return resources_of(stack(JWT))


@cache
def rest() -> Resources:
    return resources_of(stack(REST))


def test_a_region_of_functions_has_no_network() -> None:
    assert not [one for one in http() if one.type.startswith(("aws:ec2/", "aws:vpc/", "aws:lb/"))]
    assert not [one for one in http() if one.type == "aws:s3/bucket:Bucket" and "switch" not in one.name]


@pytest.mark.parametrize(("place", "region"), REGIONS.items())
def test_each_region_has_code_key_and_table_of_its_own(place: str, region: str) -> None:
    function = http()(f"{place}-orders-fn")
    assert function.region == region
    assert function.inputs["s3Bucket"] == f"artefacts-{region}"
    assert function.inputs["kmsKeyArn"] == http()(f"{place}-key").arn
    assert function.inputs["environment"]["variables"].keys() == {"STORE_ORDERS_TABLE"}
    # Half of what the region needs after the other's loss is ready; more is added up to the maximum.
    assert http()(f"{place}-orders-provisioned").inputs["provisionedConcurrentExecutions"] == 23
    assert http()(f"{place}-orders-scaling", "Target").inputs["maxCapacity"] == 90
    assert function.inputs["reservedConcurrentExecutions"] == 90


@pytest.mark.parametrize("place", REGIONS)
def test_throttle_is_what_the_region_carries_after_a_failover(place: str) -> None:
    limits = http()(f"{place}-public-stage").inputs["routeSettings"]
    assert [(one["routeKey"], one["throttlingRateLimit"]) for one in limits] == [("$default", 900)]
    assert rest()(f"{place}-public-settings").inputs["settings"]["throttlingRateLimit"] == 900


@pytest.mark.parametrize("place", REGIONS)
def test_health_path_is_open_and_the_rest_is_not(place: str) -> None:
    assert http()(f"{place}-public-health-check-route").inputs["authorizationType"] == "NONE"
    assert http()(f"{place}-public-orders-route-any").inputs["authorizationType"] == "JWT"
    check = http()(f"{place}-public-endpoint").inputs
    assert (check["fqdn"], check["resourcePath"]) == (f"{place}.api.example.com", "/healthz")


def test_each_name_leads_to_its_own_address() -> None:
    own = http()("global-public-use1").inputs["aliases"][0]
    assert own["name"] == "use1-public-host.execute-api.us-east-1.amazonaws.com"
    assert own["zoneId"] == "use1-public-host-zone-id"
    routed = http()("global-public-latency-use1").inputs["aliases"][0]
    assert routed["name"] == "use1-public-domain.execute-api.us-east-1.amazonaws.com"


def test_one_region_alone_keeps_the_public_name_apart_from_its_own() -> None:
    resources = resources_of(stack(regions={"use1": {}}))
    public = resources("global-public", "Record").inputs["aliases"][0]
    assert public["name"] == "simple.api.example.com"
    behind = resources("global-public-simple").inputs["aliases"][0]
    assert behind["name"] == "use1-public-domain.execute-api.us-east-1.amazonaws.com"


@pytest.mark.parametrize(
    ("resources", "metric", "dimensions"),
    [
        (http, "5xx", {"ApiId": "use1-public-api-id"}),
        (rest, "5XXError", {"ApiName": "use1-public-api-0000", "Stage": "live"}),
    ],
)
def test_dependency_alarm_counts_the_doors_own_errors(
    resources: Any, metric: str, dimensions: dict[str, str]
) -> None:
    alarm = resources()("use1-public-dependency").inputs
    assert (alarm["namespace"], alarm["metricName"], alarm["dimensions"]) == (
        "AWS/ApiGateway",
        metric,
        dimensions,
    )


def test_a_clients_key_works_in_every_region_and_is_never_shown() -> None:
    keys = [rest()(f"{place}-public-key-acme") for place in REGIONS]
    assert {one.inputs["value"] for one in keys} == {"global-public-key-acme-secret"}
    assert all("value" in one.secrets for one in keys)
    assert len(rest().of("RandomPassword")) == 1
    operations = rest()("api", "MultiRegionApi").outputs["operations"]
    assert "global-public-key-acme-secret" not in str(operations)


@pytest.mark.parametrize("place", REGIONS)
def test_operations_tell_the_function_and_its_alias(place: str) -> None:
    service = rest()("api", "MultiRegionApi").outputs["operations"]["regions"][place]["services"]["orders"]
    assert service["function"] == {"name": f"{place}-orders-fn-0000", "alias": "live"}
    assert (service["kind"], service.get("auto_scaling_group")) == ("lambda", None)
    assert (service["minimum"], service["needed"], service["maximum"]) == (23, 45, 90)


@pytest.mark.parametrize("place", REGIONS)
def test_stage_waits_for_the_accounts_role(place: str) -> None:
    assert f"{place}-api-gateway-account" in rest()(f"{place}-public-stage").depends_on
    assert rest()(f"{place}-public-stage").inputs["cacheClusterSize"] == "0.5"
    assert http().of("Account") == []


def test_two_rest_apis_share_the_accounts_role() -> None:
    second = {**ENTRANCE, "domain": "partners.example.com", "api_gateway": {"kind": "rest"}}
    first = {**ENTRANCE, "api_gateway": {"kind": "rest", "account_logging": "existing"}}
    resources = resources_of(stack(entrances={"public": first, "partners": second}))
    assert resources.names("Account") == {"use1-api-gateway-account", "euw1-api-gateway-account"}


def test_before_delegation_nothing_is_reachable_and_nothing_refused() -> None:
    undelegated = {**ENTRANCE, "zone": {"name": "example.com"}, "api_gateway": {}}
    resources = resources_of(stack(entrances={"public": undelegated}))
    assert resources.of("DomainName") == []
    assert "global-public" not in {one.name for one in resources.of("Record")}
    assert resources("use1-public-api").inputs["disableExecuteApiEndpoint"] is True


def test_before_delegation_cloudflare_leads_nowhere_either() -> None:
    flare = {"account_id": "0" * 32, "zone": {"name": "example.com"}, "plan": "enterprise"}
    entrance = {"domain": "api.example.com", "api_gateway": {}, "cloudflare": flare}
    resources = resources_of(stack(entrances={"public": entrance}))
    assert not [one for one in resources if one.name.startswith("global-public-cloudflare-use1")]


def test_a_pilot_light_has_its_function_and_nothing_ready() -> None:
    entrance = {**ENTRANCE, "api_gateway": {}, "standby": {"strategy": "pilot-light"}}
    regions = {"use1": {}, "euw1": {"role": "standby"}}
    resources = resources_of(stack(regions=regions, entrances={"public": entrance}))
    assert "euw1-orders-fn" in resources.names("Function")
    assert resources.names("ProvisionedConcurrencyConfig") == {"use1-orders-provisioned"}


def test_cloudflare_leads_each_name_to_its_own_address() -> None:
    flare = {"account_id": "0" * 32, "zone": {"name": "example.com", "id": "0" * 32}, "plan": "enterprise"}
    entrance = {"domain": "api.example.com", "api_gateway": {}, "cloudflare": flare}
    resources = resources_of(stack(entrances={"public": entrance}))
    own = resources("global-public-cloudflare-use1", "DnsRecord").inputs
    assert (own["name"], own["content"]) == (
        "use1.api.example.com",
        "use1-public-host.execute-api.us-east-1.amazonaws.com",
    )
    (origin,) = resources("global-public-cloudflare-use1-pool").inputs["origins"]
    assert origin["address"] == "use1-public-domain.execute-api.us-east-1.amazonaws.com"
    monitor = resources("global-public-cloudflare-use1-monitor").inputs
    assert monitor["header"] == {"Host": ["api.example.com"]}


def test_roles_that_swap_change_no_name() -> None:
    entrance = {**ENTRANCE, "api_gateway": REST}
    there, back = (
        resources_of(
            stack(
                regions={place: {"role": "standby"} if place == standby else {} for place in REGIONS},
                entrances={"public": entrance},
            )
        )
        for standby in ("euw1", "use1")
    )
    assert {one.urn for one in there} == {one.urn for one in back}


def test_a_function_joins_the_vpc_for_a_database() -> None:
    database = {
        "kind": "aurora-postgresql",
        "home": "use1",
        "write_routing": "application",
        **NOT_BACKED_UP,
    }
    resources = resources_of(stack(stores={"orders": database}))
    function = resources("euw1-orders-fn").inputs
    assert function["vpcConfig"]["securityGroupIds"] == ["euw1-orders-sg-id"]
    assert resources("euw1-vpc").region == "eu-west-1"
