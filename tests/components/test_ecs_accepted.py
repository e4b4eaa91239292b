"""Whatever the settings accept of containers on ECS is planned and declared."""

from __future__ import annotations

from collections import Counter
from typing import Any

from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from holdfast.components.multi_region_api import MultiRegionApi
from holdfast.settings import SettingsError
from holdfast.topology.plan import plan
from tests.components.declared import ACCOUNT_ID, PROJECT, declared
from tests.topology.examples import ENTRANCE, SERVICE, changed
from tests.topology.examples import settings as loaded

SIZES = st.sampled_from([(256, 512), (512, 4096), (1024, 2048), (16384, 122880), (300, 700)])
DEPLOYMENTS = st.sampled_from(
    [
        {},
        {"strategy": "blue-green"},
        {"strategy": "blue-green", "bake_minutes": 0},
        {"alarms": ["a-{region}"]},
    ]
)
SECRET = f"arn:aws:secretsmanager:{{region}}:{ACCOUNT_ID}:secret:key-AbCdEf"


@st.composite
def tasks(draw: st.DrawFn) -> dict[str, Any]:
    cpu, memory = draw(SIZES)
    return {
        "rps": draw(st.sampled_from([1, 50, 5000])),
        "cpu": cpu,
        "memory_mib": memory,
        "capacity": draw(st.sampled_from(["fargate", "ec2"])),
        "architecture": draw(st.sampled_from(["arm64", "x86_64"])),
        "readonly_root": draw(st.booleans()),
        "shell": draw(st.booleans()),
        "service_discovery": draw(st.booleans()),
        "deployment": draw(DEPLOYMENTS),
        **draw(st.sampled_from([{}, {"health_command": ["CMD", "/ok"]}, {"memory_percent": 75}])),
    }


@st.composite
def services(draw: st.DrawFn, number: int) -> dict[str, Any]:
    common = {"priority": 10 + number, "paths": [f"/{number}/*"], "peak_rps": draw(st.integers(1, 3000))}
    if draw(st.integers(0, 4)) == 0:
        return {**SERVICE, **common}
    scaling = draw(
        st.fixed_dictionaries(
            {},
            optional={
                "spot_percent_above_minimum": st.integers(0, 100),
                "max_healthy_percentage": st.integers(100, 200),
                "min_healthy_percentage": st.integers(0, 100),
                "schedules": st.just({"sale": {"recurrence": "0 7 * * 1-5", "minimum": 4, "maximum": 9000}}),
            },
        )
    )
    return {
        "kind": "ecs",
        "port": draw(st.sampled_from([80, 8080])),
        "image": f"{ACCOUNT_ID}.dkr.ecr.{{region}}.amazonaws.com/app:1",
        "ecs": draw(tasks()),
        "scaling": scaling,
        "secrets": draw(st.sampled_from([{}, {"KEY": SECRET}])),
        **common,
    }


@st.composite
def stacks(draw: st.DrawFn) -> dict[str, Any]:
    second = draw(st.sampled_from([None, {}, {"role": "standby"}]))
    zones = draw(st.integers(2, 3))
    regions = {"use1": {"zones": zones}, **({} if second is None else {"euw1": second})}
    entrance = dict(ENTRANCE)
    if second == {"role": "standby"}:
        strategy = draw(st.sampled_from(["pilot-light", "warm-standby", "hot-standby"]))
        entrance["standby"] = {"strategy": strategy}
    if draw(st.booleans()):
        entrance["zone"] = {"name": "example.com"}
    own = {"types": ["m7g.large"], "tasks_per_instance": draw(st.integers(1, 20))}
    raw = changed(
        regions=regions,
        services={f"app{number}": draw(services(number)) for number in range(draw(st.integers(1, 2)))},
        entrances={"public": entrance},
        objectives={"survives": draw(st.sampled_from(["instance", "zone"]))},
    )
    if any(one.get("ecs", {}).get("capacity") == "ec2" for one in raw["services"].values()):
        raw["ecs"] = {"instances": own}
    return raw


def test_whatever_is_accepted_is_declared_once() -> None:
    drawn: Counter[str] = Counter()

    @settings(
        max_examples=20,
        deadline=None,
        derandomize=True,
        suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
    )
    @given(stacks())
    def check(raw: dict[str, Any]) -> None:
        try:
            topology = plan(loaded(raw), project=PROJECT, stack="test")
        except SettingsError as error:
            drawn["refused"] += 1
            drawn.update(mistake.message[:40] for mistake in error.mistakes)
            assume(False)
        drawn["accepted"] += 1
        resources = declared(lambda: MultiRegionApi("api", {"topology": topology}))
        found = Counter(one.urn for one in resources)
        assert [urn for urn, times in found.items() if times > 1] == []

    check()
    assert drawn["accepted"] >= 15, drawn
