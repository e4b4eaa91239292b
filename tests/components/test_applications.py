"""What services need in every region besides stores, in a whole stack."""

from __future__ import annotations

import json
from functools import cache
from typing import Any

import pulumi
import pytest

from holdfast.components import auto_scaling_limits
from holdfast.components.multi_region_api import MultiRegionApi
from holdfast.settings.contradictions import workloads
from holdfast.topology.plan import plan
from holdfast.topology.role_policies import policy_characters
from tests.components.declared import PROJECT, STACK, Resources, declared
from tests.settings.stack_files import PAIR, SPREAD, loaded, mistakes, orders

VALUE = "correct-horse-battery"
DECLARED = """
holdfast:registry: { home: use1, replication: stack, repositories: { orders: {} } }
holdfast:machine_images: { web: { home: use1, ami: ami-0123456789abcdef0 } }
holdfast:packages: { releases: {} }
holdfast:parameters: { checkout: { value: "https://{region}" } }
holdfast:secrets: { pager: { home: use1, source: config }, token: { home: use1, source: people } }
holdfast:keys: { cards: { multi_region: true, home: use1 }, scratch: { multi_region: false } }
"""
USED = orders(
    "{ image: (remove), artefact: 'package://releases/orders/1.tar.gz', instance: { machine_image: web },"
    " secrets: { PAGER: 'secret://pager', CHECKOUT: 'parameter://checkout' }, keys: [cards] }"
)
ON_LAMBDA = orders(
    "{ kind: lambda, port: (remove), image: (remove), instance: (remove), artefact: "
    "'package://releases/orders.zip', function: { rps: 10, handler: app.handler, runtime: python3.13 },"
    " secrets: { PAGER: 'secret://pager' }, keys: [cards] }"
)
ON_ECS = orders(
    "{ kind: ecs, port: 3000, instance: (remove), ecs: { rps: 400 },"
    " secrets: { PAGER: 'secret://pager', CHECKOUT: 'parameter://checkout' } }"
)
BEHIND_HTTP = "holdfast:entrances: { public: { api_gateway: {} } }"


@cache
def stack(*patches: str) -> tuple[Resources, dict[str, Any]]:
    topology, found = plan(loaded(*patches), project=PROJECT, stack=STACK), dict[str, Any]()

    def program() -> None:
        pulumi.runtime.set_all_config({"secrets:pager": VALUE}, ["secrets:pager"])
        MultiRegionApi("api", {"topology": topology}).operations.apply(found.update)

    return declared(program), found


def statements(found: Resources, policy: str) -> dict[str, Any]:
    return {one["Sid"]: one for one in json.loads(found(policy, "RolePolicy").inputs["policy"])["Statement"]}


@pytest.mark.parametrize(("place", "region"), [("use1", "us-east-1"), ("euw1", "eu-west-1")])
def test_instances_start_from_what_lies_in_their_own_region(place: str, region: str) -> None:
    found, _ = stack(SPREAD, DECLARED, USED)
    launched = "ami-0123456789abcdef0" if place == "use1" else found("euw1-web-image").id
    assert found(f"{place}-orders-lt").inputs["imageId"] == launched
    may = statements(found, f"{place}-orders-policy")
    bucket = f"{PROJECT}-{STACK}-{place}-releases-111122223333"
    assert may["ReadArtefact"]["Resource"] == [f"arn:aws:s3:::{bucket}/orders/1.tar.gz"]
    assert found(f"{place}-releases-bucket").inputs["bucket"] == bucket
    own = f"{region}:111122223333"
    assert may["ReadSecrets"]["Resource"] == [found("use1-pager-secret").arn.replace("us-east-1", region)]
    parameter = found(f"{place}-parameters-checkout").inputs["name"]
    assert may["ReadParameters"]["Resource"] == [f"arn:aws:ssm:{own}:parameter{parameter}"]
    assert may["StoreKeyCards1"]["Resource"] == [found(f"{place}-cards-app-key").arn]


def test_no_refresh_goes_back_to_a_machine_image_that_is_gone() -> None:
    # The former copy is deregistered at the end of the update that begins the refresh.
    refresh = stack(SPREAD, DECLARED, USED)[0]("euw1-orders-asg").inputs["instanceRefresh"]["preferences"]
    assert (refresh["autoRollback"], refresh["skipMatching"]) == (False, True)


