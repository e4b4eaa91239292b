"""What a reviewer must see: edits of our production, and what each of them brings up, to the last item."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from holdfast.checks import Severity
from holdfast.graph import read_preview
from holdfast.review.attention import IDS
from tests.checks.coverage import PITFALLS, POLICIES
from tests.checks.mutations.model import Document, change
from tests.checks.production import production
from tests.review.attention_samples import (
    CHECK,
    GROUP,
    LISTENER,
    RECORD,
    TABLE,
    TARGETS,
    before,
    of,
    only,
    told,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from holdfast.review.model import Attention

REPLICA = "aws:dynamodb/tableReplica:TableReplica"
PLAN = "aws:backup/plan:Plan"
LOCK = "aws:backup/vaultLockConfiguration:VaultLockConfiguration"
ALARM = "aws:cloudwatch/metricAlarm:MetricAlarm"
INGRESS = "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule"
API = "holdfast:index:MultiRegionApi"


def edited(edit: Callable[[Document], object]) -> tuple[Attention, ...]:
    """What an edit of our production brings up."""
    document = Document(json.loads(production()))
    edit(document)
    return of(before(), read_preview(document.content))


def _unprotect(prod: Document) -> None:
    prod.one(TABLE)["protect"] = False
    prod.change(TABLE, "*", "deletionProtectionEnabled", False)


def _open_role(prod: Document) -> None:
    everything = {"Statement": [{"Effect": "Allow", "Action": "*", "Resource": "*"}]}
    change(prod.first("aws:iam/rolePolicy:RolePolicy"), "policy", json.dumps(everything))


def _trust_somebody(prod: Document) -> None:
    principal = {"AWS": "arn:aws:iam::999988887777:root"}
    trust = {"Statement": [{"Effect": "Allow", "Action": "sts:AssumeRole", "Principal": principal}]}
    change(prod.first("aws:iam/role:Role"), "assumeRolePolicy", json.dumps(trust))


def _slower_than_promised(prod: Document) -> None:
    prod.change(CHECK, "*-endpoint", "failureThreshold", 10)
    prod.change(API, "*", "objectives.rto_seconds", 100)


def _administrator(prod: Document) -> None:
    arn = "arn:aws:iam::aws:policy/AdministratorAccess"
    prod.add("aws:iam/rolePolicyAttachment:RolePolicyAttachment", "all", {"policyArn": arn, "role": "x"})


EDITS: dict[str, tuple[Callable[[Document], object], list[tuple[str, str]]]] = {
    "nothing": (lambda _: None, []),
    "tags in both regions": (lambda prod: prod.change(GROUP, "*", "tags", []), []),
    "a key of the table": (
        lambda prod: prod.change(TABLE, "*", "hashKey", "order_id"),
        [
            ("critical", "replaces-stateful"),
            ("medium", "regions-together"),
            ("low", "permissions-unknown"),
        ],
    ),
    "the table without its replica": (
        lambda prod: prod.remove(REPLICA),
        [
            ("critical", "deletes-stateful"),
            ("high", "breaks-objective"),
            ("medium", "recovery-longer"),
            ("low", "permissions-unknown"),
        ],
    ),
    "protection": (_unprotect, [("high", "protection-removed")]),
    "the lock of a vault": (lambda prod: prod.remove(LOCK, "use1-*"), [("critical", "protection-removed")]),
    "point-in-time recovery": (
        lambda prod: prod.change(TABLE, "*", "pointInTimeRecovery.enabled", False),
        [("high", "backups-weakened")],
    ),
    "how long backups are kept": (
        lambda prod: prod.change(PLAN, "*", "rules.0.lifecycle.deleteAfter", 1),
        [("high", "backups-weakened")],
    ),
    "how often backups are made": (
        lambda prod: prod.change(PLAN, "*", "rules.0.schedule", "cron(0 5 1 * ? *)"),
        [("high", "backups-weakened")],
    ),
    "failures in a row": (
        lambda prod: prod.change(CHECK, "*-endpoint", "failureThreshold", 10),
        [("medium", "recovery-longer"), ("medium", "health-check-weakened")],
    ),
    "failures in a row beyond the objective": (
        _slower_than_promised,
        [("high", "breaks-objective"), ("medium", "health-check-weakened")],
    ),
    "the text that is looked for": (
        lambda prod: prod.change(CHECK, "use1-public-endpoint", "searchString", None),
        [("medium", "health-check-weakened")],
    ),
    "targets looked at less often": (
        lambda prod: prod.change(TARGETS, "*", "healthCheck.interval", 60),
        [
            ("medium", "recovery-longer"),
            ("medium", "health-check-weakened"),
            ("medium", "detection-longer"),
            ("medium", "regions-together"),
        ],
    ),
    "a record of the set": (
        lambda prod: prod.remove(RECORD, "*latency-euw1"),
        [("high", "breaks-objective"), ("high", "dns-weakened")],
    ),
    "the health check of a record": (
        lambda prod: prod.change(RECORD, "*latency-use1", "healthCheckId", None),
        [("high", "dns-weakened")],
    ),
    "the TTL of a record": (
        lambda prod: prod.change(RECORD, "global-public-validation-api*", "ttl", 3600),
        [("medium", "dns-weakened")],
    ),
    "fewer instances in a region": (
        lambda prod: prod.change(GROUP, "use1*", "minSize", 3),
        [("medium", "capacity-lower"), ("low", "capacity-fewer")],
    ),
    "a lower ceiling in a region": (
        lambda prod: prod.change(GROUP, "euw1*", "maxSize", 12),
        [("high", "capacity-short")],
    ),
    "an older version of TLS": (
        lambda prod: prod.change(LISTENER, "use1-*-https", "sslPolicy", "ELBSecurityPolicy-2016-08"),
        [("high", "encryption-weakened")],
    ),
    "AWS's key for the table": (
        lambda prod: prod.change(TABLE, "*", "serverSideEncryption", {"enabled": True}),
        [("high", "encryption-weakened")],
    ),
    "a port for everybody": (
        lambda prod: prod.change(INGRESS, "use1-orders-sg-*", "cidrIpv4", "0.0.0.0/0"),
        [("high", "network-opened")],
    ),
    "a policy for everything": (_open_role, [("high", "permissions-widened")]),
    "trust in somebody new": (_trust_somebody, [("medium", "permissions-widened")]),
    "an administrator": (_administrator, [("high", "permissions-widened")]),
    "an alarm": (
        lambda prod: prod.remove("aws:cloudwatch/compositeAlarm:CompositeAlarm", "euw1-paging"),
        [("medium", "alarms-removed")],
    ),
    "an alarm that tells nobody": (
        lambda prod: prod.change(ALARM, "euw1-public-errors", "actionsEnabled", False),
        [("medium", "alarm-weakened")],
    ),
}


@pytest.mark.parametrize("name", EDITS)
def test_an_edit_brings_up_its_items_and_no_others(name: str) -> None:
    edit, expected = EDITS[name]

    assert told(edited(edit)) == expected


def test_numbers_are_told_before_and_after() -> None:
    found = edited(EDITS["failures in a row"][0])

    assert only(found, "health-check-weakened").details == (
        "failureThreshold (3 -> 10): it is noticed later",
    )
    longer = only(found, "recovery-longer")
    assert longer.title == "Losing eu-west-1 and us-east-1 takes longer to recover from"
    assert longer.details == ("90 s: 10 s x 3 + TTL 60 s -> 160 s: 10 s x 10 + TTL 60 s",)


def test_alike_items_of_several_regions_are_one_with_several_resources() -> None:
    found = only(edited(EDITS["failures in a row"][0]), "health-check-weakened")

    assert found.title == "Weakens health check euw1-public-endpoint and use1-public-endpoint"
    assert len(found.resources) == 2


def test_what_forces_a_replacement_is_named_with_its_source() -> None:
    table = only(edited(EDITS["a key of the table"][0]), "replaces-stateful")

    assert table.title == "Replaces DynamoDB table use1-orders-table, with 1 other: what it holds is lost"
    assert table.details[0].startswith("use1-orders-table: hashKey: a change of hashKey replaces")
    assert "it is protected" in table.details[0]
    assert table.source.startswith("https://github.com/hashicorp/terraform-provider-aws/")
    assert table.details[1].startswith("euw1-orders-table: globalTableArn: ")
    assert len(table.resources) == 2


def test_the_objective_that_breaks_is_named() -> None:
    found = only(edited(EDITS["the table without its replica"][0]), "breaks-objective")

    assert found.title == "Losing us-east-1 would now break RPO 5 s"
    assert found.details == (
        "data loss: 1 s: peer in eu-west-1, not bounded -> 38 h: backup copy in eu-central-1, not bounded",
    )


def test_a_lower_ceiling_says_what_it_falls_short_of() -> None:
    found = only(edited(EDITS["a lower ceiling in a region"][0]), "capacity-short")

    assert found.title == "Without us-east-1 the rest cannot grow to the load"
    assert found.details == ("left: 9 of 18 instances; may grow to 18 -> 9 of 18 instances; may grow to 12",)


def test_the_worst_comes_first_and_the_order_is_always_the_same() -> None:
    found = edited(EDITS["the table without its replica"][0])
    ranks = [list(Severity).index(one.severity) for one in found]

    assert ranks == sorted(ranks, reverse=True)
    assert found == edited(EDITS["the table without its replica"][0])


def test_every_item_is_of_a_listed_kind() -> None:
    found = {one.id for edit, _ in EDITS.values() for one in edited(edit)}

    assert found < set(IDS)
    named = {one for answer in (*PITFALLS.values(), *POLICIES.values()) for one in answer.attention}
    assert named <= set(IDS)


def test_titles_are_short() -> None:
    for edit, _ in EDITS.values():
        for one in edited(edit):
            assert len(one.title.split()) <= 15, one.title
            assert "\n" not in one.title
