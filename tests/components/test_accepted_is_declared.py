"""Whatever the settings accept is planned and declared: no component refuses what a stack file may say."""

from __future__ import annotations

from collections import Counter
from typing import Any

from hypothesis import HealthCheck, assume, event, given, settings
from hypothesis import strategies as st

from holdfast.components import boot, user_data
from holdfast.components.multi_region_api import MultiRegionApi
from holdfast.components.plan_args import port_of
from holdfast.settings import SettingsError
from holdfast.topology.plan import plan
from holdfast.topology.services import plan_service
from tests.components.declared import ACCOUNT_ID, PROJECT, declared
from tests.topology.examples import SERVICE, changed
from tests.topology.examples import settings as loaded
from tests.topology.rich_stacks import PRINTED, rich_stacks

QUICK = settings(
    max_examples=40,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
)


LARGE = 7_000 * "x"
CODE = st.sampled_from(
    [
        {"image": f"{ACCOUNT_ID}.dkr.ecr.{{region}}.amazonaws.com/{'a' * 200}:1"},
        {"image": "a:1"},
        {"artefact": f"s3://{'b' * 63}/{'k' * 900}.tar.gz"},
        {"artefact": "s3://bbb/k.tar.gz"},
    ]
)
NAMES = st.sampled_from([f"V{number}" for number in range(30)] + ["LONGER_NAME" * 9])
ARN = f"arn:aws:ssm:{{region}}:{ACCOUNT_ID}:parameter/"


def test_whatever_is_accepted_is_declared_once() -> None:
    drawn: Counter[str] = Counter()

    @QUICK
    @given(rich_stacks())
    def check(raw: dict[str, Any]) -> None:
        try:
            topology = plan(loaded(raw), project=PROJECT, stack="test")
        except SettingsError as error:
            drawn["refused"] += 1
            event(error.mistakes[0].message[:60])
            assume(False)
        drawn["accepted"] += 1
        resources = declared(lambda: MultiRegionApi("api", {"topology": topology}))
        found = Counter((one.type, one.name) for one in resources)
        assert [pair for pair, times in found.items() if times > 1] == []

    check()
    assert drawn["accepted"] >= drawn["refused"], drawn


@settings(deadline=None, max_examples=150, suppress_health_check=[HealthCheck.too_slow])
@given(
    code=CODE,
    environment=st.dictionaries(NAMES, PRINTED | st.sampled_from([LARGE, '"' * 2_200, "é" * 4_000])),
    secrets=st.dictionaries(
        NAMES.map("S_{}".format), st.integers(1, 900).map(lambda length: ARN + "p" * length)
    ),
    key=st.sampled_from(["ab", "a" * 15]),
    warm=st.booleans(),
)
def test_whatever_is_accepted_boots(
    code: dict[str, str], environment: dict[str, str], secrets: dict[str, str], key: str, *, warm: bool
) -> None:
    service = {name: value for name, value in SERVICE.items() if name != "image"}
    service |= {
        **code,
        "environment": environment,
        "secrets": secrets,
        "port": 65535,
        "health_path": "/" + "h" * 254,
    }
    service["scaling"] = {"warm_pool": {}} if warm else {}
    try:
        settings_ = loaded(changed(regions={"apne1": {}}, services={key: service}))
    except SettingsError:
        event("refused")
        return
    planned = plan_service("apne1", key, settings_, region="ap-northeast-1", zones=3)
    found = boot.Boot(
        service=key,
        region="ap-northeast-1",
        port=port_of(planned),
        log_group="x" * 128,
        metrics_namespace=f"Holdfast/{key}",
        image=planned.image,
        artefact=planned.artefact,
        environment=planned.environment,
        secrets=planned.secrets,
        ready_path=planned.health_path if warm else None,
    )
    assert boot.problems(found) == []
    assert user_data.render(found)


def test_there_is_room_for_nine_thousand_characters() -> None:
    service = {**SERVICE, "environment": {"BIG": "x" * 9_000}}
    assert loaded(changed(services={"orders": service})).services["orders"].environment
