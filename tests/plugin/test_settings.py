"""One mapping of settings declares what the same stack file declares."""

from __future__ import annotations

import copy
import inspect
from functools import cache
from pathlib import Path
from types import NoneType
from typing import TYPE_CHECKING, Any, get_args, get_origin

import pytest
import yaml
from pydantic import BaseModel

from holdfast.components import multi_region_api
from holdfast.settings import Settings, load
from holdfast.topology.plan import plan
from tests.components.declared import PROJECT, STACK, Resources, declared
from tests.plugin.plugin import module

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).parents[2]
STACKS = ("dev", "staging", "prod")


def stack_file(name: str) -> dict[str, Any]:
    config: dict[str, Any] = yaml.safe_load((ROOT / f"Pulumi.{name}.yaml").read_text(encoding="utf-8"))[
        "config"
    ]
    return {key: value for key, value in config.items() if key.startswith("holdfast:")}


def without_prefix(config: dict[str, Any]) -> dict[str, Any]:
    return {key.removeprefix("holdfast:"): value for key, value in config.items()}


def as_floats(value: Any) -> Any:
    """Numbers as they come from the wire."""
    if isinstance(value, dict):
        return {key: as_floats(one) for key, one in value.items()}
    if isinstance(value, list):
        return [as_floats(one) for one in value]
    return float(value) if isinstance(value, int) and not isinstance(value, bool) else value


def hosted(settings: dict[str, Any]) -> Resources:
    return declared(lambda: module("hosted_api").MultiRegionApi("api", {"settings": settings}))


@cache
def own(name: str) -> Resources:
    """What a stack of ours declares; nobody may change it."""
    topology = plan(load(stack_file(name), stack=STACK), project=PROJECT, stack=STACK)
    return declared(lambda: multi_region_api.MultiRegionApi("api", {"topology": topology}))


@cache
def through_the_plugin(name: str) -> Resources:
    """The same from settings as they come to the plugin."""
    provider = module("hosting").HoldfastProvider()
    settings = as_floats(without_prefix(stack_file(name)))
    args = provider.map_inputs({"settings": settings}, provider._component_defs["MultiRegionApi"])
    return hosted(args["settings"])


def declared_plan(settings: dict[str, Any]) -> Any:
    """The plan that the plugin's component declares, without declaring it."""
    planned = []
    declared(lambda: planned.append(module("hosted_api")._plan(settings)))
    return planned[0]


def told(resources: Resources) -> dict[str, Any]:
    return {one.urn: (one.inputs, one.protect, one.ignore_changes, one.depends_on) for one in resources}


def mistakes(settings: dict[str, Any]) -> list[str]:
    with pytest.raises(ValueError, match="settings") as raised:
        hosted(settings)
    return str(raised.value).splitlines()


@pytest.mark.parametrize("name", STACKS)
def test_settings_declare_what_the_stack_file_declares(name: str) -> None:
    assert told(through_the_plugin(name)) == told(own(name))


def test_outputs_are_those_of_the_api() -> None:
    outputs = through_the_plugin("prod")("api", "holdfast:index:MultiRegionApi").outputs
    known = own("prod")("api", "holdfast:index:MultiRegionApi").outputs

    assert outputs == known
    assert len(outputs["next_steps"]) == len(known["next_steps"]) == 3


def test_false_says_what_null_says_in_a_stack_file() -> None:
    config = stack_file("prod")
    config["holdfast:network"] = {**config.get("holdfast:network", {}), "flow_logs": None}
    config["holdfast:backups"]["lock"] = None
    config["holdfast:backups"]["classes"]["critical"]["continuous_days"] = None
    settings = without_prefix(copy.deepcopy(config))
    settings["network"]["flow_logs"] = False
    settings["backups"]["lock"] = False
    settings["backups"]["classes"]["critical"]["continuous_days"] = False

    known = plan(load(config, stack=STACK), project=PROJECT, stack=STACK)
    assert declared_plan(settings) == known


def test_every_setting_of_which_null_means_something_is_known() -> None:
    assert set(module("hosted_api").NULLABLE) == set(nullable(Settings))


def nullable(model: type[BaseModel], *above: str) -> Iterator[tuple[str, ...]]:
    """Paths of the settings that can be null and have another default."""
    for name, field in model.model_fields.items():
        path = (*above, name)
        if (
            NoneType in get_args(field.annotation)
            and field.get_default(call_default_factory=True) is not None
        ):
            yield path
        yield from in_annotation(field.annotation, path)


def in_annotation(annotation: Any, path: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    if inspect.isclass(annotation) and issubclass(annotation, BaseModel):
        yield from nullable(annotation, *path)
    keyed = get_origin(annotation) is dict
    for part in get_args(annotation):
        yield from in_annotation(part, (*path, "*") if keyed else path)


def test_next_steps_name_the_setting_in_the_program() -> None:
    settings = without_prefix(stack_file("dev"))
    settings["entrances"]["public"]["zone"] = {"name": "dev.orders.example.com", "delegated": False}

    outputs = hosted(settings)("api", "holdfast:index:MultiRegionApi").outputs
    (step,) = outputs["next_steps"]
    assert step == (
        "Delegate dev.orders.example.com to its name servers in the output nameServers, then set "
        "settings.entrances.public.zone.delegated to true in the program and run: pulumi up"
    )


def test_every_mistake_is_told_at_once_under_the_key_that_the_program_wrote() -> None:
    settings = without_prefix(stack_file("staging"))
    settings["account"] = 222233334444
    settings["services"]["orders"]["prot"] = 8080
    settings["services"]["orders"]["environment"] = {"DB_PASSWORD": 5}
    settings["stores"]["orders"]["aurora"]["engine_version"] = 17.7
    settings["budgett"] = settings.pop("budget")
    settings["holdfast:tags"] = settings.pop("tags")

    found = mistakes(settings)
    by_key = {line.partition(": ")[0]: line for line in found}
    assert set(by_key) == {
        "settings.holdfast:tags",
        "settings.budgett",
        "settings.account",
        "settings.services.orders.environment.DB_PASSWORD",
        "settings.services.orders.prot",
        "settings.stores.orders.aurora.engine_version",
    }
    assert "leave out 'holdfast:'" in by_key["settings.holdfast:tags"]
    assert "did you mean 'port'" in by_key["settings.services.orders.prot"]
    assert "expected text" in by_key["settings.stores.orders.aurora.engine_version"]
    assert "5" not in by_key["settings.services.orders.environment.DB_PASSWORD"]
    assert not any("Pulumi." in line for line in found)


def test_contradictions_name_other_settings_as_the_program_does() -> None:
    settings = without_prefix(stack_file("staging"))
    settings["services"]["orders"]["stores"] = ["invoices"]

    found = mistakes(settings)
    assert any("no such store in settings.stores" in line for line in found)
    assert not any("holdfast:" in line for line in found)


def test_names_that_aws_would_refuse_are_told_too(monkeypatch: pytest.MonkeyPatch) -> None:
    settings = without_prefix(stack_file("staging"))
    monkeypatch.setattr(module("hosted_api").pulumi, "get_project", lambda: "a-project-with-a-name-" * 3)

    found = mistakes(settings)
    assert all(line.startswith(("settings.", "project and stack: ")) for line in found)
