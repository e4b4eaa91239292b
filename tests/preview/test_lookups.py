"""Look-ups: given, exact, assumed, unknown, refused, in this order, and every assumption told."""

from __future__ import annotations

import importlib.util
import json
from typing import TYPE_CHECKING, Any

from pulumi.runtime.proto import provider_pb2, resource_pb2

from holdfast.preview.child.invokes import Invokes

from .conftest import UNKNOWN, inputs_of

if TYPE_CHECKING:
    import pytest

REGION = "config: {aws:region: us-west-2}\n"


def test_answers_exactly_what_needs_no_cloud(program: Any) -> None:
    source = """
import pulumi_aws as aws
document = aws.iam.get_policy_document(statements=[
    {"actions": ["b:X", "a:Y"], "resources": ["arn:&{aws:PartitionName}"]},
    {"effect": "Deny", "actions": ["*"], "principals": [{"type": "*", "identifiers": ["*"]}]},
])
pulumi.export("document", document.json)
pulumi.export("region", aws.get_region().region)
pulumi.export("other", aws.get_region(region="eu-west-1").id)
pulumi.export("partition", aws.get_partition().dns_suffix)
pulumi.export("output", aws.get_partition_output().partition)
"""
    holdfast = program(source, stack_file=REGION).preview()["holdfast"]
    outputs = holdfast["outputs"]
    assert json.loads(outputs.pop("document")) == {
        "Version": "2012-10-17",
        "Statement": [
            {"Effect": "Allow", "Action": ["b:X", "a:Y"], "Resource": "arn:${aws:PartitionName}"},
            {"Effect": "Deny", "Action": "*", "Principal": "*"},
        ],
    }
    assert outputs == {
        "region": "us-west-2",
        "other": "eu-west-1",
        "partition": "amazonaws.com",
        "output": "aws",
    }
    assert holdfast["assumptions"] == []


def test_assumes_what_shapes_the_tree_and_tells_it(program: Any) -> None:
    source = """
import pulumi_aws as aws
from pulumi_aws import ebs
zones = aws.get_availability_zones(state="available")
for zone in zones.names:
    ebs.Volume(zone, availability_zone=zone, size=1)
account = aws.get_caller_identity().account_id
ami = aws.ec2.get_ami(most_recent=True)
ebs.Volume("made", availability_zone=f"x-{account}", snapshot_id=ami.id, tags={"a": ami.name.lower()})
"""
    document = program(source, stack_file=REGION).preview()
    names = [step["urn"].rpartition("::")[2] for step in document["steps"][1:]]
    assert names == ["made", "us-west-2a", "us-west-2b", "us-west-2c", "us-west-2d"]
    assert inputs_of(document, "made") == {
        "availabilityZone": UNKNOWN,
        "snapshotId": UNKNOWN,
        "tags": {"a": UNKNOWN},
    }
    assert [entry["subject"].rpartition(":")[2] for entry in document["holdfast"]["assumptions"]] == [
        "getAmi",
        "getAvailabilityZones",
        "getCallerIdentity",
    ]


def test_gives_text_back_as_the_boolean_that_a_provider_makes_of_it(program: Any) -> None:
    source = """
import pulumi, pulumi_aws as aws
pulumi.export("recent", aws.ec2.get_ami(owners=["amazon"], most_recent="true").most_recent)
"""
    assert program(source, stack_file=REGION).preview()["holdfast"]["outputs"] == {"recent": True}


def test_answers_an_older_sdk_that_knows_no_unknown_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delattr(resource_pb2, "ResourceInvokeResponse")
    spec = importlib.util.find_spec("holdfast.preview.child.monitor")
    assert spec is not None
    assert spec.loader is not None
    older = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(older)
    monitor = older.Monitor(
        stack="dev",
        project="p",
        root="/",
        providers=None,
        invokes=Invokes([], "us-east-1", "/"),
        problems=None,
        progress=lambda _: None,
        with_outputs=False,
    )
    request = resource_pb2.ResourceInvokeRequest(tok="aws:ec2/getAmi:getAmi", args={"owners": [UNKNOWN]})
    answer = monitor.Invoke(request)
    assert isinstance(answer, provider_pb2.InvokeResponse)
    told = dict(getattr(answer, "return"))
    assert told.keys() >= {"architecture", "id", "owners"}
    assert told["id"] not in {"", None}


