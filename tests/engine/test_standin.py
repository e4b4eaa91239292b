"""The stand-in cloud itself: ids, ARNs and other outputs as AWS shapes them, look-ups, and Cloudflare."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tests.engine.engine import EngineError, Stack, copy_program
from tests.engine.standin import Cloud, CloudError, serve
from tests.engine.standin.lookups import LookUps
from tests.engine.standin_world import HERE, THERE, World
from tests.needs import needs_engine

if TYPE_CHECKING:
    from tests.engine.standin import Thing

PROGRAMS = Path(__file__).parent / "programs"

RECORD, POOL = "cloudflare:index/dnsRecord:DnsRecord", "cloudflare:index/loadBalancerPool:LoadBalancerPool"
LOAD_BALANCING = "arn:aws:elasticloadbalancing:us-east-1:111122223333"


@pytest.fixture(scope="module")
def world() -> World:
    return World()


def digits(thing: Thing) -> str:
    """The number in an id, as the id writes it."""
    return thing.id.rpartition("/")[2].rpartition("-")[2]


@pytest.mark.parametrize(
    ("name", "pattern"),
    [
        ("vpc", r"vpc-[0-9a-f]{17}"),
        ("subnet_a", r"subnet-[0-9a-f]{17}"),
        ("group", r"sg-[0-9a-f]{17}"),
        ("template", r"lt-[0-9a-f]{17}"),
        ("zone", r"Z[0-9A-Z]{20}"),
        ("key", r"[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}"),
        ("balancer", rf"{LOAD_BALANCING}:loadbalancer/app/balancer/[0-9a-f]{{16}}"),
        ("listener", rf"{LOAD_BALANCING}:listener/app/balancer/[0-9a-f]{{16}}/[0-9a-f]{{16}}"),
        ("rule", rf"{LOAD_BALANCING}:listener-rule/app/balancer(/[0-9a-f]{{16}}){{3}}"),
        ("targets", rf"{LOAD_BALANCING}:targetgroup/targets/[0-9a-f]{{16}}"),
        ("certificate_there", r"arn:aws:acm:eu-west-1:111122223333:certificate/[0-9a-f-]{36}"),
        ("topic", r"arn:aws:sns:us-east-1:111122223333:topic"),
        ("inline", r"role:x"),
        ("failover", r"Z[0-9A-Z]{20}_failover\.example\.com_A_one"),
        ("bucket", r"a-bucket"),
    ],
)
def test_ids_have_the_shape_of_aws(world: World, name: str, pattern: str) -> None:
    assert re.fullmatch(pattern, world.things[name].id)


@pytest.mark.parametrize(
    ("name", "arn"),
    [
        ("vpc", "arn:aws:ec2:us-east-1:111122223333:vpc/{id}"),
        ("group_there", "arn:aws:ec2:eu-west-1:111122223333:security-group/{id}"),
        ("key", "arn:aws:kms:us-east-1:111122223333:key/{id}"),
        ("role", "arn:aws:iam::111122223333:role/role"),
        ("bucket", "arn:aws:s3:::a-bucket"),
        ("vault", "arn:aws:backup:us-east-1:111122223333:backup-vault:vault"),
        ("table", "arn:aws:dynamodb:us-east-1:111122223333:table/table"),
        ("zone", "arn:aws:route53:::hostedzone/{id}"),
        ("balancer", "{id}"),
    ],
)
def test_arns_have_the_shape_of_aws(world: World, name: str, arn: str) -> None:
    thing = world.things[name]

    assert thing.arn == arn.format(id=thing.id)


def test_a_balancer_and_its_targets_tell_what_alarms_and_records_need(world: World) -> None:
    state = world.balancer.state

    assert state["arnSuffix"] == f"app/balancer/{digits(world.balancer)}"
    assert state["dnsName"].endswith(".us-east-1.elb.amazonaws.com")
    assert state["zoneId"] == "Z35SXDOTRQ7X7K"
    assert state["vpcId"] == world.vpc.id
    assert world.targets.state["arnSuffix"] == f"targetgroup/targets/{digits(world.targets)}"


def test_a_certificate_asks_for_the_same_record_in_every_region(world: World) -> None:
    here, there = (
        world.things[name].state["domainValidationOptions"] for name in ("certificate", "certificate_there")
    )

    assert here == there
    assert here[0]["resourceRecordName"].endswith(".api.example.com.")


def test_what_names_no_region_lies_in_that_of_the_cloud() -> None:
    cloud = Cloud(region=THERE)
    made = cloud.create("aws:ec2/vpc:Vpc", {"cidrBlock": "10.0.0.0/16"})

    assert made.region == THERE
    assert cloud.read(made.type, {}, made.id) is made


def test_arns_carry_the_account_of_the_cloud() -> None:
    made = Cloud(account="999988887777").create("aws:sns/topic:Topic", {"name": "alarms", "region": HERE})

    assert made.arn == "arn:aws:sns:us-east-1:999988887777:alarms"


def test_every_change_of_a_template_is_a_version() -> None:
    cloud = Cloud()
    made = cloud.create("aws:ec2/launchTemplate:LaunchTemplate", {"name": "template", "imageId": "ami-1"})

    cloud.update(made, {"name": "template", "imageId": "ami-2"})
    cloud.update(made, {"name": "template", "imageId": "ami-2"})

    assert made.state["latestVersion"] == 2


def test_a_balancer_fills_the_bucket_of_its_logs(world: World) -> None:
    policy = json.dumps(
        {
            "Version": "2012-10-17",
            "Statement": [
                {
                    "Effect": "Allow",
                    "Principal": {"Service": "logdelivery.elasticloadbalancing.amazonaws.com"},
                    "Action": "s3:PutObject",
                    "Resource": "arn:aws:s3:::a-bucket/*",
                }
            ],
        }
    )
    world.make("policy", "aws:s3/bucketPolicy:BucketPolicy", region=HERE, bucket="a-bucket", policy=policy)
    world.make(
        "second",
        "aws:lb/loadBalancer:LoadBalancer",
        region=HERE,
        name="second",
        subnets=[world.subnet_a.id, world.subnet_b.id],
        accessLogs={"enabled": True, "bucket": "a-bucket"},
    )

    assert world.bucket.filled


def look_up(cloud: Cloud, token: str, **arguments: Any) -> dict[str, Any]:
    found = LookUps(cloud).answer(token, arguments, "")
    assert found is not None
    return found


def test_a_look_up_that_finds_nothing_or_too_much_fails(world: World) -> None:
    with pytest.raises(CloudError, match="no matching Vpc found"):
        look_up(world.cloud, "aws:ec2/getVpc:getVpc", id="vpc-1")
    with pytest.raises(CloudError, match="multiple Subnet found"):
        look_up(world.cloud, "aws:ec2/getSubnet:getSubnet", vpcId=world.vpc.id)


def test_public_parameters_hold_images_that_differ_by_region() -> None:
    name = "/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default-arm64"
    values = {
        look_up(Cloud(), "aws:ssm/getParameter:getParameter", name=name, region=region)["value"]
        for region in (HERE, THERE)
    }

    assert len(values) == 2
    assert all(value.startswith("ami-0") for value in values)


@needs_engine
def test_a_program_gets_definite_answers(tmp_path: Path) -> None:
    cloud = Cloud()
    zone = cloud.adopt("aws:route53/zone:Zone", "Z10448823EXAMPLE", {"name": "example.com"})
    network = cloud.adopt(
        "aws:ec2/vpc:Vpc", "vpc-0a1b2c3d4e5f60718", {"cidrBlock": "10.0.0.0/16", "tags": {"Name": "main"}}
    )
    subnet = cloud.adopt(
        "aws:ec2/subnet:Subnet", "subnet-0a1b2c3d4e5f60718", {"vpcId": network.id, "cidrBlock": "10.0.0.0/24"}
    )
    folder = copy_program(PROGRAMS / "lookups", tmp_path / "program", "__main__.py")
    with serve(cloud) as providers:
        stack = Stack(folder, "dev", providers)
        stack.configure({"aws:region": HERE})
        stack.up()
        (root,) = (
            one for one in stack.export()["deployment"]["resources"] if one["type"] == "pulumi:pulumi:Stack"
        )
    found = root["outputs"]

    assert found["account"] == "111122223333"
    assert found["region"] == HERE
    assert found["zones"] == ["us-east-1a", "us-east-1b", "us-east-1c"]
    assert found["image"][0].startswith("ami-0")
    assert found["image"][1] == "arm64"
    assert (found["subnets"], found["zone"]) == ([subnet.id], zone.id)
    assert json.loads(found["policy"])["Statement"][0]["Action"] == "s3:*"


@needs_engine
def test_what_lies_at_cloudflare_is_made_changed_and_let_go(tmp_path: Path) -> None:
    cloud = Cloud()
    folder = copy_program(PROGRAMS / "cloudflare", tmp_path / "program", "__main__.py")
    with serve(cloud) as providers:
        stack = Stack(folder, "dev", providers)
        stack.configure({"program:address": "192.0.2.1"})
        stack.up()
        stack.refresh()
        assert stack.preview() == []

        stack.configure({"program:address": "192.0.2.2"})
        assert {(step.op, step.type, step.properties) for step in stack.preview()} == {
            ("update", RECORD, ("content",)),
            ("update", POOL, ("origins",)),
        }
        stack.up()
        (record,) = cloud.of(RECORD)
        (pool,) = cloud.of(POOL)
        assert record.state["content"] == pool.state["origins"][0]["address"] == "192.0.2.2"
        assert len(record.id) == 32
        stack.destroy()

    assert cloud.is_empty()


@needs_engine
def test_a_refusal_reaches_the_person(tmp_path: Path) -> None:
    folder = copy_program(PROGRAMS / "lookups", tmp_path / "program", "__main__.py")
    with serve(Cloud()) as providers:
        stack = Stack(folder, "dev", providers)
        stack.configure({"aws:region": HERE})
        with pytest.raises(EngineError, match="no matching Vpc found"):
            stack.up()
