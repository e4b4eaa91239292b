from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from holdfast.settings import SettingsError
from holdfast.topology.values import ClientAffinity
from tests.docs.commands import FENCE
from tests.topology.examples import ENTRANCE, changed, settings

TWO: dict[str, Any] = {"use1": {}, "euw1": {}}


def stack(accelerator: dict[str, Any], **more: Any) -> dict[str, Any]:
    entrance = {**ENTRANCE, "accelerator": accelerator, **more.pop("entrance", {})}
    return changed(entrances={"public": entrance}, **{"regions": TWO, **more})


def mistakes(raw: dict[str, Any]) -> list[str]:
    with pytest.raises(SettingsError) as caught:
        settings(raw)
    return [f"{one.key}: {one.message}" for one in caught.value.mistakes]


def test_all_of_it_can_be_said() -> None:
    asked = (
        settings(
            stack(
                {
                    "client_affinity": "SOURCE_IP",
                    "dials": {"euw1": 12.5},
                    "weights": {"euw1": 0},
                    "flow_logs": {"place": "euw1", "retention_days": 30},
                }
            )
        )
        .entrances["public"]
        .accelerator
    )
    assert asked is not None
    assert asked.client_affinity is ClientAffinity.SOURCE_IP
    assert (asked.dials, asked.weights) == ({"euw1": 12.5}, {"euw1": 0})
    assert asked.flow_logs is not None
    assert (asked.flow_logs.place, asked.flow_logs.retention_days) == ("euw1", 30)


def test_none_of_it_has_to_be() -> None:
    asked = settings(stack({})).entrances["public"].accelerator
    assert asked is not None
    assert (asked.client_affinity, asked.dials, asked.flow_logs) == (ClientAffinity.NONE, {}, None)


@pytest.mark.parametrize(
    ("raw", "key", "message"),
    [
        (
            stack({}, entrance={"policy": "geolocation", "locations": {"use1": ["default"], "euw1": ["EU"]}}),
            "holdfast:entrances.public.policy",
            "does nothing behind an accelerator",
        ),
        (
            stack({}, entrance={"policy": "weighted", "weights": {"use1": 1, "euw1": 1}}),
            "holdfast:entrances.public.weights",
            "does nothing behind an accelerator",
        ),
        (
            stack({"dials": {"apne1": 5}}),
            "holdfast:entrances.public.accelerator.dials.apne1",
            "has no load balancer of this entrance",
        ),
        (
            stack({"weights": {"apne1": 5}}),
            "holdfast:entrances.public.accelerator.weights.apne1",
            "has no load balancer of this entrance",
        ),
        (
            stack({"flow_logs": {"place": "apne1"}}),
            "holdfast:entrances.public.accelerator.flow_logs.place",
            "no such region in holdfast:regions",
        ),
        (
            stack({"dials": {"use1": 0}, "weights": {"euw1": 0}}),
            "holdfast:entrances.public.accelerator",
            "nobody would be served",
        ),
        (
            stack({"dials": {"use1": 0}}, regions={"use1": {}, "euw1": {"role": "standby"}}),
            "holdfast:entrances.public.accelerator",
            "nobody would be served",
        ),
        (
            stack({}, entrance={"cloudfront": {"origin_lock": "none", "logs": {"place": "use1"}}}),
            "holdfast:entrances.public.accelerator",
            "leave one of them out",
        ),
        (stack({"dials": {"use1": 101}}), "holdfast:entrances.public.accelerator.dials.use1", ""),
        (stack({"client_affinity": "IP"}), "holdfast:entrances.public.accelerator.client_affinity", ""),
    ],
)
def test_refusals(raw: dict[str, Any], key: str, message: str) -> None:
    assert any(one.startswith(f"{key}: ") and message in one for one in mistakes(raw)), mistakes(raw)


@pytest.mark.parametrize("kind", ["http", "rest"])
def test_an_api_of_api_gateway_is_no_endpoint(kind: str) -> None:
    raw = stack({}, entrance={"api_gateway": {"kind": kind}})
    assert any("no API of API Gateway" in one for one in mistakes(raw)), mistakes(raw)


def test_the_example_on_the_page_is_sound() -> None:
    page = (Path(__file__).parents[2] / "docs" / "accelerator.md").read_text(encoding="utf-8")
    (block,) = [code for language, code in FENCE.findall(page) if language == "yaml"]
    entrances = yaml.safe_load(block)["holdfast:entrances"]
    found = settings(changed(regions=TWO, entrances=entrances))
    assert found.entrances["public"].accelerator is not None
