from __future__ import annotations

import json
from typing import Any

import jsonschema
import pytest
import yaml

from holdfast.settings import documented, json_schema, reference
from holdfast.settings.aws_regions import PLACES
from tests.settings.stack_files import MINIMAL, PAIR, SPREAD, patched

AGAIN = "run: python -m holdfast.settings.reference"


def wrong(config: dict[str, Any]) -> list[str]:
    validator = jsonschema.Draft7Validator(json_schema())
    return [error.message for error in validator.iter_errors({"config": config})]


def test_the_schema_in_the_docs_is_the_schema_of_the_models() -> None:
    assert reference.SCHEMA_FILE.read_text(encoding="utf-8") == reference.schema_text(), AGAIN


def test_the_reference_in_the_docs_is_that_of_the_models() -> None:
    assert reference.REFERENCE_FILE.read_text(encoding="utf-8") == reference.reference_text(), AGAIN


def test_the_schema_is_valid_draft_07() -> None:
    jsonschema.Draft7Validator.check_schema(json_schema())


def test_every_property_is_described() -> None:
    schema = documented.schema()
    owners = {"Settings": schema, **schema["$defs"]}
    missing = [
        f"{name}.{key}"
        for name, owner in owners.items()
        for key, node in owner.get("properties", {}).items()
        if not node.get("description")
    ]
    assert missing == []


def test_every_optional_setting_says_its_default() -> None:
    schema = documented.schema()
    owners = {"Settings": schema, **schema["$defs"]}
    missing = [
        f"{name}.{key}"
        for name, owner in owners.items()
        for key, node in owner.get("properties", {}).items()
        if key not in owner.get("required", []) and "Default" not in node["description"]
    ]
    assert missing == []


@pytest.mark.parametrize("patches", [(), (SPREAD,), (PAIR,), ("holdfast:network: { flow_logs: null }",)])
def test_the_schema_takes_good_files(patches: tuple[str, ...]) -> None:
    assert wrong(patched(*patches)) == []


def test_the_schema_leaves_other_namespaces_and_keys_alone() -> None:
    file = {**yaml.safe_load(MINIMAL), "encryptionsalt": "v1:abc"}
    file["config"]["other:key"] = {"secure": "v1:abc"}
    jsonschema.Draft7Validator(json_schema()).validate(file)


@pytest.mark.parametrize(
    "patch",
    [
        "holdfast:servces: {}",
        "holdfast:services: { orders: { helth_path: /up } }",
        "holdfast:services: { Orders: {} }",
        "holdfast:regions: { eu-west-1: {} }",
        "holdfast:regions: { euw1: { zones: 9 } }",
        "holdfast:network: { flow_logs: { retention_days: 31 } }",
        "holdfast:account: (remove)",
    ],
)
def test_the_schema_refuses_what_loading_refuses(patch: str) -> None:
    assert wrong(patched(patch))


def test_the_schema_is_plain_json() -> None:
    assert json.loads(json.dumps(json_schema())) == json_schema()
    assert set(json_schema()["definitions"]["RegionSettings"]["properties"]) >= {"role", "zones"}  # type: ignore[index]  # JSON
    assert len(PLACES) == 34
