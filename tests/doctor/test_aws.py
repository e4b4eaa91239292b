"""What AWS says of an account: asked of an emulator on this machine, or of nobody."""

from __future__ import annotations

import itertools
import json
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest

from holdfast.doctor.checks import credentials, hosted_zones, images, quotas, regions, secrets
from holdfast.init.designs import Design
from holdfast.operate.aws import EndpointError
from holdfast.topology.plan import plan
from tests.doctor.conftest import MakeWorld, fix_of, told
from tests.topology.examples import SERVICE, changed
from tests.topology.examples import settings as loaded

if TYPE_CHECKING:
    from pathlib import Path

ACCOUNT = "123456789012"
"""Whom the emulator takes everybody for; the account of the stack too."""
ASKED = (credentials, regions, quotas, hosted_zones, images)


@pytest.mark.usefixtures("aws")
def test_who_signs_in_to_the_stack_s_account_is_fine(make_world: MakeWorld) -> None:
    found = told(credentials.check(make_world()))

    assert found["credentials"][0] == "ok"
    assert ACCOUNT in found["credentials"][1]
    assert found["clock"][0] == "ok"


@pytest.mark.usefixtures("aws")
def test_another_account_is_missing(make_world: MakeWorld) -> None:
    found = list(credentials.check(make_world(account="210987654321")))

    assert told(found)["credentials"][0] == "missing"
    assert "holdfast:account is 210987654321" in told(found)["credentials"][1]


@pytest.mark.usefixtures("aws")
@pytest.mark.parametrize(("minutes", "state"), [(4, "ok"), (6, "missing"), (-6, "missing")])
def test_a_clock_that_aws_refuses_is_told(make_world: MakeWorld, minutes: int, state: str) -> None:
    world = make_world(world={"now": lambda: datetime.now(UTC) + timedelta(minutes=minutes)})

    assert told(credentials.check(world))["clock"][0] == state


@pytest.fixture
def nobody(emulated_aws: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """There are no credentials anywhere."""
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_PROFILE"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("AWS_ENDPOINT_URL", emulated_aws)
    monkeypatch.setenv("AWS_EC2_METADATA_DISABLED", "true")
    for name in ("AWS_CONFIG_FILE", "AWS_SHARED_CREDENTIALS_FILE"):
        monkeypatch.setenv(name, str(tmp_path / "none"))


@pytest.mark.usefixtures("nobody")
def test_without_credentials_that_is_missing_and_the_rest_is_not_asked(make_world: MakeWorld) -> None:
    world = make_world(zone_id="Z0123456789ABC")
    found = list(credentials.check(world))

    assert told(found) == {"credentials": ("missing", "Unable to locate credentials")}
    assert fix_of(found, "credentials").startswith("sign in")
    for check in ASKED[1:]:
        assert {state for state, _ in told(check.check(world)).values()} == {"unknown"}


def test_an_aws_that_is_not_reached_is_told_as_that(
    make_world: MakeWorld, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AWS_ENDPOINT_URL", "http://127.0.0.1:1")
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "emulated")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "emulated")
    found = list(credentials.check(make_world()))

    assert "Could not connect" in told(found)["credentials"][1]
    assert "HTTPS_PROXY" in fix_of(found, "credentials")


def refused(service: str, region: str, *, endpoint_url: str | None = None) -> Any:
    raise AssertionError(f"{service} in {region} at {endpoint_url} was asked")


def test_offline_nobody_is_asked(make_world: MakeWorld) -> None:
    world = make_world(zone_id="Z0123456789ABC", world={"offline": True, "clients": refused})

    for check in ASKED:
        assert set(told(check.check(world)).values()) != set()
        assert all("not asked (--offline)" in detail for _, detail in told(check.check(world)).values())