def test_a_function_is_made_of_its_own_regions_package_and_told_arns() -> None:
    found, _ = stack(SPREAD, DECLARED, ON_LAMBDA, BEHIND_HTTP)
    function = found("euw1-orders-fn")
    assert function.inputs["s3Bucket"] == found("euw1-releases-bucket").inputs["bucket"]
    told = function.inputs["environment"]["variables"]
    assert told["KEY_CARDS_ARN"] == found("euw1-cards-app-key").arn
    assert told["PAGER"] == found("use1-pager-secret").arn.replace("us-east-1", "eu-west-1")


def test_tasks_are_told_the_whole_arn_of_their_regions_secret() -> None:
    # ECS takes no ARN without its random end:
    # https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_Secret.html (2026-11).
    found, _ = stack(SPREAD, DECLARED, ON_ECS)
    (container,) = json.loads(found("euw1-orders-task").inputs["containerDefinitions"])
    parameter = found("euw1-parameters-checkout").inputs["name"]
    assert {one["name"]: one["valueFrom"] for one in container["secrets"]} == {
        "PAGER": found("use1-pager-secret").arn.replace("us-east-1", "eu-west-1"),
        "CHECKOUT": f"arn:aws:ssm:eu-west-1:111122223333:parameter{parameter}",
    }
    may = statements(found, "euw1-orders-execution-policy")
    assert may["ReadSecrets"]["Resource"] == [container["secrets"][1]["valueFrom"]]


def test_late_and_failed_copies_of_packages_ring() -> None:
    found, _ = stack(SPREAD, DECLARED)
    alarms = [one for one in found.of("MetricAlarm") if "releases" in one.name]
    for place, region in (("use1", "us-east-1"), ("euw1", "eu-west-1")):
        own = [one for one in alarms if one.region == region]
        assert own, place
        # Somebody acts on it within working days: it does not page.
        topic = found(f"{place}-alarms-topic")
        assert topic.region == region
        assert all(one.inputs["alarmActions"] == [topic.arn] for one in own)


def test_services_come_after_what_they_name() -> None:
    found, _ = stack(SPREAD, DECLARED, USED)
    assert {
        "use1-pager-secret-version",
        "use1-parameters-checkout",
        "use1-releases-bucket",
    } <= found("use1-orders", "AutoScalingService").depends_on


def test_a_configured_value_reaches_its_secret_and_nothing_else() -> None:
    found, operations = stack(SPREAD, DECLARED, USED)
    assert found("use1-pager-secret-version").inputs["secretStringWo"] == VALUE
    for one in found:
        shown = {name: value for name, value in one.inputs.items() if name not in one.secrets}
        assert VALUE not in repr(shown), one.name
    assert VALUE not in repr(operations)


def test_a_value_that_is_not_configured_is_asked_for_by_name() -> None:
    topology = plan(loaded(SPREAD, DECLARED), project=PROJECT, stack=STACK)

    def program() -> None:
        pulumi.runtime.set_all_config({})
        MultiRegionApi("api", {"topology": topology})

    with pytest.raises(pulumi.ConfigMissingError, match="secrets:pager"):
        declared(program)


def test_operators_are_told_where_everything_is() -> None:
    found, told = stack(SPREAD, DECLARED, USED)
    operations = told["applications"]
    repository = f"{PROJECT}/{STACK}/orders"
    assert operations["registry_home"] == "use1"
    assert operations["repositories"]["euw1"] == {
        "orders": f"111122223333.dkr.ecr.eu-west-1.amazonaws.com/{repository}"
    }
    assert operations["machine_images"]["web"] == {
        "euw1": found("euw1-web-image").id,
        "use1": "ami-0123456789abcdef0",
    }
    assert operations["packages"]["releases"]["euw1"] == found("euw1-releases-bucket").inputs["bucket"]
    assert operations["parameters"]["checkout"]["euw1"] == found("euw1-parameters-checkout").arn
    assert operations["secrets"]["token"]["home"] == "use1"
    assert ":eu-west-1:" in operations["secrets"]["token"]["arns"]["euw1"]
    assert operations["secrets"]["token"]["promoted"] == []
    assert operations["keys"]["cards"] == {
        "home": "use1",
        "arns": {place: found(f"{place}-cards-app-key").arn for place in ("euw1", "use1")},
    }
    assert operations["keys"]["scratch"]["home"] is None


