"""Which rules answer the known pitfalls of multi-region APIs, and the policies that nobody else has.

A number is answered by rules, by what a review says of a change, or stands in ``holdfast.checks.unanswered``
with the reason; it may be answered in part by each.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Answer:
    """What answers one number."""

    about: str
    """The pitfall or policy, in short."""
    rules: tuple[str, ...] = ()
    """Codes of the rules that answer it."""
    unanswered: tuple[str, ...] = ()
    """Ids in ``UNANSWERED`` of the parts that no graph tells."""
    attention: tuple[str, ...] = ()
    """Ids of what a review calls attention to, for what only a change shows."""


PITFALLS: dict[int, Answer] = {
    1: Answer("primary without health check, alias without target health", ("DNS001",)),
    2: Answer("secondary without check and no independent signal", ("DNS001",)),
    3: Answer("both halves lead to one region, or share one health check", ("DNS002", "DNS003")),
    4: Answer("failover needs an edit through a control plane", ("DNS007",)),
    5: Answer("health check depends on what fails over", ("HLT001",)),
    6: Answer("deep check through a shared dependency", unanswered=("deep-check-through-shared-dependency",)),
    7: Answer(
        "shallow check with a hard dependency on a database",
        ("HLT009",),
        unanswered=("what-a-health-check-looks-at",),
    ),
    8: Answer(
        "TTL above what the RTO allows, CNAMEs counted", ("DNS004",), unanswered=("name-server-lifetime",)
    ),
    9: Answer("30-second interval where 10 are needed", ("HLT003",)),
    10: Answer("HTTPS check relied on for certificate expiry", ("HLT004",)),
    11: Answer("WAF or rate limit catches the health checkers", ("HLT010",)),
    12: Answer("fewer than three checker regions, or one continent", ("HLT005",)),
    13: Answer("endpoint check of what is private", ("HLT006",)),
    14: Answer(
        "alarm-based check on a statistic that it cannot read, or healthy without data",
        ("HLT007", "HLT008"),
        unanswered=("alarm-of-another-account",),
    ),
    15: Answer("inverted check that points at the primary", ("HLT002",)),
    16: Answer("idle target group makes the load balancer unhealthy", ("LBR001",)),
    17: Answer("weight 0 treated as off", ("DNS006",)),
    18: Answer("geolocation or latency set without default", ("DNS005",)),
    19: Answer(
        "Cloudflare load balancer: pools, fallback, monitor, origins, regions",
        ("CFL001", "CFL002", "CFL003", "DNS004"),
    ),
    20: Answer("CloudFront origin group for write methods", ("EDG001",)),
    21: Answer("Global Accelerator dial 0 relied on as isolation", ("EDG002",)),
    22: Answer("keep-alive, deregistration or drain longer than the RTO", ("LBR003",)),
    23: Answer(
        "standby cannot grow to the whole load",
        ("CAP001", "CAP005", "CAP006"),
        unanswered=("connections-and-concurrency",),
    ),
    24: Answer("scaling in the recovery path without reservation", ("CAP002",)),
    25: Answer("Spot alone as the base", ("CAP003",)),
    26: Answer("fewer than the zones need", ("ASG001", "ASG002", "CAP004", "ECS001")),
    27: Answer("EC2 health checks behind a load balancer, grace period 0", ("ASG001",)),
    28: Answer("retries amplify the load", ("CAP007",), unanswered=("retry-amplification",)),
    29: Answer("RPO claim below the store's mode", ("DAT002",)),
    30: Answer("one region takes writes behind active-active records", ("DAT003",)),
    31: Answer("promotion without an ungraceful branch", ("DAT004",)),
    32: Answer("one KMS key or region for replica, copy or secret", ("KMS001", "KMS002", "KMS003")),
    33: Answer(
        "backups only in the source region; copy vault unlocked", ("BKP002", "BKP003", "BKP004", "BKP007")
    ),
    34: Answer("replication treated as backup", ("BKP001",)),
    35: Answer("restore never tested, no point-in-time recovery", ("BKP005", "BKP006")),
    36: Answer("global_db_rpo tighter than the lag", ("DAT006",)),
    37: Answer(
        "strong consistency with the wrong regions; transactional writes in two regions",
        ("DAT005",),
        unanswered=("conditional-writes-in-two-regions",),
    ),
    38: Answer("members of a global cluster differ in engine, parameters or instance", ("DAT007",)),
    39: Answer("cold cache in the standby", ("DAT009",)),
    40: Answer("a failover makes the next update detach or recreate", ("DAT011",)),
    41: Answer("state, lock, key or CI in the region to be repaired", unanswered=("where-the-state-is",)),
    42: Answer("one stack needs every region's API", unanswered=("needs-every-region-to-plan",)),
    43: Answer(
        "image, package or configuration only in the primary",
        ("DEP001",),
        unanswered=("pushed-before-replication",),
    ),
    44: Answer(
        "certificate missing in a region; validation record in the failing provider",
        ("DEP002",),
        unanswered=("validation-in-the-failing-provider",),
    ),
    45: Answer(
        "regional single points: user pools, secrets, parameters, mail identities",
        ("DEP003", "DEP005"),
        unanswered=("third-party-allow-lists",),
    ),
    46: Answer("request path calls the other region", ("DEP004",)),
    47: Answer("alarms and on-call route only in the primary", ("ALM001", "ALM002", "REG002")),
    48: Answer(
        "global single points: account, DNS provider, registrar, one WAF",
        unanswered=("one-account-one-registrar",),
    ),
    49: Answer("two DNS providers without parity", ("DEP006",)),
    50: Answer("IAM, ARC, accelerator or CDN change in the runbook", ("DEP007",)),
    51: Answer("overlapping CIDRs, asymmetric peering", ("NET001", "NET002")),
    52: Answer("quota in the standby unset", ("CAP006",), unanswered=("quotas-in-effect",)),
    53: Answer("recovery plan longer than the RTO", ("OPS001",)),
    54: Answer("objectives that contradict the design", ("OPS002",)),
    55: Answer("routing control without safety rule", ("OPS003",), ("endpoints-kept-outside",)),
    56: Answer("experiment without stop, log or targets", ("OPS004",), ("targets-of-an-experiment",)),
    57: Answer("autoshift without practice run", ("OPS005",)),
    58: Answer("no way back", ("OPS006",), ("data-that-comes-back",)),
    59: Answer("deletion protection off", ("DAT001",)),
    60: Answer("one wave to both regions", ("OPS007",), ("time-between-regions",)),
}

POLICIES: dict[int, Answer] = {
    1: Answer("alias in a routed set without target health", ("DNS001",)),
    2: Answer("routed record that is no alias without health check", ("DNS001",)),
    3: Answer("failover set incomplete or in one region", ("DNS002", "DNS007")),
    4: Answer("TTL of failover records above the budget", ("DNS004",)),
    5: Answer("regions declare unlike sets of types", ("REG002",)),
    6: Answer("global store lacks a replica in a region", ("DAT010",)),
    7: Answer("headless Aurora secondary against the stated RTO", ("DAT008",)),
    8: Answer("replicated data under a key of one region", ("KMS001", "KMS002", "KMS003")),
    9: Answer("secret, image or parameter not in each region", ("DEP001", "DEP003")),
    10: Answer("backup plan without copy to another region", ("BKP002",)),
    11: Answer("NAT gateway in each zone", ("NET003",)),
    12: Answer(
        "ECS: desired count, minimum healthy, circuit breaker, zone rebalancing",
        ("ECS001", "ECS002", "ECS003"),
    ),
    13: Answer("the regions left can take the whole load", ("CAP001",)),
    14: Answer("detection, TTL and drain within the RTO", ("HLT003", "LBR003")),
    15: Answer("load balancer: zonal shift, cross-zone", ("LBR002",)),
    16: Answer(
        "Cloudflare load balancer: pools, monitor, fallback, monitor regions", ("CFL001", "CFL002", "CFL003")
    ),
    17: Answer("failover needs no write to a control plane", ("DNS007",)),
    18: Answer("resource falls to the default provider's region", ("REG001",)),
    19: Answer("overlapping CIDRs of peered regions", ("NET001",)),
    20: Answer("stateful types are protected", ("DAT001",)),
    21: Answer("alarms only in the region that they watch", ("ALM001", "ALM002")),
    22: Answer("both regions change in one update", attention=("regions-together",)),
    23: Answer(
        "replacement or deletion of what is stateful or bears traffic",
        attention=(
            "replaces-stateful",
            "deletes-stateful",
            "replaces-traffic",
            "deletes-traffic",
        ),
    ),
    24: Answer("failover path and data tier change together", attention=("failover-with-data",)),
    25: Answer("entrance changes while a region has other changes", attention=("entrance-with-region",)),
}
