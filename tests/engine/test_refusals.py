"""What the stand-in cloud refuses, rule by rule: what it accepts, what it does not, and how AWS says so."""

from __future__ import annotations

import json

import pytest

from tests.engine.refusal_case import RECORD, SUBNET, VPC, Case, simple_record, subnet
from tests.engine.refused_policies import POLICIES, SCALING, TABLES
from tests.engine.refused_references import CERTIFICATES, NAMES, REFERENCES, REGIONS
from tests.engine.refused_traffic import BALANCERS, DNS, GROUPS, NETWORK
from tests.engine.standin import CloudError
from tests.engine.standin.refusals import Wanted, refusal
from tests.engine.standin_world import HERE, World

CASES = [
    *(*DNS, *NETWORK, *GROUPS, *BALANCERS, *REGIONS, *NAMES),
    *(*REFERENCES, *CERTIFICATES, *POLICIES, *SCALING, *TABLES),
]


@pytest.mark.parametrize("one", CASES, ids=lambda one: one.rule.replace(" ", "-"))
def test_is_refused_and_nothing_else(one: Case) -> None:
    world = World()
    inputs = one.inputs(world)

    assert refusal(world.cloud, Wanted(type=one.type, inputs=inputs, id=None)) is None
    said = refusal(world.cloud, Wanted(type=one.type, inputs={**inputs, **one.wrong(world)}, id=None))
    assert said is not None
    assert one.said in said


USED = {
    "subnet_a": "DependencyViolation: The subnet",
    "vpc": "DependencyViolation: The vpc",
    "group": "DependencyViolation: resource",
    "targets": "ResourceInUse",
    "certificate": "ResourceInUseException",
    "zone": "HostedZoneNotEmpty",
    "role": "must delete policies first",
}


@pytest.mark.parametrize("name", USED)
def test_what_is_used_stays(name: str) -> None:
    world = World()
    thing = world.things[name]

    with pytest.raises(CloudError, match=USED[name]):
        world.cloud.delete(thing.type, thing.state, thing.id)
    assert world.cloud.read(thing.type, thing.state, thing.id) is thing


def test_everything_goes_in_the_order_against_its_making() -> None:
    world = World()

    for thing in reversed(world.things.values()):
        world.cloud.delete(thing.type, thing.state, thing.id)

    assert world.cloud.is_empty()


@pytest.mark.parametrize(("name", "said"), [("bucket", "BucketNotEmpty"), ("vault", "recovery points")])
def test_what_is_not_empty_stays_unless_it_is_forced(name: str, said: str) -> None:
    world = World()
    thing = world.things[name]
    thing.filled = True

    with pytest.raises(CloudError, match=said):
        world.cloud.delete(thing.type, thing.state, thing.id)
    thing.state["forceDestroy"] = True
    world.cloud.delete(thing.type, thing.state, thing.id)
    assert world.cloud.read(thing.type, thing.state, thing.id) is None


def test_a_gateway_stays_while_an_address_is_mapped() -> None:
    world = World()
    gateway = world.make("igw", "aws:ec2/internetGateway:InternetGateway", region=HERE, vpcId=world.vpc.id)

    with pytest.raises(CloudError, match="mapped public address"):
        world.cloud.delete(gateway.type, gateway.state, gateway.id)


def test_a_change_is_held_to_the_rules_without_what_it_takes_away() -> None:
    world = World()
    weighted = world.of_policy("failover", "one", weightedRoutingPolicies=[{"weight": 1}])

    changed = world.cloud.update(world.failover, weighted)

    assert "failoverRoutingPolicies" not in changed.state
    with pytest.raises(CloudError, match="a non failover rrset exists"):
        world.cloud.create(
            RECORD, world.of_policy("failover", "two", failoverRoutingPolicies=[{"type": "SECONDARY"}])
        )


def test_what_has_the_name_of_another_takes_it_from_nobody() -> None:
    world = World()
    topic = world.topic.arn
    statement = {"Effect": "Allow", "Principal": "*", "Action": "sns:Publish", "Resource": topic}
    policy = world.make(
        "open",
        "aws:sns/topicPolicy:TopicPolicy",
        region=HERE,
        arn=topic,
        policy=json.dumps({"Version": "2012-10-17", "Statement": [statement]}),
    )

    world.cloud.delete(policy.type, policy.state, policy.id)

    assert world.cloud.named(topic) is world.topic


def test_a_record_that_overwrites_takes_the_place_of_another() -> None:
    world = World()
    inputs = {**simple_record(world), "name": "plain", "records": ["192.0.2.9"], "allowOverwrite": True}

    world.cloud.create(RECORD, inputs)

    (found,) = (thing for thing in world.cloud.of(RECORD) if thing.id == world.plain.id)
    assert found.state["records"] == ["192.0.2.9"]


def test_what_is_adopted_can_be_named_and_is_nobodys_to_let_go() -> None:
    world = World()
    vpc = world.cloud.adopt(VPC, "vpc-0a1b2c3d4e5f60718", {"region": HERE, "cidrBlock": "172.16.0.0/16"})
    inputs = {**subnet(world), "vpcId": vpc.id, "cidrBlock": "172.16.0.0/24"}

    assert refusal(world.cloud, Wanted(type=SUBNET, inputs=inputs, id=None)) is None
    outside = {**inputs, "cidrBlock": "10.0.9.0/24"}
    assert "InvalidSubnet.Range" in str(refusal(world.cloud, Wanted(type=SUBNET, inputs=outside, id=None)))
