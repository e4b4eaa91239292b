"""Who is told of what: the topics of every region, and the alarms on certificates."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import pulumi

from holdfast.components.accelerator import CONTROL_REGION as ACCELERATOR_METRICS_REGION
from holdfast.components.alarm_topic import GLOBAL_REGION, AlarmTopic, publishers_in
from holdfast.components.certificate_alarm import CertificateAlarm
from holdfast.components.certificates import Certificates
from holdfast.components.edge_foundation import EdgeFoundation
from holdfast.components.encryption_key import EncryptionKey
from holdfast.components.held_regions import leave_as_is
from holdfast.components.regional_foundation import RegionalFoundation
from holdfast.components.regional_topics import RegionalTopics, TopicsOfRegion
from holdfast.components.runbook_plan_args import alarm_notes
from holdfast.topology.values import Severity, Topology

HEALTH_BACKUP_REGION = "us-west-2"
"""Where AWS Health sends every event a second time, in case its own region cannot tell of it:
https://docs.aws.amazon.com/health/latest/ug/choosing-a-region.html (2026-11)."""

# Named as the regions' own, so that a topic keeps its subscribers when its region joins the stack.
_PLACES = {GLOBAL_REGION: "use1", HEALTH_BACKUP_REGION: "usw2"}


@dataclass(frozen=True, kw_only=True, slots=True)
class _Place:
    name: str
    region: str
    key_arn: pulumi.Output[str]
    held: bool


def declare_topics(
    topology: Topology,
    foundations: Mapping[str, RegionalFoundation],
    edge: EdgeFoundation | None,
    parent: pulumi.Resource,
) -> RegionalTopics:
    """Declare the topics of each region that serves, and of those in which AWS tells what belongs to none.

    The latter are us-east-1, for metrics of Route 53 and CloudFront and for costs, and us-west-2, for metrics
    of Global Accelerator and for what AWS Health says of a region that cannot say it itself.

    Args:
        topology: The plan.
        foundations: What regions stand on, by place.
        edge: Key and topic of what stands at CloudFront's edge, if anything does.
        parent: The component that declares them.

    Returns:
        The topics.
    """
    serving = {endpoint.place for entrance in topology.entrances for endpoint in entrance.endpoints}
    tickets: dict[str, AlarmTopic] = {}
    regions: list[TopicsOfRegion] = []
    for region in topology.regions:
        if region.place in serving and region.place in foundations:
            key_arn = foundations[region.place].key_arn
            place = _Place(name=region.place, region=region.region, key_arn=key_arn, held=region.held)
            tickets[place.name] = _topic(topology, place, Severity.TICKET, parent)
            regions.append(_both(topology, place, tickets[place.name].topic_arn, parent))
    for region_name in _elsewhere(topology, {one.region for one in regions}):
        if region_name == GLOBAL_REGION and edge is not None:
            at_edge = _Place(name="global", region=region_name, key_arn=edge.key_arn, held=False)
            regions.append(_both(topology, at_edge, edge.topic_arn, parent))
        else:
            place = _alone(topology, region_name, parent)
            own = _topic(topology, place, Severity.TICKET, parent)
            regions.append(_both(topology, place, own.topic_arn, parent))
    return RegionalTopics(tickets=tickets, regions=tuple(sorted(regions, key=lambda one: one.place)))


def declare_certificate_alarms(
    topology: Topology,
    certificates: Mapping[str, Certificates],
    topics: RegionalTopics,
    parent: pulumi.Resource,
) -> None:
    """Declare an alarm on each certificate in each region that serves.

    Args:
        topology: The plan.
        certificates: Certificates by entrance, each in every region behind it.
        topics: The topics.
        parent: The component that declares them.
    """
    for entrance in topology.entrances:
        if not entrance.shows_acm_certificates or not entrance.is_certified:
            continue
        for endpoint in entrance.endpoints:
            CertificateAlarm(
                f"{endpoint.place}-{entrance.key}",
                {
                    "region": endpoint.region,
                    "certificate_arn": certificates[entrance.key].certificate_arn(endpoint.place),
                    "domain": entrance.domain,
                    "topic_arn": topics.topic_arn(endpoint.place, Severity.TICKET),
                    "days": topology.alerts.certificate_days,
                    "notes": alarm_notes(topology.runbook),
                    "tags": {**topology.tags, "Place": endpoint.place},
                    "origin": {"days": topology.alerts.origin["certificate_days"]},
                },
                _options(
                    parent, held=any(one.held for one in topology.regions if one.place == endpoint.place)
                ),
            )


def _elsewhere(topology: Topology, there: set[str]) -> Iterator[str]:
    wanted = [GLOBAL_REGION]
    accelerated = any(entrance.accelerator is not None for entrance in topology.entrances)
    if accelerated or topology.alerts.aws_health is not None:
        wanted.append(ACCELERATOR_METRICS_REGION)
    if topology.canaries is not None:
        wanted += [region for _, region in sorted(topology.canaries.places.items())]
    wanted += [region for region, _ in sorted(_watched_over(topology).items())]
    yield from (region for region in dict.fromkeys(wanted) if region not in there)


def _watched_over(topology: Topology) -> dict[str, str]:
    """Regions in which alarms on watchdogs lie, by name, with their places."""
    automation = None if topology.recovery is None else topology.recovery.automation
    if automation is None:
        return {}
    return {one.probe_regions[one.alarm_place]: one.alarm_place for one in automation.watchdogs}


def _alone(topology: Topology, region: str, parent: pulumi.Resource) -> _Place:
    """Return a region that has nothing but topics, with a key for them."""
    own = {one.region: one.place for one in topology.regions}
    place = {**_watched_over(topology), **own, **_PLACES}[region]
    key = EncryptionKey(
        f"{place}-alerts",
        {
            "region": region,
            "account_id": topology.account_id,
            "description": f"Alerts in {region}",
            "admitted": publishers_in(region),
            # Topics keep nothing that a key could lose, and the key of the region itself comes in its place
            # when the region joins the stack, which an update must be able to do.
            "protection": False,
            "tags": {**topology.tags, "Place": place},
        },
        pulumi.ResourceOptions(parent=parent),
    )
    held = any(one.held for one in topology.regions if one.region == region)
    return _Place(name=place, region=region, key_arn=key.key_arn, held=held)


def _both(
    topology: Topology, place: _Place, tickets: pulumi.Output[str], parent: pulumi.Resource
) -> TopicsOfRegion:
    return TopicsOfRegion(
        place=place.name,
        region=place.region,
        held=place.held,
        tickets=tickets,
        pages=_topic(topology, place, Severity.PAGE, parent).topic_arn,
    )


def _topic(topology: Topology, place: _Place, severity: Severity, parent: pulumi.Resource) -> AlarmTopic:
    return AlarmTopic(
        place.name if severity is Severity.TICKET else f"{place.name}-pages",
        {
            "region": place.region,
            "account_id": topology.account_id,
            "key_arn": place.key_arn,
            "publishers": publishers_in(place.region),
            "emails": topology.alerts.emails,
            "tags": {**topology.tags, "Place": place.name},
            "origin": {"emails": topology.alerts.origin["emails"]},
        },
        _options(parent, held=place.held),
    )


def _options(parent: pulumi.Resource, *, held: bool) -> pulumi.ResourceOptions:
    return pulumi.ResourceOptions(parent=parent, transforms=[leave_as_is] if held else None)
