"""Settings of rich stacks, drawn at random: most are right, some contradict themselves in one point."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

from tests.topology.examples import SMALLEST

ACCOUNT = SMALLEST["account"]
ECR = f"{ACCOUNT}.dkr.ecr.{{region}}.amazonaws.com/app:1.0"
CLOSED = [
    "autoscaling",
    "ec2",
    "ecr.api",
    "ecr.dkr",
    "logs",
    "monitoring",
    "secretsmanager",
    "ssm",
    "ssmmessages",
]
ROLES = {"single": ["active"], "passive": ["active", "standby"], "active": ["active"] * 3}
LOCATIONS = ["EU", "NA", "CA", "country:SA", "US-CA", "JP"]
PRINTED = st.text(st.characters(codec="utf-8", categories=["L", "N", "P", "S"]) | st.just("\n"), max_size=80)
ODD_KEYS = ["public-use1", "vpce", "orders", "flow", "orders-requests", "public-latency"]

Raw = dict[str, Any]


def chance(draw: st.DrawFn, one_in: int) -> bool:
    return draw(st.integers(1, one_in)) == one_in


def pick(draw: st.DrawFn, *values: Any) -> Any:
    return draw(st.sampled_from(values))


def usually(draw: st.DrawFn, right: Any, *odd: Any) -> Any:
    """Give what is right, or once in thirty draws what probably is not."""
    return pick(draw, *odd) if chance(draw, 30) else right


@st.composite
def rich_stacks(draw: st.DrawFn) -> Raw:
    """Draw the settings of a stack with most of what a stack file can say."""
    shape = pick(draw, "single", "single", "passive", "active")
    places = draw(st.permutations(["use1", "euw1", "apne1", "sae1"]))[: len(ROLES[shape])]
    if shape == "active":
        places = places[: pick(draw, 2, 2, 2, 3)]
    regions = {place: {"role": role} for place, role in zip(places, ROLES[shape], strict=False)}
    closed = chance(draw, 6)
    for index, region in enumerate(regions.values()):
        _network_of(draw, region, index, closed=closed)
    entrances = _entrances(draw, shape, places)
    raw: Raw = {
        "account": ACCOUNT,
        "regions": regions,
        "network": _network(draw, closed=closed),
        "services": _services(draw, [entrance["domain"] for entrance in entrances.values()], places),
        "entrances": entrances,
        "tags": pick(draw, {}, {"Team": "orders", "CostCentre": "cc-1"}),
        "protection": pick(draw, "enforced", "lifted"),
        "hold": places[1:2] if chance(draw, 4) else [],
    }
    if chance(draw, 3):
        raw["budget"] = {"monthly_usd": 100.5, "emails": usually(draw, ["a@example.com"], ["a@b.cc"] * 2)}
    if chance(draw, 3):
        routing = {"write_routing": "any-region"} if len(places) > 1 else {}
        kind: Raw = pick(
            draw,
            {"kind": "dynamodb"},
            {"kind": "s3", "s3": {"object_lock": {"days": 1}, "expire_days": 9}},
        )
        raw["stores"] = {"orders": {**kind, "home": places[0], **routing}}
        raw["regions"]["euc1"] = {"role": "backup"}
        raw["backups"] = {"copy_to": ["euc1"]}
    return raw


def _network_of(draw: st.DrawFn, region: Raw, index: int, *, closed: bool) -> None:
    region["zones"] = pick(draw, 2, 3, ["a", "c"])
    if chance(draw, 4):
        count = region["zones"] if isinstance(region["zones"], int) else 2
        region["adopt"] = {
            "vpc_id": f"vpc-{index}0000000",
            "cidr": usually(
                draw, f"10.{200 + index}.0.0/22", "172.17.0.0/24", "10.16.0.0/14", "10.200.0.0/24"
            ),
            "public_subnet_ids": [f"subnet-{index}a00000{n}" for n in range(count)],
            "private_subnet_ids": [f"subnet-{index}b00000{n}" for n in range(count)],
        }
    elif not closed and chance(draw, 3):
        region["nat"] = pick(draw, "per-zone", "shared", "regional")
        region["cidr"] = f"10.{210 + index}.0.0/{draw(st.integers(16, 22))}"


def _network(draw: st.DrawFn, *, closed: bool) -> Raw:
    return {
        "nat": "none" if closed else pick(draw, "per-zone", "shared", "regional"),
        "interface_endpoints": CLOSED if closed else pick(draw, [], ["ssm"], CLOSED),
        "gateway_endpoints": pick(draw, ["s3"], ["s3", "dynamodb"]),
        "flow_logs": pick(draw, None, {"traffic": "REJECT", "interval_seconds": 60, "retention_days": 0}),
    }


def _services(draw: st.DrawFn, domains: list[str], places: list[str]) -> Raw:
    keys = ["orders", usually(draw, pick(draw, "users", "orders-v2"), *ODD_KEYS)][: draw(st.integers(1, 2))]
    return {key: _service(draw, key, index, domains, places) for index, key in enumerate(keys)}


def _service(draw: st.DrawFn, key: str, index: int, domains: list[str], places: list[str]) -> Raw:
    types = pick(draw, ["m7g.large"], ["m7g.large", "m6g.large"], ["t3.small", "m5.large"])
    warm = len(types) == 1 and chance(draw, 3)
    hosts = pick(draw, [], domains, ["*.example.com"])
    service = {
        "port": pick(draw, 80, 8080, 9090),
        "image": usually(draw, ECR, "registry.example.com:5000/a/b:1", "a b:1", "A:1", "x::1"),
        "health_path": pick(draw, "/healthz", "/up?a=1&b=~2") if warm else pick(draw, "/h", "/h%20(x)'$"),
        "peak_rps": draw(st.floats(0.5, 20_000)),
        "instance": {"types": types, "rps": draw(st.floats(0.5, 2_000)), "volume_gib": 30},
        "environment": draw(st.dictionaries(st.sampled_from(["A", "LOG_LEVEL", "TZ"]), PRINTED, max_size=2)),
        "paths": [f"/{key}/*", *usually(draw, [], ["*"], ["/a", "/b", "/c", "/d"])],
        "hosts": hosts + usually(draw, [], ["api.example.org"]),
        "priority": 10 * (index + 1),
        "target": _target(draw),
        "scaling": _scaling(draw, types, warm=warm),
        "log_retention_days": pick(draw, 0, 1, 3653),
    }
    if chance(draw, 5) and service["image"] == ECR:
        del service["image"]
        service["artefact"] = usually(
            draw, "s3://code-{region}/v1/app.tar.gz", "s3://c/x.zip", "s3://b_b/x.tar.gz"
        )
    if chance(draw, 3):
        service["secrets"] = {
            "SIGNING": f"arn:aws:secretsmanager:{{region}}:{ACCOUNT}:secret:{key}/key-1a2b3c"
        }
    if chance(draw, 4):
        service["instance"]["ami"] = dict.fromkeys(places, "ami-0123456789abcdef0")
    service["environment"] |= usually(
        draw, {}, {"PORT": "1"}, {"HOME": "/"}, {"BELL": "\a"}, {"B": "x" * 12_000}
    )
    return service


def _target(draw: st.DrawFn) -> Raw:
    algorithm = pick(draw, "round_robin", "least_outstanding_requests", "weighted_random")
    target: Raw = {
        "algorithm": algorithm,
        "anomaly_mitigation": algorithm == "weighted_random" and chance(draw, 2),
        "slow_start_seconds": pick(draw, 0, 30) if algorithm == "round_robin" else usually(draw, 0, 30),
        "drain_seconds": pick(draw, 0, 3600),
        "health_check": {"interval_seconds": 6, "timeout_seconds": usually(draw, 5, 6)},
    }
    if chance(draw, 3):
        app = {"kind": "app_cookie", "cookie_name": "session"}
        target["stickiness"] = usually(
            draw, pick(draw, {}, app), {"kind": "app_cookie"}, {"cookie_name": "x"}
        )
    if chance(draw, 3):
        target["dns_failover_percent"] = draw(st.integers(30, 100))
        target["routing_failover_percent"] = usually(draw, draw(st.integers(1, 30)), 100)
    return target


def _scaling(draw: st.DrawFn, types: list[str], *, warm: bool) -> Raw:
    scaling: Raw = {
        "max_factor": draw(st.floats(1, 10)),
        "distribution": pick(draw, "balanced-only", "balanced-best-effort"),
        "capacity_reservations": chance(draw, 3),
        "spot_percent_above_minimum": pick(draw, 0, 1, 100) if len(types) > 1 else usually(draw, 0, 50),
        "min_healthy_percentage": pick(draw, 90, 100),
        "max_healthy_percentage": usually(draw, pick(draw, 100, 150), 200),
        "max_instance_lifetime_days": pick(draw, None, 1, 365),
    }
    if warm or chance(draw, 40):
        scaling["warm_pool"] = {"state": pick(draw, "Stopped", "Running"), "reuse_on_scale_in": True}
    if chance(draw, 3):
        scaling["schedules"] = {"morning": {"recurrence": "0 7 * * MON-FRI", "minimum": 4, "maximum": 10_000}}
    return scaling


def _entrances(draw: st.DrawFn, shape: str, places: list[str]) -> Raw:
    second = usually(draw, "partners", *ODD_KEYS)
    domains = {"public": "api.example.com", second: usually(draw, "b.example.com", "latency.api.example.com")}
    zone = {"name": "example.com", **pick(draw, {"id": "Z0123456789ABC"}, {}, {"delegated": True})}
    if "id" not in zone and chance(draw, 2):
        zone["accelerated_recovery"] = False
    return {
        key: {
            "domain": domain,
            "zone": {**zone, **usually(draw, {}, {"delegated": False})},
            "load_balancer": _load_balancer(draw, shape),
            "health": {"interval_seconds": pick(draw, 10, 30), "search_string": pick(draw, None, "ok")},
            **_traffic(draw, shape, places),
        }
        for key, domain in list(domains.items())[: pick(draw, 1, 1, 2)]
    }


def _load_balancer(draw: st.DrawFn, shape: str) -> Raw:
    some = ["10.0.0.0/8", "203.0.113.0/24"]
    return {
        "internal": shape == "single" and chance(draw, 4),
        "allowed_cidrs": pick(draw, some, ["0.0.0.0/0"])
        if shape == "single"
        else usually(draw, ["0.0.0.0/0"], []),
        "hsts_seconds": pick(draw, 0, 63072000),
    }


def _traffic(draw: st.DrawFn, shape: str, places: list[str]) -> Raw:
    if shape == "passive":
        strategy = pick(draw, "backup-and-restore", "pilot-light", "warm-standby", "hot-standby")
        return {"standby": {"strategy": strategy}}
    if shape == "single":
        return {}
    policy = pick(draw, "latency", "weighted", "geolocation", "multivalue")
    found: Raw = {"policy": policy}
    if policy == "weighted":
        found["weights"] = {place: draw(st.integers(0, 255)) for place in places}
    if policy == "geolocation":
        located = draw(st.permutations(LOCATIONS))
        found["locations"] = {place: [located[index]] for index, place in enumerate(places)}
        found["locations"][places[-1]].append(usually(draw, "default", "country:US-CA", "EU"))
    if policy == "multivalue":
        last = usually(draw, "8.8.4.4", "10.0.0.1", "224.0.0.1", "8.8.8.0")
        found["addresses"] = {place: [f"8.8.8.{index}"] for index, place in enumerate(places)}
        found["addresses"][places[-1]].append(last)
    return found
