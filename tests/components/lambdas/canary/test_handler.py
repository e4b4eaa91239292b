"""A whole run, with a stand-in of Synthetics' library and an emulated AWS.

The library is there in its runtime alone. The stand-in does what its guide says of ``execute_step``: it runs
the function, counts it as passed or failed, and raises what the function raised
(https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/
CloudWatch_Synthetics_Canaries_Library_Python.html, 2026-11).
"""

from __future__ import annotations

import asyncio
import json
import sys
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from types import ModuleType
from typing import TYPE_CHECKING, Any

import boto3
import pytest
from botocore.exceptions import ConnectTimeoutError
from moto import mock_aws

from holdfast.components.canary_args import script_settings
from holdfast.components.lambdas.canary import handler
from tests.components.lambdas.canary.conftest import DOMAIN, HOSTS, ZONE
from tests.needs import needs

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from types_boto3_cloudwatch.type_defs import MetricStatTypeDef

    from holdfast.components.canary_args import CanaryArgs
    from holdfast.components.lambdas.canary.steps import Asked
    from tests.components.lambdas.canary.conftest import World

pytestmark = needs("openssl")
REGION, GROUP = "us-east-1", "/aws/lambda/cwsyn-holdfast-prod-use1-public-canary-1"
HOUR = timedelta(hours=1)
REGIONS = {"use1": "us-east-1", "euw1": "eu-west-1", "euc1": "eu-central-1"}


class Synthetics:
    """What the library does with steps; ``awaited`` says whether it gives something to await."""

    def __init__(self, *, awaited: bool) -> None:
        self.awaited, self.results, self.settings = awaited, dict[str, bool](), dict[str, Any]()

    def execute_step(self, name: str, act: Callable[[], Any]) -> Any:
        return self._later(name, act) if self.awaited else self._run(name, act)

    def set_config(self, settings: dict[str, Any]) -> None:
        self.settings = settings

    async def _later(self, name: str, act: Callable[[], Any]) -> Any:
        return self._run(name, act)

    def _run(self, name: str, act: Callable[[], Any]) -> Any:
        self.results[name] = False
        result = act()
        self.results[name] = True
        return result


@pytest.fixture(params=[True, False])
def synthetics(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Synthetics:
    library = Synthetics(awaited=request.param)
    common, selenium = ModuleType("aws_synthetics.common"), ModuleType("aws_synthetics.selenium")
    common.synthetics_configuration = library  # type: ignore[attr-defined]  # the stand-in's
    selenium.synthetics_webdriver = library  # type: ignore[attr-defined]  # the stand-in's
    for module in (ModuleType("aws_synthetics"), common, selenium):
        monkeypatch.setitem(sys.modules, module.__name__, module)
    return library


@pytest.fixture(autouse=True)
def aws(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("AWS_DEFAULT_REGION", REGION)
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "testing")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "testing")
    monkeypatch.setenv("AWS_LAMBDA_LOG_GROUP_NAME", GROUP)
    with mock_aws():
        boto3.client("logs").create_log_group(logGroupName=GROUP)
        yield


def run(world: World, monkeypatch: pytest.MonkeyPatch, **more: Any) -> str:
    """Run it with what the component tells it; ports and the authority are the world's."""
    args: CanaryArgs = {
        "place": "use1",
        "region": REGION,
        "account_id": "111122223333",
        "entrance": "public",
        "domain": DOMAIN,
        "hosts": HOSTS,
        "path": "/healthz",
        "text": '"status":"ok"',
        "zone": ZONE,
        "name_servers": {"route53": [], "cloudflare": []},
        "tells": REGIONS,
        "timeout_seconds": 1,
        "bucket": "b",
        "code_key": "k",
        "runtime": "syn-python-selenium-12.0",
        "page_topic_arn": "p",
        "ticket_topic_arn": "t",
        **more,  # type: ignore[typeddict-item]  # any key
    }
    monkeypatch.setenv(handler.SETTINGS, script_settings(args, "holdfast-prod"))
    told = handler._asked

    def here(settings: Any) -> Asked:
        asked, own = told(settings), world.asked
        request = replace(asked.request, port=own.request.port, context=own.request.context)
        return replace(asked, request=request, resolvers=own.resolvers, dns_port=own.dns_port)

    monkeypatch.setattr(handler, "_asked", here)
    return asyncio.run(handler.handler({}, None))


