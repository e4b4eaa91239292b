"""Who is told of what: a topic per region, and the alarms on certificates."""

from collections.abc import Mapping

import pulumi

from holdfast.components.alarm_topic import AlarmTopic
from holdfast.components.certificate_alarm import CertificateAlarm
from holdfast.components.certificates import Certificates
from holdfast.components.held_regions import leave_as_is
from holdfast.components.regional_foundation import RegionalFoundation
from holdfast.topology.values import RegionPlan, Topology


def declare_alerts(
    topology: Topology,
    foundations: Mapping[str, RegionalFoundation],
    certificates: Mapping[str, Certificates],
    parent: pulumi.Resource,
) -> dict[str, AlarmTopic]:
    """Declare the topic of each region that serves, and an alarm on each certificate there.

    Args:
        topology: The plan.
        foundations: What regions stand on, by place.
        certificates: Certificates by entrance, each in every region behind it.
        parent: The component that declares them.

    Returns:
        The topics by place.
    """
    serving = {endpoint.place for entrance in topology.entrances for endpoint in entrance.endpoints}
    topics = {
        region.place: _topic(topology, region, foundations[region.place], parent)
        for region in topology.regions
        if region.place in serving and region.place in foundations
    }
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
                    "topic_arn": topics[endpoint.place].topic_arn,
                    "days": topology.alerts.certificate_days,
                    "tags": {**topology.tags, "Place": endpoint.place},
                    "origin": {"days": topology.alerts.origin["certificate_days"]},
                },
                _options(topology, endpoint.place, parent),
            )
    return topics


def _options(topology: Topology, place: str, parent: pulumi.Resource) -> pulumi.ResourceOptions:
    held = any(region.held for region in topology.regions if region.place == place)
    return pulumi.ResourceOptions(parent=parent, transforms=[leave_as_is] if held else None)


def _topic(
    topology: Topology, region: RegionPlan, foundation: RegionalFoundation, parent: pulumi.Resource
) -> AlarmTopic:
    return AlarmTopic(
        region.place,
        {
            "region": region.region,
            "account_id": topology.account_id,
            "key_arn": foundation.key_arn,
            "emails": topology.alerts.emails,
            "tags": {**topology.tags, "Place": region.place},
            "origin": {"emails": topology.alerts.origin["emails"]},
        },
        _options(topology, region.place, parent),
    )
