"""The settings that answers and a design come to."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from holdfast.init.designs import Design, runs_in
from holdfast.settings.aws_regions import PLACES
from holdfast.settings.canaries import CanariesSettings
from holdfast.settings.entrance import LoadBalancerSettings
from holdfast.topology.values import STORE_TRAITS, Consistency, StoreKind, WriteRouting

if TYPE_CHECKING:
    from holdfast.init.answers import Answers
    from holdfast.init.designs import Candidate, Store

STORE = "main"
ENTRANCE = "public"
FIRST_RELEASE = "1.0.0"
INSTANCE_TYPE = "m7g.large"
EKS_VERSION = "1.35"
"""Newest that stays in standard support beyond 2026: https://endoflife.date/amazon-eks (2026-11)."""
PODS_PER_NODE = 6
"""An assumption: what a node takes follows from what the chart requests."""
_KEEP_ALIVE_SECONDS = LoadBalancerSettings.model_fields["client_keep_alive_seconds"].default
_LEAST_KEEP_ALIVE_SECONDS = 60
_ROUTE53_ALARMS = "use1"
"""Where Route 53 keeps the metrics of its checks, and with them the alarms on them: what serves there must be
watched from elsewhere too. Source: https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/
monitoring-cloudwatch.html (2026-11)."""
_CANARY_MINUTES = CanariesSettings.model_fields["every_minutes"].default
_UNITS = {"instances": "instance", "ecs": "ecs", "lambda": "function", "eks": "eks"}
_STATED = ("availability_percent", "rto_seconds", "rpo_seconds")


def stack_config(answers: Answers, candidate: Candidate) -> dict[str, Any]:
    """Give a stack file's ``config``, plain values under their full keys.

    Args:
        answers: What was asked for.
        candidate: The design and its store.
    """
    config: dict[str, Any] = {
        "aws:region": PLACES[answers.regions[0]].name,
        "holdfast:account": answers.account,
        "holdfast:regions": _regions(answers, candidate),
        "holdfast:services": {answers.service: _service(answers, candidate)},
    }
    if answers.eks_admin is not None:
        admin = {"principal": answers.eks_admin, "level": "cluster-admin"}
        config["holdfast:eks"] = {"version": EKS_VERSION, "access": {"admin": admin}}
    if candidate.store is not None:
        config["holdfast:stores"] = {STORE: _store(answers, candidate, candidate.store)}
        config["holdfast:backups"] = _backups(answers, candidate.design)
    config["holdfast:entrances"] = {ENTRANCE: _entrance(answers, candidate.design)}
    running = runs_in(answers, candidate.design)
    if len(running) > 1 and _ROUTE53_ALARMS in running:
        config["holdfast:canaries"] = {"every_minutes": _CANARY_MINUTES}
    stated = {name: getattr(answers, name) for name in _STATED if getattr(answers, name) is not None}
    if stated:
        config["holdfast:objectives"] = {name: _number(one) for name, one in stated.items()}
    if answers.emails:
        config["holdfast:alerts"] = {"emails": list(answers.emails)}
    if answers.budget_usd is not None and answers.emails:
        config["holdfast:budget"] = {
            "monthly_usd": _number(answers.budget_usd),
            "emails": list(answers.emails),
        }
    if answers.protection != "enforced":
        config["holdfast:protection"] = answers.protection
    return config


def _regions(answers: Answers, candidate: Candidate) -> dict[str, dict[str, Any]]:
    home, *others = answers.regions
    found: dict[str, dict[str, Any]] = {home: {"role": "active"}}
    for position, place in enumerate(others):
        if candidate.design is Design.ACTIVE_ACTIVE:
            role = "active"
        else:
            role = "standby" if candidate.design.needs_two_regions and position == 0 else "backup"
        found[place] = {"role": role}
    if candidate.store is not None and answers.copies_in is not None:
        found.setdefault(answers.copies_in, {"role": "backup"})
    return found


def _service(answers: Answers, candidate: Candidate) -> dict[str, Any]:
    running = runs_in(answers, candidate.design)
    service: dict[str, Any] = {"kind": answers.kind, "image": answers.image}
    if "{release}" in answers.image:
        service["release"] = dict.fromkeys(running, FIRST_RELEASE)
    if answers.kind != "lambda":
        service["port"] = answers.port
    service["peak_rps"] = _number(answers.peak_rps)
    unit: dict[str, Any] = {"rps": _number(answers.unit_rps)}
    if answers.kind == "instances":
        unit["types"] = [INSTANCE_TYPE]
    elif answers.kind == "eks":
        unit["pods_per_node"] = PODS_PER_NODE
    service[_UNITS[answers.kind]] = unit
    if candidate.store is not None:
        service["stores"] = [STORE]
    return service


def _store(answers: Answers, candidate: Candidate, chosen: Store) -> dict[str, Any]:
    held = runs_in(answers, candidate.design)
    store: dict[str, Any] = {"kind": chosen.kind.value, "home": answers.regions[0]}
    if candidate.design.needs_two_regions and len(held) == 1:
        store["regions"] = list(held)
    if chosen.consistency is Consistency.STRONG:
        store["consistency"] = "strong"
    if candidate.design is Design.ACTIVE_ACTIVE:
        store["write_routing"] = _write_routing(chosen.kind).value
    if chosen.witness is not None:
        section = "dsql" if chosen.kind is StoreKind.DSQL else "dynamodb"
        store[section] = {"witness": chosen.witness}
    return store


def _write_routing(kind: StoreKind) -> WriteRouting:
    """The way that asks least of the service."""
    able = STORE_TRAITS[kind].write_routings
    order = (WriteRouting.ANY_REGION, WriteRouting.FORWARDED, WriteRouting.APPLICATION)
    return next(one for one in order if one in able)


def _backups(answers: Answers, design: Design) -> dict[str, Any]:
    idle = (
        ()
        if design is Design.ACTIVE_ACTIVE
        else answers.regions[1 if design is Design.SINGLE_REGION else 2 :]
    )
    backups: dict[str, Any] = {"copy_to": list(dict.fromkeys([answers.copies_in, *idle]))}
    if answers.emails:
        backups["emails"] = list(answers.emails)
    return backups


def _entrance(answers: Answers, design: Design) -> dict[str, Any]:
    zone: dict[str, Any] = {"name": answers.zone}
    if answers.zone_id is not None:
        zone["id"] = answers.zone_id
    entrance: dict[str, Any] = {"domain": answers.domain, "zone": zone}
    if design in {Design.SINGLE_REGION, Design.ACTIVE_ACTIVE}:
        entrance["mode"] = design.value
    else:
        entrance["mode"] = "active-passive"
        entrance["standby"] = {"strategy": design.value}
    if answers.kind == "lambda":
        entrance["api_gateway"] = {}
    elif answers.rto_seconds is not None and design is not Design.SINGLE_REGION:
        kept = max(_LEAST_KEEP_ALIVE_SECONDS, answers.rto_seconds)
        if kept < _KEEP_ALIVE_SECONDS:
            entrance["load_balancer"] = {"client_keep_alive_seconds": kept}
    return entrance


def _number(value: float) -> float:
    """A whole number as one: YAML shows it so."""
    return int(value) if float(value).is_integer() else value
