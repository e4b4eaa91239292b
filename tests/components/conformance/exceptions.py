"""What some components do in a way of their own, and why."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdfast.components.incident_dashboard import IncidentDashboard
from holdfast.components.multi_region_access_point import MultiRegionAccessPoint
from holdfast.components.multi_region_api import MultiRegionApi
from holdfast.components.regional_api import RegionalApi
from holdfast.components.regional_foundation import RegionalFoundation
from holdfast.components.service_logs import ServiceLogs
from holdfast.components.zonal_autoshift import ZonalAutoshift

if TYPE_CHECKING:
    from tests.components.conformance.every import Component

NOT_HOSTED: dict[Component, str] = {
    RegionalApi: "takes plan dataclasses, which a program in another language cannot make",
    MultiRegionApi: "takes plan dataclasses, which a program in another language cannot make",
    RegionalFoundation: "takes plan dataclasses, which a program in another language cannot make",
}
WITHOUT_ANY_TAGS: dict[Component, str] = {
    IncidentDashboard: "the provider has no tags of dashboards",
    MultiRegionAccessPoint: "AWS tags no part of it",
    ServiceLogs: "the provider has no tags of metric filters and of saved queries",
    ZonalAutoshift: "it is a setting of load balancers, which have tags themselves",
}
"""Component → why it takes no tags."""
OF_ANY_SHAPE = {
    **{
        f"holdfast:index:DashboardSectionArgs/properties/{key}/items/additionalProperties": "a widget is JSON"
        for key in ("charts", "wide")
    },
    "holdfast:index:ExperimentArgs/properties/statements/items/additionalProperties": "IAM's JSON",
    "holdfast:index:RecoveryStepArgs/properties/event/additionalProperties": "the event of a function",
}
"""Path in the schema → why it takes anything: documents of AWS, whose shapes are many and AWS's own."""
WITHOUT_TAGS = {
    "aws:s3/bucketObjectv2:BucketObjectv2": "S3 takes ten tags of an object, and a stack may have forty",
    "aws:appautoscaling/target:Target": "AWS makes those of replicas itself and refuses tags on what exists",
}
"""Type → why its resources carry no tags although they could."""
WITH_FIXED_NAME = {
    **{
        f"aws:backup/{one[0].lower()}{one[1:]}:{one}": "AWS Backup takes no hyphen, which autonaming puts in"
        for one in ("Framework", "ReportPlan", "RestoreTestingPlan", "RestoreTestingSelection")
    },
    "aws:s3/bucketMetric:BucketMetric": "its metrics carry the name, and a bucket has one of all its objects",
    "aws:eks/cluster:Cluster": "its log group is there before it, under a name that holds the cluster's",
    "aws:route53/record:Record": "a record's name is its DNS name",
    "aws:route53/zone:Zone": "a zone's name is its domain",
    "aws:kms/alias:Alias": "an alias must begin with 'alias/', which no autonaming pattern gives",
    "aws:autoscaling/lifecycleHook:LifecycleHook": "the hook's name is written into the user data",
    "aws:appautoscaling/policy:Policy": "AWS's own names for DynamoDB: a second policy would be refused",
    **{
        f"cloudflare:index/{one[0].lower()}{one[1:]}:{one}": "Cloudflare's SDK makes up no names"
        for one in (
            *("DnsRecord", "LoadBalancer", "LoadBalancerPool", "NotificationPolicy"),
            *("NotificationPolicyWebhooks", "Ruleset", "Zone"),
        )
    },
    "aws:cloudwatch/queryDefinition:QueryDefinition": "people find it by its folder and name",
    "aws:cloudwatch/logGroup:LogGroup": "a database writes to the group of its own name, AWS's log delivery "
    "to groups of a prefix",
    "aws:lambda/alias:Alias": "callers name it, and a function's aliases are its own",
    "aws:ecr/repository:Repository": "builds, tasks and charts name it, alike in every region",
    "aws:secretsmanager/secret:Secret": "services and people know its ARN and name in every region",
    "aws:arcregionswitch/plan:Plan": "32 characters, which the pattern of all names outgrows",
    "aws:ssm/parameter:Parameter": "services and launch templates name it, alike in every region",
    "aws:apigatewayv2/stage:Stage": "'$default' is the stage that the address without a path leads to",
}
"""Type → why its resources have a physical name that autonaming does not make."""
WHERE_AWS_CHANGES_THEM = {
    "aws:chatbot/slackChannelConfiguration:SlackChannelConfiguration": "us-east-2",
    "aws:chatbot/teamsChannelConfiguration:TeamsChannelConfiguration": "us-east-2",
    **{
        f"aws:s3control/multiRegionAccessPoint{one}:MultiRegionAccessPoint{one}": "us-west-2"
        for one in ("", "Policy", "Routes")
    },
}
"""Type → the region that every change of such a resource goes to, wherever its parts lie."""
WITHOUT_REGION = {
    "aws:arcregionswitch/plan:Plan": "its ARN has none, and the provider takes the deprecated argument away",
}
"""Type → why nobody says in which region it is, although the SDK takes one."""
OF_PLACES_ALONE = {"holdfast:index:AlertChannels", "holdfast:index:Watchdog"}
SEVERAL_PLACES = {
    f"holdfast:index:{one}"
    for one in (
        "AlertChannels",
        "ApplicationKey",
        "AuroraDatabase",
        "RdsDatabase",
        "Certificates",
        "CloudfrontDistribution",
        "ContainerRegistry",
        "DsqlDatabase",
        "GlobalAccelerator",
        "GlobalCache",
        "GlobalTable",
        "MachineImage",
        "PackageBucket",
        "Parameters",
        "PrivateAccessPeering",
        "ReplicatedBucket",
        "ReplicatedSecret",
        "StateBucket",
        "StateKey",
        "Watchdog",
        "ZoneExport",
    )
}
