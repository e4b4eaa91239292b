from __future__ import annotations

from decimal import Decimal

import pytest

from holdfast.checks import Rule, Severity
from holdfast.checks.model import Parameter
from holdfast.toolfile import StatedUsage, Thresholds, ToolFile, ToolFileError, read_toolfile

RULES = (
    Rule(
        id="DNS009-ttl",
        title="",
        explanation="",
        severity=Severity.LOW,
        fix="",
        source="",
        subject="records",
        check=lambda _, **__: (),
        parameters=(
            Parameter(name="ttl_seconds", default=60, text="the longest TTL", minimum=1, maximum=900),
            Parameter(name="depth", default=2, text="CNAMEs that are followed"),
        ),
    ),
    Rule(
        id="DNS010-plain",
        title="",
        explanation="",
        severity=Severity.LOW,
        fix="",
        source="",
        subject="records",
        check=lambda _: (),
    ),
)
STACKS = ("dev", "prod")
USAGE = ("requests_per_second", "payload_kb")

WHOLE = """
[checks.DNS009]
ttl_seconds = 30

[usage]
size = "small"
requests_per_second = 40.5

[usage.traffic_percent]
us-east-1 = 60
eu-west-1 = 40

[usage.stacks.prod]
size = "large"
payload_kb = 12
traffic_percent = { us-east-1 = 100 }

[cost]
revenue_per_minute = 1200
warn_percent = 10.5

[prices]
"cloudflare/load-balancer/month" = 5.0

[review]
show_values = ["healthCheck.interval", "*.weight"]

[drills.leave]
anything = "goes: others read it"
"""


def read(text: str) -> ToolFile:
    return read_toolfile(text, rules=RULES, stacks=STACKS, usage_keys=USAGE)


def test_all_that_the_file_can_say() -> None:
    file = read(WHOLE)

    assert file.parameters == {"DNS009": {"ttl_seconds": 30}}
    assert file.usage_of("dev") == StatedUsage(
        size="small",
        figures={"requests_per_second": Decimal("40.5")},
        traffic_percent={"us-east-1": Decimal(60), "eu-west-1": Decimal(40)},
    )
    assert file.usage_of("prod") == StatedUsage(
        size="large",
        figures={"requests_per_second": Decimal("40.5"), "payload_kb": Decimal(12)},
        traffic_percent={"us-east-1": Decimal(100)},
    )
    assert file.usage_of(None) == file.usage_of("dev")
    assert file.thresholds == Thresholds(revenue_per_minute=Decimal(1200), warn_percent=Decimal("10.5"))
    assert file.prices == {"cloudflare/load-balancer/month": Decimal("5.0")}
    assert file.show_values == ("healthCheck.interval", "*.weight")


def test_an_empty_file_says_what_no_file_says() -> None:
    assert read("") == ToolFile()


def test_a_whole_id_names_a_check_too() -> None:
    assert read("[checks.DNS009-ttl]\ndepth = 1").parameters == {"DNS009": {"depth": 1}}


def test_any_amount_is_taken_where_none_is_known() -> None:
    assert read_toolfile("[usage]\nother = 1", rules=RULES).usage.figures == {"other": Decimal(1)}


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (
            "[checks.DNS09]\nx = 1",
            "1: checks.DNS09: there is no check 'DNS09'; did you mean 'DNS009'? (checks: DNS009, DNS010)",
        ),
        (
            "[checks]\nDNS009 = 1",
            "1: checks: should be tables, each under a line [checks.CODE]",
        ),
        (
            "[checks.DNS010]\nttl = 1",
            "1: checks.DNS010: this check has no figure that can be changed",
        ),
        (
            "[checks.DNS009]\nttl_second = 1",
            (
                "2: checks.DNS009.ttl_second: unknown key; did you mean 'ttl_seconds'? "
                "(allowed: ttl_seconds, depth)"
            ),
        ),
        (
            "[checks.DNS009]\n\nttl_seconds = 1.5",
            "3: checks.DNS009.ttl_seconds: should be a whole number, got 1.5",
        ),
        (
            "[checks.DNS009]\nttl_seconds = true",
            "2: checks.DNS009.ttl_seconds: should be a whole number, got true",
        ),
        ("[checks.DNS009]\nttl_seconds = 0", "2: checks.DNS009.ttl_seconds: should be 1 or more, got 0"),
        (
            "[checks.DNS009]\nttl_seconds = 901",
            "2: checks.DNS009.ttl_seconds: should be 900 or less, got 901",
        ),
        ("usage = 1", "1: usage: should be a table, got 1"),
        ("[usage]\nsize = 'huge'", "2: usage.size: should be one of small, medium, large, got 'huge'"),
        (
            "[usage]\nrequest_per_second = 1",
            (
                "2: usage.request_per_second: unknown key; did you mean 'requests_per_second'? "
                "(allowed: size, traffic_percent, payload_kb, requests_per_second, stacks)"
            ),
        ),
        ("[usage]\npayload_kb = -1", "2: usage.payload_kb: should be 0 or more, got -1"),
        ("[usage]\npayload_kb = 'much'", "2: usage.payload_kb: should be a number, got 'much'"),
        (
            "[usage.traffic_percent]\nus-east-1 = 'all'",
            "2: usage.traffic_percent.us-east-1: should be a number, got 'all'",
        ),
        ("[usage]\ntraffic_percent = 1", "2: usage.traffic_percent: should be a table, got 1"),
        ("[usage]\npayload_kb = inf", "2: usage.payload_kb: should be a number, got Infinity"),
        (
            "[usage.stacks.prd]\npayload_kb = 1",
            "1: usage.stacks.prd: there is no stack 'prd'; did you mean 'prod'? (stacks: dev, prod)",
        ),
        (
            "[usage.stacks.prod]\nstacks = 1",
            (
                "2: usage.stacks.prod.stacks: unknown key "
                "(allowed: size, traffic_percent, payload_kb, requests_per_second)"
            ),
        ),
        (
            "[cost]\nwarn_percents = 1",
            (
                "2: cost.warn_percents: unknown key; did you mean 'warn_percent'? "
                "(allowed: revenue_per_minute, warn_monthly_increase, warn_percent, fail_monthly_increase, "
                "fail_percent)"
            ),
        ),
        ("[cost]\nwarn_percent = true", "2: cost.warn_percent: should be a number, got true"),
        ("cost = [1]", "1: cost: should be a table, got a list"),
        ("[prices]\n'a/b' = -0.1", "2: prices.a/b: should be 0 or more, got -0.1"),
        ("[review]\nshow_values = 'x'", "2: review.show_values: should be a list, got 'x'"),
        ("[review]\nshow_values = ['x', ' ']", "2: review.show_values[1]: is empty"),
        ("[review]\nshow_values = ['x', 1]", "2: review.show_values[1]: should be text in quotes, got 1"),
    ],
)
def test_fails_on_a_mistake(text: str, told: str) -> None:
    with pytest.raises(ToolFileError) as caught:
        read(text)

    assert str(caught.value) == f"holdfast.toml:{told}"


def test_all_mistakes_of_all_tables_are_told_in_the_order_of_the_file() -> None:
    text = '[review]\nshown = 1\n[cost]\nwarn_percent = ""\n[[waivers]]\nreason = "x"\n[usage]\nsize = 3\n'
    with pytest.raises(ToolFileError) as caught:
        read(text)

    assert [one.split(": ")[0] for one in str(caught.value).splitlines()] == [
        "holdfast.toml:2",
        "holdfast.toml:4",
        "holdfast.toml:5",
        "holdfast.toml:8",
    ]
