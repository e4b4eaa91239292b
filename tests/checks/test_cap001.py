from __future__ import annotations

from typing import Any

import pytest

from tests.checks.promised import serving
from tests.checks.verdicts import FAIL, NOT_APPLICABLE, PASS, UNKNOWN, verdicts
from tests.graph.documents import UNKNOWN as LATER
from tests.graph.documents import step, urn

GROUP, SERVICE = "aws:autoscaling/group:Group", "aws:ecs/service:Service"
FUNCTION, TARGET = "aws:lambda/function:Function", "aws:appautoscaling/target:Target"
TEMPLATE = "aws:ec2/launchTemplate:LaunchTemplate"
COVERING = serving(us_east_1="active", eu_west_1="active", ap_southeast_2="active")


def group(name: str, region: str, least: Any, most: Any) -> dict[str, Any]:
    return step(GROUP, name, {"region": region, "minSize": least, "maxSize": most})


def pair(one: tuple[Any, Any], other: tuple[Any, Any]) -> list[dict[str, Any]]:
    return [group("use1-api", "us-east-1", *one), group("euw1-api", "eu-west-1", *other)]


@pytest.mark.parametrize(
    ("one", "other", "judged"),
    [
        ((4, 8), (4, 8), {"euw1-api": PASS}),
        ((4, 8), (0, 8), {"euw1-api": PASS}),
        ((4, 8), (1, 4), {"euw1-api": FAIL}),
        ((4, 6), (4, 6), {"euw1-api": FAIL}),
        ((2, 4), (4, 8), {"use1-api": FAIL}),
        ((4, 8), (4, LATER), {"use1-api": UNKNOWN}),
        ((LATER, 8), (4, 8), {"euw1-api": UNKNOWN}),
    ],
)
def test_groups_of_two_regions(one: tuple[Any, Any], other: tuple[Any, Any], judged: dict[str, str]) -> None:
    assert verdicts("CAP001", *COVERING, *pair(one, other)) == judged


def test_three_regions_share_the_load_of_one() -> None:
    third = group("apse2-api", "ap-southeast-2", 2, 3)

    assert verdicts("CAP001", *COVERING, *pair((2, 3), (2, 3)), third) == {"apse2-api": PASS}


@pytest.mark.parametrize(
    "names", [("api-us-east-1", "api-eu-west-1"), ("primary-api", "dr-api"), ("api-useast1", "api-euwest1")]
)
def test_names_that_differ_in_the_place_alone_are_one_service(names: tuple[str, str]) -> None:
    steps = [group(names[0], "us-east-1", 4, 8), group(names[1], "eu-west-1", 1, 4)]

    assert verdicts("CAP001", *COVERING, *steps) == {names[1]: FAIL}


@pytest.mark.parametrize(
    ("sizes", "verdict"), [(("m7g.large", "m7g.large"), PASS), (("m7g.large", "m7g.xlarge"), UNKNOWN)]
)
def test_machines_that_differ_cannot_be_counted_together(sizes: tuple[str, str], verdict: str) -> None:
    steps = []
    for place, region, size in zip(("use1", "euw1"), ("us-east-1", "eu-west-1"), sizes, strict=True):
        steps += [
            step(TEMPLATE, f"{place}-lt", {"region": region, "instanceType": size}),
            step(
                GROUP,
                f"{place}-api",
                {"region": region, "minSize": 2, "maxSize": 4, "launchTemplate": {"id": LATER}},
                links={"launchTemplate": [urn(TEMPLATE, f"{place}-lt")]},
            ),
        ]

    assert verdicts("CAP001", *COVERING, *steps) == {"euw1-api": verdict}


def test_a_service_scales_as_its_target_says() -> None:
    steps = []
    for place, region, most in (("use1", "us-east-1", 10), ("euw1", "eu-west-1", 6)):
        steps += [
            step(SERVICE, f"{place}-api", {"region": region, "desiredCount": 4}),
            step(
                TARGET,
                f"{place}-scaling",
                {"minCapacity": 4, "maxCapacity": most, "scalableDimension": "ecs:service:DesiredCount"},
                links={"resourceId": [urn(SERVICE, f"{place}-api")]},
            ),
        ]

    assert verdicts("CAP001", *COVERING, *steps) == {"euw1-api": FAIL}


@pytest.mark.parametrize(
    ("reserved", "judged"),
    [((50, 50), {"euw1-fn": PASS}), ((50, 20), {"euw1-fn": FAIL}), ((None, 20), {"euw1-fn": FAIL})],
)
def test_functions_with_a_limit_of_their_own(reserved: tuple[Any, Any], judged: dict[str, str]) -> None:
    steps = [
        step(
            FUNCTION,
            f"{place}-fn",
            {"region": region, **({} if one is None else {"reservedConcurrentExecutions": one})},
        )
        for place, region, one in zip(("use1", "euw1"), ("us-east-1", "eu-west-1"), reserved, strict=True)
    ]

    assert verdicts("CAP001", *COVERING, *steps) == judged


@pytest.mark.parametrize(
    "steps",
    [
        [],
        [group("use1-api", "us-east-1", 4, 8)],
        [group("use1-api", "us-east-1", 4, 8), group("euw1-batch", "eu-west-1", 1, 2)],
        [
            step(FUNCTION, "use1-fn", {"region": "us-east-1"}),
            step(FUNCTION, "euw1-fn", {"region": "eu-west-1"}),
        ],
    ],
)
def test_does_not_concern(steps: list[dict[str, Any]]) -> None:
    assert verdicts("CAP001", *COVERING, *steps) == {"stack": NOT_APPLICABLE}
    assert verdicts("CAP001", *COVERING, *steps, partial=True) == {"stack": UNKNOWN}


def test_regions_of_which_nothing_says_that_one_takes_over_from_the_other() -> None:
    assert verdicts("CAP001", *pair((4, 8), (1, 4))) == {"stack": NOT_APPLICABLE}