def test_no_account_is_called_from_a_test(make_world: MakeWorld, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("AWS_ENDPOINT_URL", raising=False)
    with pytest.raises(EndpointError):
        list(credentials.check(make_world()))


@pytest.mark.usefixtures("aws")
def test_a_region_that_is_not_switched_on_is_told_with_the_command(make_world: MakeWorld) -> None:
    assert told(regions.check(make_world())) == {"regions": ("ok", "switched on: eu-central-1, eu-west-1")}

    found = list(regions.check(make_world(regions=("euw1", "euc2"), copies_in="euc2")))
    assert told(found) == {"regions": ("missing", "not switched on: eu-central-2")}
    assert fix_of(found, "regions").startswith("aws account enable-region --region-name eu-central-2")


def test_zones_are_held_against_their_names(
    make_world: MakeWorld, emptied: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    numbers = itertools.count(1)  # the emulator's own ids begin with any letter
    monkeypatch.setattr("moto.route53.models.create_route53_zone_id", lambda **_: f"Z000000{next(numbers)}")
    route53 = emptied.client("route53", "us-east-1")

    def made(name: str, **more: Any) -> str:
        zone = route53.create_hosted_zone(Name=name, CallerReference=name, **more)["HostedZone"]["Id"]
        return str(zone.rpartition("/")[2])

    private = {"HostedZoneConfig": {"PrivateZone": True}, "VPC": {"VPCRegion": "us-east-1", "VPCId": "vpc-1"}}
    ids = {
        "ok": made("orders.dev"),
        "another": made("users.dev"),
        "private": made("orders.dev", **private),
        "absent": "Z0123456789ABC",
    }
    found = {
        name: told(hosted_zones.check(make_world(zone="orders.dev", zone_id=one)))["hosted zone orders.dev"]
        for name, one in ids.items()
    }

    assert found == {
        "ok": ("ok", ids["ok"]),
        "another": ("missing", "that id is of the zone users.dev"),
        "private": ("missing", "is private, and clients ask a public one"),
        "absent": ("missing", "the account has no zone Z0123456789ABC"),
    }


def test_a_zone_that_the_stack_makes_needs_nothing(make_world: MakeWorld) -> None:
    found = told(hosted_zones.check(make_world(world={"clients": refused})))

    assert [state for state, _ in found.values()] == ["ok"]


def test_images_are_looked_for_in_each_region_s_registry(make_world: MakeWorld, emptied: Any) -> None:
    ecr = emptied.client("ecr", "eu-west-1")
    ecr.create_repository(repositoryName="api")
    kind = "application/vnd.docker.distribution.manifest.v2+json"
    image_of = {"schemaVersion": 2, "mediaType": kind, "config": {"digest": "sha256:1"}, "layers": []}
    manifest = json.dumps(image_of)
    ecr.put_image(repositoryName="api", imageManifest=manifest, imageTag="1.0.0")
    emptied.client("ecr", "eu-central-1").create_repository(repositoryName="api")
    found = list(images.check(make_world()))

    image = f"{ACCOUNT}.dkr.ecr.{{}}.amazonaws.com/api:1.0.0"
    assert told(found) == {
        "euc1 api": ("missing", f"{image.format('eu-central-1')} is not there"),
        "euw1 api": ("ok", image.format("eu-west-1")),
    }
    assert fix_of(found, "euc1 api") == f"push {image.format('eu-central-1')}"


@pytest.mark.usefixtures("emptied")
def test_an_image_of_another_registry_is_nobody_s_here_to_look_for(make_world: MakeWorld) -> None:
    found = told(images.check(make_world(image="ghcr.io/orders/api:1.0.0")))

    assert {state for state, _ in found.values()} == {"unknown"}


def with_service(folder: Path, old: str, new: str) -> None:
    file = folder / "Pulumi.prod.yaml"
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new), encoding="utf-8")


def test_artefacts_are_looked_for_in_their_buckets(
    make_world: MakeWorld, emptied: Any, tmp_path: Path
) -> None:
    world = make_world(kind="instances", regions=("use1",), rto_seconds=None, rpo_seconds=None)
    image = f'image: "{ACCOUNT}.dkr.ecr.{{region}}.amazonaws.com/api:{{release}}"'
    with_service(tmp_path, image, 'artefact: "s3://artefacts/api/{release}.tar.gz"')
    s3 = emptied.client("s3", "us-east-1")
    s3.create_bucket(Bucket="artefacts")
    assert told(images.check(world))["use1 api"][0] == "missing"

    s3.put_object(Bucket="artefacts", Key="api/1.0.0.tar.gz", Body=b"1")
    assert told(images.check(world)) == {"use1 api": ("ok", "s3://artefacts/api/1.0.0.tar.gz")}


