"""What services of every kind are told: where they stand, what they run, who calls them, what they use."""

from collections.abc import Mapping, Sequence
from typing import NotRequired, TypedDict

import pulumi


class ServiceNetwork(TypedDict):
    """Where the service stands."""

    vpc_id: pulumi.Input[str]
    """Id of the VPC."""
    subnet_ids: pulumi.Input[Sequence[pulumi.Input[str]]]
    """Ids of the private subnets, one in each zone, known once they reach image registry and AWS."""
    vpc_cidr: NotRequired[pulumi.Input[str]]
    """IPv4 block that the service may reach on any TCP port, for stores and endpoints in the VPC, which admit
    by their own security groups. Default: only port 443 is open to the outside, also within the VPC."""


class ServiceAgent(TypedDict):
    """The agent that takes the service's telemetry and sends it on: a container of its own beside it."""

    image: str
    """Container image. In Amazon ECR it must lie in the service's own region."""
    command: NotRequired[Sequence[str]]
    """What the image is run with. Default: the image's own."""
    environment: NotRequired[Mapping[str, str]]
    """Its environment variables in the open. Default: none."""
    secrets: NotRequired[Mapping[str, pulumi.Input[str]]]
    """Its environment variable → ARN of the secret or parameter that holds it, as with the service's.
    Default: none."""
    memory_mib: NotRequired[int]
    """Memory above which it is ended and started anew, in MiB. Default: 256 (assumption)."""


class ServiceWorkload(TypedDict):
    """What the service runs."""

    port: int
    """Port on which the service listens, also given to it as ``PORT``."""
    image: NotRequired[str]
    """Container image. In Amazon ECR it must lie in the service's own region, so that no instance needs
    another region to start. Name it by digest or by a tag that never moves: a launch template that is rolled
    back brings back the name alone. Default: none, then ``artefact`` is needed."""
    artefact: NotRequired[str]
    """``s3://bucket/key.tar.gz`` with an executable ``run`` at its top, started by systemd as a user of its
    own. Default: none, then ``image`` is needed."""
    environment: NotRequired[Mapping[str, str]]
    """Environment variables in the open; ``AWS_REGION``, ``AWS_DEFAULT_REGION`` and ``PORT`` are set already.
    Default: none."""
    secrets: NotRequired[Mapping[str, pulumi.Input[str]]]
    """Environment variable → ARN of the Secrets Manager secret or Parameter Store parameter, in the service's
    region and encrypted with ``key_arn`` or AWS's own key. Read on the instance whenever the service starts,
    kept in memory. Default: none."""
    health_path: NotRequired[str]
    """Path that answers when the service is ready; a warm pool needs it. Default: none."""
    agent: NotRequired[ServiceAgent]
    """Agent that Docker runs beside the service, which never waits for it. Default: none."""


class ServiceTarget(TypedDict):
    """What sends requests to the service: one key for each load balancer."""

    arn: NotRequired[pulumi.Input[str]]
    """ARN of the target group, known once a listener forwards to it. Default: none, for proxies of one's own,
    which find the service's instances themselves."""
    security_group_id: pulumi.Input[str]
    """Security group of the load balancer or the proxies, the only one that reaches the port."""
    label: NotRequired[pulumi.Input[str]]
    """``app/<balancer>/<id>/targetgroup/<group>/<id>``, known once a listener forwards to the group, or AWS
    refuses scaling on its requests. Default: none, then only CPU scales."""


class StoreStatement(TypedDict):
    """One IAM statement, in IAM's own words: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements.html."""

    Effect: str
    """``Allow`` or ``Deny``."""
    Action: Sequence[str]
    """Actions, such as ``dynamodb:GetItem``."""
    Resource: Sequence[pulumi.Input[str]]
    """ARNs."""
    Condition: NotRequired[Mapping[str, Mapping[str, str]]]
    """Operator → condition key → value. Default: none."""
    Sid: NotRequired[str]
    """Letters and digits, unique in the role's policy. Default: made of the store's key."""


class ServiceStore(TypedDict):
    """What the service needs to use one store; ``service_stores`` makes it."""

    environment: Mapping[str, pulumi.Input[str]]
    """Environment variables in the open, such as ``STORE_ORDERS_ENDPOINT``; no secret, only its ARN. None
    that the workload or another store sets, nor ``PORT`` or one that begins with ``AWS_``."""
    statements: Sequence[StoreStatement]
    """IAM statements for the service's role: ``Effect``, ``Action``, ``Resource``, and by choice
    ``Condition`` and ``Sid``. Default of a ``Sid``: ``Store``, the key and the statement's number."""
    security_group_id: NotRequired[pulumi.Input[str]]
    """Security group of a store in the VPC, which then admits the service; one group and port for each store.
    Default: none, the store is reached over HTTPS."""
    port: NotRequired[int]
    """TCP port of that store, needed with ``security_group_id``. Default: none."""
