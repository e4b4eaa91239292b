"""Everything that a stack declares, as what watches, recovers and practises sees it."""

from collections.abc import Mapping
from dataclasses import dataclass

import pulumi

from holdfast.components.alarm_notes import AlarmNotesArgs
from holdfast.components.applications import Applications
from holdfast.components.backups import Backups
from holdfast.components.caches import Caches
from holdfast.components.certificates import Certificates
from holdfast.components.cloudflare_entrances import AtCloudflare
from holdfast.components.edge_foundation import EdgeFoundation
from holdfast.components.edge_plan_args import Edge
from holdfast.components.held_regions import leave_as_is, leave_regions_as_is
from holdfast.components.private_access_plan_args import PrivateWays
from holdfast.components.regional_api import RegionalApi
from holdfast.components.regional_foundation import RegionalFoundation
from holdfast.components.regional_health import RegionalHealth
from holdfast.components.regional_topics import RegionalTopics
from holdfast.components.restore_testing import RestoreTesting
from holdfast.components.routing_controls import RoutingControls
from holdfast.components.stores import Stores
from holdfast.components.zone_export import ZoneExport
from holdfast.topology.values import RegionPlan, Severity, Topology


@dataclass(frozen=True, kw_only=True)
class Observed:
    """What a stack declares, and what everything that watches it shares."""

    topology: Topology
    """The plan."""
    foundations: Mapping[str, RegionalFoundation]
    """What regions stand on, by place."""
    regions: Mapping[str, RegionalApi]
    """What serves, by place."""
    health: Mapping[tuple[str, str], RegionalHealth]
    """The health of each entrance's region, by entrance and place."""
    certificates: Mapping[str, Certificates]
    """Certificates by entrance."""
    zone_ids: Mapping[str, pulumi.Output[str]]
    """Id of each hosted zone at Route 53, by name."""
    edges: Mapping[str, Edge | None]
    """What stands before each entrance's regions, by entrance."""
    edge: EdgeFoundation | None
    """Key and topic in us-east-1 of what stands at CloudFront's edge, if anything does."""
    cloudflare: AtCloudflare
    """Zones and load balancers at Cloudflare."""
    stores: Stores
    """The stores."""
    caches: Caches
    """The caches."""
    applications: Applications
    """What services need besides stores."""
    private: PrivateWays
    """The private ways in."""
    backups: Backups
    """The backup vaults."""
    restore_tests: Mapping[str, RestoreTesting]
    """Restore tests by place."""
    zone_export: ZoneExport | None
    """The export of DNS zones, if there is one."""
    routing_controls: RoutingControls | None
    """ARC's routing controls, if there are any."""
    topics: RegionalTopics
    """The topics of every region, one for each severity."""
    notes: AlarmNotesArgs
    """Owner and runbook."""
    parent: pulumi.Resource
    """The component that declares the stack."""

    def region(self, place: str) -> RegionPlan:
        """Return a region's plan by its place."""
        return next(region for region in self.topology.regions if region.place == place)

    def tags(self, place: str) -> dict[str, str]:
        """Return the tags of what stands in a place."""
        return {**self.topology.tags, "Place": place}

    def topic_arn(self, place: str, severity: Severity) -> pulumi.Output[str]:
        """Return the topic of a region that serves, by its place."""
        return self.topics.topic_arn(place, severity)

    def global_topic_arn(self, severity: Severity) -> pulumi.Output[str]:
        """Return the topic in us-east-1, for metrics that AWS keeps there and for costs."""
        return self.topics.global_topic_arn(severity)

    def options(self, place: str) -> pulumi.ResourceOptions:
        """Return the options of what stands in a place: its parent, and no change while it is held."""
        held = place in {region.place for region in self.topology.regions if region.held}
        return pulumi.ResourceOptions(parent=self.parent, transforms=[leave_as_is] if held else None)

    def across(self) -> pulumi.ResourceOptions:
        """Return the options of what belongs to several places: its parent, no change in regions held."""
        held = frozenset(region.region for region in self.topology.regions if region.held)
        return pulumi.ResourceOptions(
            parent=self.parent, transforms=[leave_regions_as_is(held)] if held else None
        )