def views(region: str) -> dict[tuple[str, str], float]:
    """What a region was told: who saw which region, and what."""
    client, found, now = boto3.client("cloudwatch", region_name=region), {}, datetime.now(UTC)
    for metric in client.list_metrics(Namespace="Holdfast", MetricName="RegionFailed")["Metrics"]:
        names = {one["Name"]: one["Value"] for one in metric["Dimensions"]}
        assert (names["Stack"], names["Entrance"]) == ("holdfast-prod", "public")
        query: MetricStatTypeDef = {"Metric": metric, "Period": 3600, "Stat": "Maximum"}
        data = client.get_metric_data(
            MetricDataQueries=[{"Id": "m", "MetricStat": query}], StartTime=now - HOUR, EndTime=now + HOUR
        )
        found[names["From"], names["Region"]] = data["MetricDataResults"][0]["Values"][0]
    return found


def test_a_run_in_which_everything_answers(
    world: World, synthetics: Synthetics, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert run(world, monkeypatch) == "7 steps succeeded"
    assert list(synthetics.results.items()) == [
        ("euw1", True),
        ("use1", True),
        ("public", True),
        ("cloudflare-answers", True),
        ("cloudflare-serves", True),
        ("route53-answers", True),
        ("route53-serves", True),
    ]
    assert set(synthetics.settings.values()) == {False}  # no screenshots
    assert views("us-east-1") == views("eu-central-1") == {("use1", "euw1"): 0.0}
    assert views("eu-west-1") == {}  # no region hears of itself
    (group,) = boto3.client("logs").describe_log_groups()["logGroups"]
    assert group["retentionInDays"] == 14


def test_a_region_that_fails_is_a_step_that_fails_and_others_are_told(
    world: World,
    synthetics: Synthetics,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    world.euw1.mode = "503"
    with pytest.raises(handler.CanaryError, match=r"^failed: euw1$"):
        run(world, monkeypatch)
    assert [name for name, passed in synthetics.results.items() if not passed] == ["euw1"]
    assert views("us-east-1") == views("eu-central-1") == {("use1", "euw1"): 1.0}
    first = json.loads(capsys.readouterr().out.splitlines()[0])
    assert first.pop("milliseconds") < 1000
    assert first == {
        "step": "euw1",
        "failed": True,
        "problem": "euw1.api.example.com at 127.0.0.2: status 503",
    }


def test_its_own_region_that_fails_is_no_view_from_outside(
    world: World, synthetics: Synthetics, monkeypatch: pytest.MonkeyPatch
) -> None:
    world.use1.mode = "503"
    with pytest.raises(handler.CanaryError, match="failed: use1, public, route53-serves"):
        run(world, monkeypatch)
    assert synthetics.results["euw1"]
    assert views("us-east-1") == {("use1", "euw1"): 0.0}


def test_a_place_that_reaches_nothing_accuses_nobody(
    world: World, synthetics: Synthetics, monkeypatch: pytest.MonkeyPatch
) -> None:
    world.resolver.mode = "SERVFAIL"
    with pytest.raises(handler.CanaryError, match="failed: euw1, use1, public, cloudflare-answers"):
        run(world, monkeypatch)
    assert set(synthetics.results.values()) == {False}
    assert views("us-east-1") == {}


def test_a_region_that_cannot_be_told_keeps_no_other_from_hearing(
    world: World, synthetics: Synthetics, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    real: Any = boto3.client

    def client(service: str, *, region_name: str, **more: Any) -> Any:
        made = real(service, region_name=region_name, **more)
        if region_name == "eu-central-1":
            made.put_metric_data = lost
        return made

    def lost(**_: Any) -> None:
        raise ConnectTimeoutError(endpoint_url="https://monitoring.eu-central-1.amazonaws.com")

    monkeypatch.setattr("holdfast.components.lambdas.canary.verdicts.boto3.client", client)
    monkeypatch.setattr(handler, "_keep_logs_for", lambda _days: None)
    assert run(world, monkeypatch) == "7 steps succeeded"
    assert synthetics.results["public"]
    assert '"untold": "eu-central-1", "problem": "ConnectTimeoutError"' in capsys.readouterr().out


def test_secrets_are_read_where_it_runs_and_never_shown(
    world: World,
    synthetics: Synthetics,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    secret = "planted-000"  # noqa: S105  # planted, to find it where it must not be
    arn = boto3.client("secretsmanager").create_secret(Name="key", SecretString=secret)["ARN"]
    world.euw1.mode = "403"
    with pytest.raises(handler.CanaryError) as error:
        run(world, monkeypatch, headers={"X-Api-Key": arn})
    assert not synthetics.results["euw1"]
    assert f"X-Api-Key: {secret}\r\n" in world.euw1.heard[0]
    assert secret not in capsys.readouterr().out + str(error.value)


def test_logs_without_a_group_are_no_reason_to_fail(
    world: World, synthetics: Synthetics, monkeypatch: pytest.MonkeyPatch
) -> None:
    boto3.client("logs").delete_log_group(logGroupName=GROUP)
    assert run(world, monkeypatch) == "7 steps succeeded"
    assert len(synthetics.results) == 7
