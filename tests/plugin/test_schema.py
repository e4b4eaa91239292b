"""What programs in other languages see."""

from __future__ import annotations

import importlib
import importlib.metadata
import inspect
import json
import pkgutil
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pulumi
import pytest
import yaml

from holdfast import components
from tests.components.golden import assert_golden
from tests.plugin.plugin import FOLDER, module

if TYPE_CHECKING:
    from collections.abc import Iterator

TAKES_A_PLAN = {"RegionalApi", "RegionalFoundation"}
"""Components of which programs in other languages cannot make the arguments."""
ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def schema(provider: Any) -> dict[str, Any]:
    made: dict[str, Any] = json.loads(provider.schema)
    return made


def component_names() -> set[str]:
    """Every component of the project."""
    found = set()
    for one in pkgutil.iter_modules(components.__path__):
        held = vars(importlib.import_module(f"{components.__name__}.{one.name}"))
        found |= {
            name
            for name, value in held.items()
            if inspect.isclass(value)
            and issubclass(value, pulumi.ComponentResource)
            and value.__module__ == f"{components.__name__}.{one.name}"
        }
    return found


def properties(schema: dict[str, Any]) -> Iterator[tuple[str, str, dict[str, Any]]]:
    """Kind, place and definition of every property, those inside of lists and mappings too."""
    for token, resource in schema["resources"].items():
        for kind in ("inputProperties", "properties"):
            for name, one in resource[kind].items():
                yield from within(kind, f"{token} {name}", one)
    for token, type_ in schema["types"].items():
        for name, one in type_.get("properties", {}).items():
            yield from within("type", f"{token} {name}", one)


def within(kind: str, place: str, one: dict[str, Any]) -> Iterator[tuple[str, str, dict[str, Any]]]:
    yield kind, place, one
    for part in ("items", "additionalProperties"):
        if part in one:
            yield from within(f"{kind} {part}", f"{place} {part}", one[part])


def test_the_schema_is_the_one_that_was_published(schema: dict[str, Any]) -> None:
    assert_golden("../plugin/schema.golden.json", json.dumps(schema, indent=2, ensure_ascii=False) + "\n")


def test_every_component_is_hosted_but_those_that_take_a_plan(schema: dict[str, Any]) -> None:
    assert set(schema["resources"]) == {f"holdfast:index:{name}" for name in component_names() - TAKES_A_PLAN}


def test_tokens_are_those_of_the_components_themselves(schema: dict[str, Any]) -> None:
    for hosted in module("hosting").COMPONENTS:
        token = f"holdfast:index:{hosted.__name__}"
        own = [cls for cls in hosted.__mro__ if cls.__module__.startswith(components.__name__)]

        assert token in schema["resources"]
        assert f'"{token}"' in inspect.getsource(own[0])


def test_no_two_types_or_components_share_a_name(schema: dict[str, Any]) -> None:
    # Languages put both into one module; some of them fold the case of names.
    names = [token.lower() for part in ("resources", "types") for token in schema[part]]

    assert len(names) == len(set(names))


def test_everything_is_described(schema: dict[str, Any]) -> None:
    assert [place for _, place, one in properties(schema) if not one.get("description")] == []
    assert [token for token, one in schema["resources"].items() if not one.get("description")] == []


def test_lists_and_mappings_hold_no_enums(schema: dict[str, Any]) -> None:
    # pulumi 3.272 drops their values: it takes an enum there for an object without properties.
    enums = {f"#/types/{token}" for token, one in schema["types"].items() if one.get("enum")}

    assert [
        place for kind, place, one in properties(schema) if " " in kind and one.get("$ref") in enums
    ] == []


def test_whole_numbers_are_known_before_anything_is_deployed(schema: dict[str, Any]) -> None:
    # pulumi 3.272 cannot map one that is not: it calls int() of an output.
    inputs = [(place, one) for kind, place, one in properties(schema) if kind in {"inputProperties", "type"}]

    assert [place for place, one in inputs if one.get("type") == "integer" and not one.get("plain")] == []


def test_ids_that_come_one_by_one_are_lists_of_inputs(schema: dict[str, Any]) -> None:
    ids = {place: one for _, place, one in properties(schema) if place.endswith("subnetIds items")}

    assert len(ids) == 7
    assert not any(one.get("plain") for one in ids.values())


def test_the_package_has_the_version_of_what_is_installed(schema: dict[str, Any]) -> None:
    assert (schema["name"], schema["version"]) == ("holdfast", importlib.metadata.version("holdfast"))


def test_the_plugin_has_an_environment_of_its_own_with_the_project_in_it() -> None:
    runtime = yaml.safe_load((FOLDER / "PulumiPlugin.yaml").read_text(encoding="utf-8"))["runtime"]
    requirements = (FOLDER / "requirements.txt").read_text(encoding="utf-8").split()

    assert runtime == {"name": "python", "options": {"toolchain": "pip", "virtualenv": ".venv"}}
    # The engine runs pip in the plugin's folder, which is what pip takes relative paths from.
    assert [(FOLDER / one).resolve() for one in requirements] == [ROOT]
