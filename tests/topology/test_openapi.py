"""An API's description, planned."""

from __future__ import annotations

import hashlib
import json
import re
from typing import TYPE_CHECKING, Any

import pytest

from holdfast.settings import SettingsError
from holdfast.topology.plan import plan
from tests.openapi.samples import orders as description
from tests.topology.examples import ENTRANCE, SERVICE, changed, settings

if TYPE_CHECKING:
    from pathlib import Path

    from holdfast.topology.values import OpenapiPlan, Topology

JWT = {"jwt": {"issuer": "me", "jwks_endpoint": "https://issuer.example.com/jwks.json"}}


def planned(
    file: Path,
    entrance: dict[str, Any] | None = None,
    more: dict[str, Any] | None = None,
    stack: str = "test",
    **asked: Any,
) -> Topology:
    file.write_text(json.dumps(description()), encoding="utf-8")
    public = {**ENTRANCE, **(entrance or {}), "openapi": {"file": str(file), **asked}}
    raw = changed(regions={"use1": {}, "euw1": {}}, entrances={"public": public}, **(more or {}))
    return plan(settings(raw), project="holdfast", stack=stack)


def openapi(file: Path, entrance: dict[str, Any] | None = None, **asked: Any) -> OpenapiPlan:
    (found,) = planned(file, entrance, **asked).entrances
    assert found.openapi is not None
    return found.openapi


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "openapi.json"


def test_an_entrance_without_one_serves_none() -> None:
    (found,) = plan(settings(changed()), project="holdfast", stack="test").entrances
    assert found.openapi is None


def test_the_text_stands_under_the_entrances_name_and_the_tag_is_its_own(file: Path) -> None:
    plain = openapi(file)
    assert json.loads(plain.text)["servers"] == [{"url": "https://api.example.com/v1"}]
    assert plain.etag == f'"{hashlib.sha256(plain.text.encode()).hexdigest()[:32]}"'
    assert openapi(file, {"domain": "other.example.com"}).etag != plain.etag
    assert (plain.path, plain.is_open, plain.cors, plain.source) == ("/openapi.json", False, False, str(file))


def test_what_comes_from_where(file: Path) -> None:
    path = "holdfast:entrances.public.openapi"
    assert dict(openapi(file, path="/v1/openapi.json").origin) == {
        "text": f"{path}.file",
        "path": f"{path}.path",
        "is_open": f"{path}.access (default)",
        "cache_control": f"{path}.cache_seconds (default)",
        "cors": f"{path}.cors (default)",
    }


@pytest.mark.parametrize(
    ("entrance", "asked", "cache_control"),
    [
        ({}, {}, "public, max-age=300"),
        ({}, {"cache_seconds": 0}, "public, max-age=0"),
        ({"authorization": JWT}, {}, "private, max-age=300"),
        ({"authorization": JWT}, {"access": "open"}, "public, max-age=300"),
    ],
)
def test_what_asks_who_reads_it_is_kept_by_the_reader_alone(
    file: Path, entrance: dict[str, Any], asked: dict[str, Any], cache_control: str
) -> None:
    assert openapi(file, entrance, **asked).cache_control == cache_control


def test_names_that_would_be_too_long_in_aws_are_refused(file: Path) -> None:
    file.write_text(json.dumps(description()), encoding="utf-8")

    def names(door: dict[str, Any], service: dict[str, Any], stack: str) -> set[str]:
        public = {**ENTRANCE, **door, "openapi": {"file": str(file)}}
        raw = changed(services={"ord": service}, entrances={"partners-abroad": public})
        with pytest.raises(SettingsError) as error:
            plan(settings(raw), project="holdfast", stack=stack)
        return set(re.findall(r"the name of the (.+?) would be", str(error.value)))

    assert names({}, SERVICE, "s") == {"target group 'use1-partners-abroad-openapi-tg'"}
    function = {
        "kind": "lambda",
        "artefact": "s3://artefacts-{region}/orders.zip",
        "peak_rps": 1,
        "function": {"rps": 20, "handler": "app.handler", "runtime": "python3.13"},
    }
    assert names({"api_gateway": {}}, function, "s" * 25) == {
        "IAM role 'use1-partners-abroad-openapi-role'",
        "function 'use1-partners-abroad-openapi-fn'",
    }
