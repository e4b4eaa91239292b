"""A stack of a few resources whose components say which settings they come from, as Holdfast's do."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from holdfast.checks import Finding, Severity, Verdict
from holdfast.cost import Usage, estimate, stated_usage
from holdfast.explain import Facts, Where
from holdfast.prices import shipped
from tests.graph.documents import graph, step, urn

if TYPE_CHECKING:
    from collections.abc import Mapping

    from holdfast.graph import ResourceGraph

API, REGION, TABLES, KEY = (
    f"holdfast:index:{one}" for one in ("Api", "Region", "GlobalTable", "EncryptionKey")
)
TABLE, REPLICA, KMS, ALIAS, VPC = (
    "aws:dynamodb/table:Table",
    "aws:dynamodb/tableReplica:TableReplica",
    "aws:kms/key:Key",
    "aws:kms/alias:Alias",
    "aws:ec2/vpc:Vpc",
)
ORIGIN = {
    "kind": "holdfast:stores.orders.kind",
    "backup_class": "holdfast:stores.orders.backup_class (default)",
    "places": "holdfast:stores.orders.regions (default), holdfast:regions.use1.role",
}
SET: Mapping[str, Where] = {
    path: Where(file="Pulumi.prod.yaml", line=line)
    for path, line in {
        "holdfast:regions": 3,
        "holdfast:regions.use1": 4,
        "holdfast:regions.use1.role": 4,
        "holdfast:stores": 6,
        "holdfast:stores.orders": 7,
        "holdfast:stores.orders.kind": 8,
        "holdfast:tags": 9,
    }.items()
}


def component(token: str, name: str, origin: Mapping[str, Any] | None = None, **more: Any) -> dict[str, Any]:
    return step(token, name, {"origin": origin} if origin else {}, component=True, **more)


def steps() -> list[dict[str, Any]]:
    api, region = urn(API, "api"), urn(REGION, "use1")
    tables, key = urn(TABLES, "global-orders"), urn(KEY, "use1")
    network = {"cidr": "holdfast:regions.use1.cidr (default)", "zones": "holdfast:regions.use1.zones"}
    return [
        component(API, "api"),
        component(REGION, "use1", parent=api),
        component("holdfast:index:Network", "use1", network, parent=region),
        step(VPC, "use1-vpc", {"region": "us-east-1"}, parent=urn("holdfast:index:Network", "use1")),
        component(KEY, "use1", parent=region),
        step(KMS, "use1-key", {"region": "us-east-1"}, parent=key, protect=True),
        step(
            ALIAS, "use1-key-alias", {"region": "us-east-1"}, parent=key, links={"k": [urn(KMS, "use1-key")]}
        ),
        component(TABLES, "global-orders", ORIGIN, parent=api),
        step(
            TABLE,
            "use1-orders-table",
            {"region": "us-east-1", "billingMode": "PAY_PER_REQUEST"},
            parent=tables,
            links={"serverSideEncryption": [urn(KMS, "use1-key")]},
            sourcePosition="project:///__main__.py#14",
        ),
        step(
            REPLICA,
            "euw1-orders-table",
            {"region": "eu-west-1"},
            parent=tables,
            links={"globalTableArn": [urn(TABLE, "use1-orders-table")]},
        ),
        step("aws:sqs/queue:Queue", "outbox", {"region": "us-east-1"}),
    ]


def facts(
    *more: dict[str, Any],
    of: ResourceGraph | None = None,
    findings: tuple[Finding, ...] = (),
    cost: bool = True,
    lookup: bool = True,
) -> Facts:
    """What is known of the sample, or of another graph."""
    found = of if of is not None else graph(*steps(), *more)
    usage: Usage = stated_usage()
    return Facts(
        graph=found,
        findings=findings,
        estimate=estimate(found, usage, shipped()) if cost else None,
        lookup=SET.get if lookup else None,
    )


def finding(name: str, token: str, verdict: Verdict, *, waived: str | None = None) -> Finding:
    return Finding(
        id=f"DAT00{len(name) % 9}-a-check",
        verdict=verdict,
        severity=Severity.HIGH,
        resource=urn(token, name),
        name=name,
        message="nothing keeps what was before",
        fix="turn point-in-time recovery on" if verdict is Verdict.FAIL else "",
        source="https://docs.aws.amazon.com/",
        waived=waived,
    )
