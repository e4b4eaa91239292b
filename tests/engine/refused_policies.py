"""What the stand-in refuses of policies, scaling and tables."""

from __future__ import annotations

import json

from tests.engine.refusal_case import (
    ASG,
    INLINE,
    KEY,
    MANAGED,
    REPLICA,
    ROLE,
    TABLE,
    TARGETS,
    VPC,
    asg,
    case,
    inline,
    key,
    key_policy,
    role,
    table,
    targets,
    with_changes,
)
from tests.engine.standin_world import GRANT, HERE, THERE, TRUST

POLICIES = [
    case("no JSON", INLINE, inline, "Syntax errors in policy", policy="{"),
    case(
        "no version",
        INLINE,
        inline,
        "must be version 2012-10-17",
        policy=json.dumps({"Statement": GRANT["Statement"]}),
    ),
    case(
        "no statement",
        INLINE,
        inline,
        "Missing required field Statement",
        policy=json.dumps({**GRANT, "Statement": []}),
    ),
    case(
        "an element that is none",
        INLINE,
        inline,
        "Syntax errors",
        policy=with_changes(GRANT, Actions=["s3:*"]),
    ),
    case(
        "no effect", INLINE, inline, "Missing required field Effect", policy=with_changes(GRANT, Effect=None)
    ),
    case("another effect", INLINE, inline, "Invalid effect", policy=with_changes(GRANT, Effect="allow")),
    case(
        "no action", INLINE, inline, "Missing required field Action", policy=with_changes(GRANT, Action=None)
    ),
    case(
        "an action of no service",
        INLINE,
        inline,
        "prefaced by a vendor",
        policy=with_changes(GRANT, Action="Get"),
    ),
    case(
        "both actions",
        INLINE,
        inline,
        "already has instance of Action",
        policy=with_changes(GRANT, NotAction="s3:*"),
    ),
    case(
        "no resource",
        INLINE,
        inline,
        "Missing required field Resource",
        policy=with_changes(GRANT, Resource=None),
    ),
    case(
        "a resource that is no ARN",
        INLINE,
        inline,
        "must be in ARN format",
        policy=with_changes(GRANT, Resource="x"),
    ),
    case(
        "a principal in a role's policy",
        INLINE,
        inline,
        "prohibited field Principal",
        policy=with_changes(GRANT, Principal="*"),
    ),
    case(
        "two statements of one name",
        INLINE,
        inline,
        "must be unique",
        policy=json.dumps({**GRANT, "Statement": [{**GRANT["Statement"][0], "Sid": "A"}] * 2}),  # type: ignore[dict-item]
    ),
    case(
        "a name of other characters", INLINE, inline, "alpha-numeric", policy=with_changes(GRANT, Sid="a b")
    ),
    case(
        "trust of nobody",
        ROLE,
        role,
        "Missing required field Principal",
        assumeRolePolicy=with_changes(TRUST, Principal=None),
    ),
    case(
        "trust in a resource",
        ROLE,
        role,
        "prohibited field Resource",
        assumeRolePolicy=with_changes(TRUST, Resource="*"),
    ),
    case(
        "inline policies too long together",
        INLINE,
        lambda w: {**inline(w), "policy": with_changes(GRANT, Resource=f"arn:aws:s3:::{'x' * 9_900}")},
        "Maximum policy size of 10240 bytes",
        policy=with_changes(GRANT, Resource=f"arn:aws:s3:::{'x' * 10_100}"),
    ),
    case(
        "a managed policy too long",
        MANAGED,
        lambda _w: {"name": "m", "policy": with_changes(GRANT, Resource=f"arn:aws:s3:::{'x' * 6_000}")},
        "PolicySize: 6144",
        policy=with_changes(GRANT, Resource=f"arn:aws:s3:::{'x' * 6_100}"),
    ),
    case(
        "a key that locks everybody out",
        KEY,
        key,
        "will not allow you to update",
        policy=key_policy("kms:Decrypt"),
    ),
]
SCALING = [
    case("the least above the most", ASG, asg, "Max bound, 4", minSize=5),
    case(
        "more than the most wanted",
        ASG,
        lambda w: {**asg(w), "desiredCapacity": 3},
        "Desired capacity:5",
        desiredCapacity=5,
    ),
    case(
        "a template's version that is missing",
        ASG,
        asg,
        "Could not find launch template version 2",
        wrong=lambda w: {"launchTemplate": {"id": w.template.id, "version": "2"}},
    ),
    case(
        "targets of another network",
        ASG,
        asg,
        "must belong to the same VPC",
        wrong=lambda w: {
            "targetGroupArns": [
                w.make(
                    "apart",
                    TARGETS,
                    **{
                        **targets(w),
                        "vpcId": w.make("vpc3", VPC, region=HERE, cidrBlock="10.8.0.0/16").id,
                    },
                ).id
            ]
        },
    ),
    case(
        "a policy without what it tracks",
        "aws:autoscaling/policy:Policy",
        lambda _w: {"region": HERE, "name": "p", "policyType": "StepScaling"},
        "TargetTrackingConfiguration",
        policyType="TargetTrackingScaling",
    ),
    case(
        "a scalable target upside down",
        "aws:appautoscaling/target:Target",
        lambda _w: {"region": HERE, "minCapacity": 1, "maxCapacity": 2, "resourceId": "table/table"},
        "cannot be less than minimum",
        minCapacity=3,
    ),
    case(
        "a policy of a target that is missing",
        "aws:appautoscaling/policy:Policy",
        lambda w: (
            w.make(
                "scaled",
                "aws:appautoscaling/target:Target",
                region=HERE,
                minCapacity=1,
                maxCapacity=2,
                resourceId="table/table",
                serviceNamespace="dynamodb",
                scalableDimension="dynamodb:table:ReadCapacityUnits",
            ).state
            | {"name": "p"}
        ),
        "No scalable target found",
        resourceId="table/other",
    ),
]
TABLES = [
    case("a key without a type", TABLE, table, "not defined in AttributeDefinitions", attributes=[]),
    case(
        "a type of no key",
        TABLE,
        table,
        "Some AttributeDefinitions are not used",
        attributes=[{"name": "pk", "type": "S"}, {"name": "other", "type": "S"}],
    ),
    case("capacity on demand", TABLE, table, "Neither ReadCapacityUnits", readCapacity=5, writeCapacity=5),
    case("no capacity", TABLE, table, "must both be specified", billingMode="PROVISIONED"),
    case(
        "indexes of one name",
        TABLE,
        lambda w: {
            **table(w),
            "globalSecondaryIndexes": [{"name": "a", "hashKey": "pk", "projectionType": "ALL"}],
        },
        "Duplicate index name",
        globalSecondaryIndexes=[{"name": "a", "hashKey": "pk", "projectionType": "ALL"}] * 2,
    ),
    case(
        "a replica in the table's own region",
        REPLICA,
        lambda w: {"region": THERE, "globalTableArn": w.table.arn},
        "Cannot add, delete, or update the local region",
        region=HERE,
    ),
    case(
        "a replica of a table without a stream",
        REPLICA,
        lambda w: {"region": THERE, "globalTableArn": w.table.arn},
        "must have a stream",
        wrong=lambda w: {"globalTableArn": w.make("still", TABLE, **table(w)).arn},
    ),
]