def test_leaves_other_look_ups_unknown_in_their_output_form(program: Any) -> None:
    source = """
import pulumi_aws as aws
found = aws.ec2.get_instance_output(instance_id="i-1")
aws.sns.Topic("t", display_name=found.private_ip)
topic = aws.sns.Topic("u")
policy = aws.iam.get_policy_document_output(statements=[{"actions": ["a"], "resources": [topic.arn]}])
aws.sns.TopicPolicy("p", arn=topic.arn, policy=policy.json)
"""
    document = program(source, stack_file=REGION).preview()
    assert inputs_of(document, "t")["displayName"] == UNKNOWN
    assert inputs_of(document, "p")["policy"] == UNKNOWN
    assert [entry["assumed"] for entry in document["holdfast"]["assumptions"]] == [
        "unknown, with everything that is made from it"
    ]


NEEDED = """
import pulumi_aws as aws
found = aws.ec2.get_instance(instance_id="i-1")
aws.sns.Topic("t", display_name=found.private_ip)
"""


def test_refuses_a_look_up_whose_value_is_needed_at_once(program: Any) -> None:
    message = str(program(NEEDED, stack_file=REGION).fails())
    assert message.startswith("__main__.py:4: the program looks up aws:ec2/getInstance:getInstance")
    assert "answers file" in message


def test_given_answers_come_first(program: Any, tmp_path: Any) -> None:
    answers = tmp_path / "answers.json"
    function = "aws:ec2/getInstance:getInstance"
    answers.write_text(
        json.dumps(
            [
                {"token": function, "args": {"instanceId": "i-2"}, "return": {"privateIp": "2.2.2.2"}},
                {"token": function, "args": {"instanceId": "i-1"}, "return": {"privateIp": "1.1.1.1"}},
            ]
        )
    )
    document = program(NEEDED, stack_file=REGION).preview(answers=answers)
    assert inputs_of(document, "t")["displayName"] == "1.1.1.1"
    assert document["holdfast"]["assumptions"] == []


def test_refuses_answers_that_are_none(program: Any, tmp_path: Any) -> None:
    answers = tmp_path / "answers.json"
    for content, expected in (("{}", "expected a list"), ("[{}]", "entry 0 needs"), ("[", "no valid JSON")):
        answers.write_text(content)
        error = program("").fails(answers=answers)
        assert error.kind == "usage"
        assert expected in str(error)


STACK_REFERENCE = """
import pulumi_aws as aws
other = pulumi.StackReference("org/network/dev")
other.get_output("vpc").apply(lambda value: aws.sns.Topic(f"made-for-{value}"))
aws.sns.Topic("t", display_name=other.get_output("name"))
aws.sns.Topic("s", display_name=other.get_output("secret"))
"""


def test_stack_references_are_unknown_unless_given(program: Any, tmp_path: Any) -> None:
    written = program(STACK_REFERENCE)
    document = written.preview()
    assert inputs_of(document, "t")["displayName"] == UNKNOWN
    assert document["changeSummary"] == {"create": 3, "read": 1}
    assert document["holdfast"]["assumptions"][0]["kind"] == "stack reference"
    answers = tmp_path / "answers.json"
    outputs = {"name": "n", "vpc": "v", "secret": "hush"}
    given = {"outputs": outputs, "secretOutputNames": ["secret"]}
    answers.write_text(json.dumps([{"token": "pulumi:pulumi:StackReference", "return": given}]))
    document = written.preview(answers=answers)
    assert inputs_of(document, "t")["displayName"] == "n"
    assert inputs_of(document, "s")["displayName"] == "[secret]"
    assert document["changeSummary"] == {"create": 4, "read": 1}


def test_method_calls_are_unknown(program: Any) -> None:
    source = """
from pulumi_aws import sns
class C(pulumi.ComponentResource):
    def __init__(self, name):
        super().__init__("a:b:C", name, {})
called = pulumi.runtime.call("a:b:C/method", {}, C("c"))
sns.Topic("t", display_name=called.apply(lambda value: value["result"]))
"""
    assert inputs_of(program(source).preview(), "t")["displayName"] == UNKNOWN