def test_secrets_and_parameters_are_looked_for_and_not_read(
    make_world: MakeWorld, emptied: Any, tmp_path: Path
) -> None:
    world = make_world(regions=("euw1",), rto_seconds=None, rpo_seconds=None)
    manager = emptied.client("secretsmanager", "eu-west-1")
    there = manager.create_secret(Name="orders/key", SecretString="x")["ARN"]
    emptied.client("ssm", "eu-west-1").put_parameter(Name="/orders/url", Value="x", Type="String")
    base = f"arn:aws:ssm:eu-west-1:{ACCOUNT}:parameter"
    absent = f"arn:aws:secretsmanager:eu-west-1:{ACCOUNT}:secret:orders/other-Ab12Cd"
    lines = {"KEY": there, "OTHER": absent, "URL": f"{base}/orders/url", "NONE": f"{base}/orders/none"}
    listed = "".join(f"\n        {name}: {arn}" for name, arn in lines.items())
    with_service(tmp_path, "      port: 8080", f"      secrets:{listed}\n      port: 8080")

    found = told(secrets.check(world))
    assert {subject: state for subject, (state, _) in found.items()} == {
        "euw1 KEY": "ok",
        "euw1 OTHER": "missing",
        "euw1 URL": "ok",
        "euw1 NONE": "missing",
    }


class Quotas:
    """Service Quotas with what an account has, and what is the default elsewhere; other services are real."""

    def __init__(self, real: Any, allowed: dict[str, float]) -> None:
        self._real = real
        self.allowed = allowed

    def __call__(self, service: str, region: str, *, endpoint_url: str | None = None) -> Any:
        return self if service == "service-quotas" else self._real(service, region, endpoint_url=endpoint_url)

    def get_service_quota(self, *, ServiceCode: str, QuotaCode: str) -> Any:  # noqa: N803  # as boto3
        assert ServiceCode in {"ec2", "vpc", "fargate", "lambda"}
        return {"Quota": {"Value": self.allowed[QuotaCode]}}


@pytest.mark.usefixtures("aws")
def test_quotas_are_held_against_what_the_plan_takes_at_most(make_world: MakeWorld) -> None:
    world = make_world(design=Design.HOT_STANDBY)
    codes = {
        quotas.NETWORKS.code: 5.0,
        quotas.ADDRESSES.code: 2.0,
        quotas.FARGATE.code: 6.0,
    }
    world.clients = Quotas(world.clients, codes)
    found = list(quotas.check(world))

    assert told(found) == {
        **dict.fromkeys(
            ("euc1 VPCs", "euw1 VPCs"), ("ok", "1 needed at most, 5 allowed for all that runs there")
        ),
        **dict.fromkeys(("euc1 Elastic IPs", "euw1 Elastic IPs"), ("missing", "3 needed at most, 2 allowed")),
        **dict.fromkeys(
            ("euc1 vCPUs of Fargate On-Demand", "euw1 vCPUs of Fargate On-Demand"),
            ("ok", "6 needed at most, 6 allowed for all that runs there"),
        ),
    }
    assert fix_of(found, "euw1 Elastic IPs") == (
        "aws service-quotas request-service-quota-increase --service-code ec2 --quota-code L-0263D0A3 "
        "--desired-value 3 --region eu-west-1"
    )


@pytest.mark.usefixtures("aws")
def test_a_quota_that_aws_does_not_tell_is_unknown(make_world: MakeWorld) -> None:
    found = told(quotas.check(make_world(kind="instances")))  # the emulator knows those of VPCs alone

    assert found["euw1 VPCs"][0] == "ok"
    assert found["euw1 vCPUs of running On-Demand Standard instances"][0] == "unknown"


def needs(place: str, **said: Any) -> dict[str, float]:
    topology = plan(loaded(changed(**said)), project="orders", stack="prod")
    (region,) = (one for one in topology.regions if one.place == place)
    return {quota.words: one for quota, one in quotas.needs(region, {"m7g.large": 2, "m6g.large": 2}).items()}


def test_instances_count_their_vcpus_and_spot_ones_apart() -> None:
    service = {
        **SERVICE,
        "instance": {"types": ["m7g.large", "m6g.large"], "rps": 10},
        "scaling": {"spot_percent_above_minimum": 50, "max_factor": 2},
    }
    found = needs("use1", services={"orders": service})
    on_demand = found[quotas.VCPUS.words]
    spot = found[quotas.SPOT_VCPUS.words]

    assert on_demand == pytest.approx(3 * spot, rel=0.1)
    assert found[quotas.ADDRESSES.words] == 3


def test_a_shared_way_out_takes_one_address() -> None:
    assert needs("use1", network={"nat": "shared"})[quotas.ADDRESSES.words] == 1
