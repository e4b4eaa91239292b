"""The description of an entrance's API, behind each door that there is."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from tests.components.api_sample import api
from tests.openapi.samples import orders as description
from tests.topology.examples import ENTRANCE, SERVICE, changed

if TYPE_CHECKING:
    from pathlib import Path

    from tests.components.declared import Resources

SPREAD: dict[str, Any] = {"use1": {}, "euw1": {}}
JWT = {"issuer": "https://issuer.example.com", "jwks_endpoint": "https://issuer.example.com/jwks.json"}
PROXY = {
    "proxy": {
        "instance": {"rps": 900},
        "certificate_secret": "arn:aws:secretsmanager:{region}:111122223333:secret:tls",
    }
}
FUNCTION = {
    "kind": "lambda",
    "artefact": "s3://artefacts-{region}/orders.zip",
    "peak_rps": 100,
    "function": {"rps": 20, "handler": "app.handler", "runtime": "python3.13"},
}
PLACES = ("euw1", "use1")


@pytest.fixture
def file(tmp_path: Path) -> str:
    made = tmp_path / "openapi.json"
    made.write_text(json.dumps(description()), encoding="utf-8")
    return str(made)


def declared(file: str, door: dict[str, Any] | None = None, **asked: Any) -> Resources:
    service = FUNCTION if "api_gateway" in (door or {}) else SERVICE
    public = {**ENTRANCE, **(door or {}), "openapi": {"file": file, **asked}}
    raw = changed(regions=SPREAD, services={"orders": service}, entrances={"public": public})
    return api(raw)


def test_without_one_there_is_none() -> None:
    assert not [one for one in api(changed(regions=SPREAD)) if "openapi" in one.name]


def test_behind_load_balancers_each_region_has_its_own(file: str) -> None:
    found = declared(file, path="/v1/openapi.json")
    for place, region in (("euw1", "eu-west-1"), ("use1", "us-east-1")):
        function, target = found(f"{place}-public-openapi-fn"), found(f"{place}-public-openapi-target")
        assert function.region == target.region == region
        assert target.inputs["targetId"] == found(f"{place}-public-openapi-alias").arn
        assert found(f"{place}-public-openapi-permission").inputs["qualifier"] == "live"
        (condition,) = found(f"{place}-public-openapi-rule").inputs["conditions"]
        assert condition == {"pathPattern": {"values": ["/v1/openapi.json"]}}
    texts = {
        found(f"{place}-public-openapi-fn").inputs["code"]["openapi_description/openapi.json"]
        for place in PLACES
    }
    (text,) = texts
    assert json.loads(text)["servers"] == [{"url": "https://api.example.com/v1"}]


@pytest.mark.parametrize(
    ("access", "actions"), [("clients", ["jwt-validation", "forward"]), ("open", ["forward"])]
)
def test_behind_load_balancers_it_asks_what_the_api_asks_unless_it_is_open(
    file: str, access: str, actions: list[str]
) -> None:
    found = declared(file, {"authorization": {"jwt": JWT}}, access=access)
    rule = found("use1-public-openapi-rule")
    assert [one["type"] for one in rule.inputs["actions"]] == actions


@pytest.mark.parametrize(("access", "authorization"), [("clients", "JWT"), ("open", "NONE")])
def test_behind_an_http_api_it_is_a_route(file: str, access: str, authorization: str) -> None:
    jwt = {"issuer": "https://login.example.com/", "audiences": ["shop"]}
    found = declared(file, {"api_gateway": {"authorizer": {"jwt": jwt}}}, access=access)
    for place in PLACES:
        (route,) = (
            one
            for one in found.of("Route")
            if one.inputs["routeKey"] == "ANY /openapi.json" and one.name.startswith(place)
        )
        assert route.inputs["authorizationType"] == authorization
        integration = found(f"{place}-public-openapi-integration")
        assert route.inputs["target"] == f"integrations/{integration.name}-id"
        permission = found(f"{place}-public-openapi-permission").inputs
        assert (permission["principal"], permission["qualifier"]) == ("apigateway.amazonaws.com", "live")
        settings = found(f"{place}-public-stage").inputs["routeSettings"]
        (limit,) = (one for one in settings if one["routeKey"] == "ANY /openapi.json")
        assert (limit["throttlingRateLimit"], limit["throttlingBurstLimit"]) == (20.0, 20)


def test_behind_a_rest_api_it_is_a_method_that_the_deployment_takes_along(file: str) -> None:
    found = declared(file, {"api_gateway": {"kind": "rest"}})
    for place in PLACES:
        deployment = found(f"{place}-public-deployment")
        assert "function openapi" in deployment.inputs["triggers"]
        assert any("openapi.json" in name for name in deployment.depends_on)
    assert not [one for one in found.of("TargetGroup") if "openapi" in one.name]


def test_own_proxies_answer_themselves(file: str) -> None:
    found = declared(file, PROXY, cors=True)
    assert not [one for one in found.of("Function") if "openapi" in one.name]
    for place in PLACES:
        stored = found(f"{place}-public-proxy-description-object")
        assert json.loads(stored.inputs["content"])["servers"] == [{"url": "https://api.example.com/v1"}]
    headers = found("use1-public", "ProxyFleet").inputs["description"]["headers"]
    assert headers["Access-Control-Allow-Origin"] == "*"


def test_every_component_knows_the_setting_that_it_came_from(file: str) -> None:
    found = declared(file)
    origin = found("use1-public-openapi", "ApiDescription").inputs["origin"]
    assert origin["text"] == "holdfast:entrances.public.openapi.file"
    assert origin["is_open"] == "holdfast:entrances.public.openapi.access (default)"
