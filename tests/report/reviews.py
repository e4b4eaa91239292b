"""Reviews written by hand: one stack in two regions, with what a test is about."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from holdfast.checks import Finding, Severity, Verdict
from holdfast.cost import CostItem, Estimate, ResourceCost, Standing
from holdfast.graph import Marker, Resource
from holdfast.review.model import (
    Attention,
    Change,
    Edge,
    EdgeKind,
    Edit,
    Figure,
    Forcing,
    Group,
    Kind,
    Node,
    NodeKind,
    Outcome,
    Outlook,
    Picture,
    PropertyChange,
    Review,
    Scope,
    StackReview,
)

if TYPE_CHECKING:
    from holdfast.graph import Value

HOSTILE = (
    "a|b`c``d*e_f[g](https://evil.example)<script>alert(1)</script><img src=x onerror=alert(1)> @octocat #12 "
    "!34 GH-5 www.evil.example https://evil.example $x$ ~~y~~ "
    "</details> \"'>& \n# heading\n/close\x1b[31m\u202e"
)
SECRET = "hunter2hunter2"  # noqa: S105  # what must not be told
PLACES = {"us-east-1": "use1", "eu-west-1": "euw1"}


def resource(token: str, name: str, place: str | None = "us-east-1") -> Resource:
    return Resource(urn=f"urn:pulumi:prod::orders::{token}::{name}", type=token, name=name, region=place)


def differing(path: str, before: Value, after: Value) -> PropertyChange:
    return PropertyChange(path=path, edit=Edit.CHANGE, before=before, after=after)


def change(  # noqa: PLR0913  # each names a field
    kind: Kind,
    token: str,
    name: str,
    *properties: PropertyChange,
    place: str = "us-east-1",
    components: tuple[str, ...] = (),
    forced_by: tuple[Forcing, ...] = (),
) -> Change:
    one = resource(token, name, None if place == "global" else place)
    return Change(
        kind=kind,
        resource=one,
        before=None if kind is Kind.CREATE else one,
        properties=properties,
        forced_by=forced_by,
        components=components,
        place=place,
    )


def alike(
    kind: Kind, token: str, noun: str, *properties: PropertyChange, missing: tuple[str, ...] = ()
) -> Group:
    """The same change in every region but those that are missing."""
    return Group(
        changes=tuple(
            change(
                kind,
                token,
                f"{code}-{noun}",
                *properties,
                place=place,
                components=("api", f"{code}-orders"),
            )
            for place, code in sorted(PLACES.items())
            if place not in missing
        ),
        missing=missing,
    )


def figure(text: str, seconds: float | None, *, bounded: bool = True) -> Figure:
    return Figure(seconds=seconds, text=text, bounded=bounded, source="")


def outcome(capacity: float, text: str, recovery: str, *breaks: str) -> Outcome:
    return Outcome(
        capacity=capacity,
        capacity_text=text,
        recovery=figure(recovery, 90),
        data_loss=figure("1 s: replica", 1, bounded=False),
        breaks=breaks,
    )


def estimate(amount: str) -> Estimate:
    item = CostItem(name="instances", unit="hour", quantity=Decimal(1), price=Decimal(amount))
    costs = [
        ResourceCost(
            urn=f"urn:{code}",
            name=f"{code}-orders-asg",
            type="aws:autoscaling/group:Group",
            place=place,
            component=f"{code}-orders",
            standing=Standing.PRICED,
            items=(item,),
        )
        for place, code in PLACES.items()
    ]
    unpriced = replace(costs[0], name="q", type="aws:sqs/queue:Queue", standing=Standing.MISSING, items=())
    return Estimate(
        stack="prod",
        prices_as_of=date(2026, 11, 1),
        usage={"requests": Decimal(1000)},
        resources=(*costs, unpriced),
        transfer=(),
    )


def finding(name: str = "use1-orders-asg", message: str = "minSize is 1", **more: Any) -> Finding:
    return Finding(
        id="ASG001-two",
        verdict=Verdict.FAIL,
        severity=Severity.MEDIUM,
        resource=None,
        name=name,
        message=message,
        fix="set it to 2",
        source="https://docs.aws.amazon.com/autoscaling/",
        **more,
    )


def topology() -> Picture:
    def node(name: str, kind: NodeKind, place: str, state: Kind | None = None, detail: str = "") -> Node:
        key = f"{place}_{kind}_{name}".replace("-", "_")
        return Node(id=key, label=name, detail=detail, kind=kind, place=place, change=state)

    clients = node("Clients", NodeKind.CLIENTS, "global")
    names = node("global-public", NodeKind.ENTRANCE, "global", None, "DNS latency: 5 records")
    nodes, edges = [clients, names], [_edge(clients, names, EdgeKind.TRAFFIC)]
    stores = {}
    for place, code in sorted(PLACES.items()):
        door = node(f"{code}-public", NodeKind.ENTRANCE, place, None, "application load balancer")
        service = node(f"{code}-orders", NodeKind.COMPUTE, place, Kind.UPDATE, "9 to 18 → 4 to 8 instances")
        store = node("global-orders", NodeKind.STORE, place, Kind.REPLACE, "DynamoDB table")
        stores[place] = store
        nodes += [door, service, store]
        edges += [
            _edge(names, door, EdgeKind.TRAFFIC, "latency"),
            _edge(door, service, EdgeKind.TRAFFIC),
            _edge(service, store, EdgeKind.DATA),
        ]
    edges.append(_edge(stores["us-east-1"], stores["eu-west-1"], EdgeKind.REPLICATION, "global table"))
    return Picture(places=("eu-west-1", "us-east-1", "global"), nodes=tuple(nodes), edges=tuple(edges))


def _edge(start: Node, end: Node, kind: EdgeKind, label: str = "") -> Edge:
    return Edge(start=start.id, end=end.id, kind=kind, change=None, label=label)


def stack(name: str = "prod", **more: Any) -> StackReview:
    """A stack in which nothing changes, but for what is given."""
    given = {
        "stack": name,
        "before": None,
        "after": None,
        "changes": tuple(one for group in more.get("groups", ()) for one in group.changes),
        "groups": (),
        "attention": (),
        "outlooks": (),
        "new_findings": (),
        "resolved_findings": (),
        "waived": (),
        "picture": Picture(places=(), nodes=(), edges=()),
        "cost_before": None,
        "cost_after": None,
        "partial": False,
    }
    return StackReview(**{**given, **more})


def review(*stacks: StackReview, **failed: str) -> Review:
    return Review(base="main", head="feature", stacks=stacks, failed=failed)


def whole() -> Review:
    """Everything that a review can say, once."""
    table = change(
        Kind.REPLACE,
        "aws:dynamodb/table:Table",
        "use1-orders-table",
        differing("hashKey", "customer_id", "order_id"),
        components=("api", "global-orders"),
        forced_by=(
            Forcing(
                path="hashKey", certain=True, reason="a change of hashKey replaces", source="https://x.y/"
            ),
        ),
    )
    record = change(Kind.DELETE, "aws:route53/record:Record", "global-public", place="global")
    before = outcome(0.67, "6 of 9 instances", "70 s: targets 5 s x 2 + 60 s")
    after = outcome(0, "0 of 1 instances", "120 s: targets 30 s x 2 + 60 s", "RTO 90 s")
    return review(
        stack("dev"),
        stack(
            "prod",
            groups=(
                Group(changes=(record,), missing=()),
                Group(changes=(table,), missing=()),
                alike(
                    Kind.UPDATE,
                    "aws:autoscaling/group:Group",
                    "orders-asg",
                    differing("minSize", 9, 4),
                    differing("tags.Owner", SECRET, f"{SECRET}2"),
                    differing("userData", Marker.UNKNOWN, Marker.UNKNOWN),
                ),
                alike(Kind.CREATE, "aws:cloudwatch/metricAlarm:MetricAlarm", "cpu", missing=("eu-west-1",)),
            ),
            attention=(
                Attention(
                    id="replaces-stateful",
                    severity=Severity.CRITICAL,
                    title="Replaces DynamoDB table use1-orders-table: what it holds is lost",
                    details=("hashKey: a change of hashKey replaces",),
                    resources=(table.resource.urn, record.resource.urn),
                    fix="leave hashKey as it is",
                    source="https://docs.aws.amazon.com/dynamodb/",
                ),
                Attention(id="slower", severity=Severity.LOW, title="A failure is noticed later"),
            ),
            outlooks=(
                *(
                    Outlook(scope=Scope.ZONE, what=f"us-east-1{zone}", before=before, after=after)
                    for zone in "abc"
                ),
                Outlook(scope=Scope.REGION, what="us-east-1", before=before, after=before),
            ),
            new_findings=(finding(),),
            resolved_findings=(finding("euw1-orders-asg"),),
            waived=(finding("dev-asg", waived="planned"),),
            picture=topology(),
            cost_before=estimate("1000"),
            cost_after=estimate("400.50"),
            notes=("zones are assumed",),
        ),
        qa="the program failed",
    )


def hostile() -> Review:
    """A program whose every text tries to be more than text."""
    one = change(
        Kind.UPDATE,
        f"aws:x/{HOSTILE}:X",
        HOSTILE,
        differing(HOSTILE, HOSTILE, SECRET),
        differing("password", SECRET, Marker.SECRET),
        differing("environment.variables.minSize", 1, 2),
        differing("minSize", SECRET + "\n```\n", HOSTILE),
        place=HOSTILE,
        components=(HOSTILE,),
        forced_by=(Forcing(path=HOSTILE, certain=False, reason=HOSTILE, source="javascript:alert(1)"),),
    )
    hit = Node(id="x", label=HOSTILE, detail=HOSTILE, kind=NodeKind.STORE, place=HOSTILE, change=Kind.DELETE)
    worst = outcome(0.5, HOSTILE, HOSTILE, HOSTILE)
    told = replace(
        finding(HOSTILE, HOSTILE), id=HOSTILE, fix=HOSTILE, source="javascript:alert(1)", waived=HOSTILE
    )
    return Review(
        base=HOSTILE,
        head=HOSTILE,
        failed={HOSTILE: HOSTILE},
        stacks=(
            stack(
                HOSTILE,
                groups=(Group(changes=(one,), missing=(HOSTILE,)),),
                attention=(
                    Attention(
                        id="x",
                        severity=Severity.HIGH,
                        title=HOSTILE,
                        details=(HOSTILE,),
                        resources=(f"urn::{HOSTILE}",),
                        fix=HOSTILE,
                        source="javascript:alert(1)",
                    ),
                ),
                outlooks=(Outlook(scope=Scope.STORE, what=HOSTILE, before=None, after=worst),),
                new_findings=(told,),
                waived=(told,),
                picture=Picture(
                    places=(HOSTILE,),
                    nodes=(hit, replace(hit, id="y")),
                    edges=(Edge(start="x", end="y", kind=EdgeKind.DATA, change=Kind.CREATE, label=HOSTILE),),
                ),
                notes=(HOSTILE,),
            ),
        ),
    )


def wide(number: int) -> Review:
    """Very many changes in one stack."""
    groups = tuple(
        Group(
            changes=(
                change(
                    Kind.UPDATE,
                    "aws:sns/topic:Topic",
                    f"topic-{at}",
                    differing("displayName", "a", "b"),
                    components=(f"part-{at // 10}",),
                ),
            ),
            missing=(),
        )
        for at in range(number)
    )
    items = tuple(
        Attention(id="x", severity=Severity.HIGH, title=f"thing {at}", details=("d" * 90,))
        for at in range(number // 10)
    )
    found = tuple(finding(f"topic-{at}") for at in range(number // 4))
    return review(stack(groups=groups, attention=items, new_findings=found, picture=topology()))