def test_without_any_of_it_operators_are_told_nothing() -> None:
    _, told = stack(SPREAD)
    assert told["applications"] == {
        "registry_home": None,
        "repositories": {},
        "machine_images": {},
        "packages": {},
        "parameters": {},
        "secrets": {},
        "keys": {},
    }


def test_people_are_told_which_secrets_they_write() -> None:
    found, _ = stack(SPREAD, DECLARED)
    (told,) = [one for one in found("api").outputs["next_steps"] if "secret 'token'" in one]
    assert f"--region us-east-1 --secret-id {PROJECT}/{STACK}/token/secret" in told


def test_the_plan_bounds_a_roles_policy_with_its_keys() -> None:
    topology = plan(loaded(SPREAD, DECLARED, USED), project=PROJECT, stack=STACK)
    used = orders("{ keys: [cards, scratch] }")
    more = plan(loaded(SPREAD, DECLARED, USED, used), project=PROJECT, stack=STACK)
    written = {}
    for name, patches in (("one", ()), ("two", (used,))):
        policy = stack(SPREAD, DECLARED, USED, *patches)[0]("use1-orders-policy").inputs["policy"]
        written[name] = len("".join(policy.split()))
    bound = [
        policy_characters(one, region, region.services[0])
        for one in (topology, more)
        for region in one.regions
        if region.place == "use1"
    ]
    # What one more key takes is bounded, with the id that a real key has in place of the stand-in's.
    assert bound[1] - bound[0] >= written["two"] - written["one"]
    assert bound[0] >= written["one"]


@pytest.mark.parametrize("keys", ["[cards, scratch]", "[cards]"])
def test_variables_of_keys_count_in_the_user_data(keys: str) -> None:
    settings = loaded(SPREAD, DECLARED, USED, orders(f"{{ keys: {keys} }}"))
    room = workloads.ROOM_BYTES - workloads.own_bytes(settings.services["orders"])
    filled = orders(f"{{ keys: {keys}, environment: {{ FILL: '{'x' * (room - 60)}' }} }}")
    (found,) = mistakes(SPREAD, DECLARED, USED, filled)
    assert "what instances are told of" in str(found)


def test_an_id_and_a_copy_are_not_both_launched() -> None:
    instances: Any = {"types": ["m7g.large"], "architecture": "arm64", "ami_id": "ami-01234567"}
    instances["copied_ami_id"] = "ami-89abcdef"
    assert "'instances.ami_id' and 'instances.copied_ami_id' both" in " ".join(
        auto_scaling_limits._instance_problems(instances)
    )


def test_a_held_region_keeps_its_copies_as_they_are() -> None:
    found, _ = stack(SPREAD, DECLARED, USED, "holdfast:hold: [euw1]")
    for name in (
        "euw1-web-image",
        "euw1-web-image-id",
        "euw1-registry-orders-repository",
        "euw1-cards-app-key",
    ):
        assert "*" in found(name).ignore_changes
    for name in ("use1-web-image-id", "use1-registry-orders-repository", "use1-cards-app-key"):
        assert "*" not in found(name).ignore_changes


def test_roles_that_swap_change_none_of_it() -> None:
    kinds = (
        *("Repository", "ReplicationConfiguration", "AmiCopy", "Parameter"),
        *("Secret", "SecretVersion", "ReplicaKey", "aws:kms/key:Key", "aws:s3/bucket:Bucket"),
    )
    swapped = "holdfast:regions: { use1: { role: standby }, euw1: { role: active } }"
    before, after = (stack(PAIR, DECLARED, USED, patch)[0] for patch in ("", swapped))
    for kind in kinds:
        was, now = ({one.urn: one.inputs for one in some.of(kind)} for some in (before, after))
        assert was, kind
        assert was == now


def test_each_region_behind_an_entrance_has_a_certificate_of_its_own() -> None:
    found, _ = stack(SPREAD)
    issued = {one.region: one for one in found.of("aws:acm/certificateValidation:CertificateValidation")}
    assert {"us-east-1", "eu-west-1"} <= issued.keys()
    for place, region in (("use1", "us-east-1"), ("euw1", "eu-west-1")):
        (listener,) = [
            one
            for one in found.of("Listener")
            if one.name.startswith(place) and one.inputs.get("certificateArn")
        ]
        assert f":{region}:" in listener.inputs["certificateArn"]
