"""Mutations of the rules of capacity, data, backups, dependencies and networks."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from tests.checks.mutations.model import Document, Mutation, State, change
from tests.graph.documents import UNKNOWN

if TYPE_CHECKING:
    from collections.abc import Callable

ASG = "aws:autoscaling/group:Group"
API = "holdfast:index:MultiRegionApi"
TABLE, REPLICA = "aws:dynamodb/table:Table", "aws:dynamodb/tableReplica:TableReplica"
VPC, SUBNET, ROUTE = "aws:ec2/vpc:Vpc", "aws:ec2/subnet:Subnet", "aws:ec2/route:Route"
CLUSTER, MEMBER = "aws:rds/cluster:Cluster", "aws:rds/clusterInstance:ClusterInstance"
TEMPLATE = "aws:ec2/launchTemplate:LaunchTemplate"
REGIONS = {"use1": "us-east-1", "euw1": "eu-west-1"}
OF_A_NEW_DATABASE = frozenset({"BKP001", "BKP002", "BKP007"})
"""What says of a database that no plan takes it, and that its backups stay in its region and account."""


def _minimum(size: int) -> Callable[[Document], None]:
    return lambda prod: prod.change(ASG, "euw1-orders-asg", "minSize", size)


def _low_ceiling(prod: Document) -> None:
    prod.change(ASG, "euw1-orders-asg", "maxSize", 9)


def _spot_alone(prod: Document) -> None:
    policy = "mixedInstancesPolicy.instancesDistribution"
    for name in ("onDemandBaseCapacity", "onDemandPercentageAboveBaseCapacity"):
        prod.change(ASG, "euw1-orders-asg", f"{policy}.{name}", 0)


def _aim_high(prod: Document) -> None:
    prod.change(
        "aws:autoscaling/policy:Policy", "euw1-orders-cpu", "targetTrackingConfiguration.targetValue", 80
    )


def _small_subnet(prod: Document) -> None:
    prod.change(SUBNET, "euw1-private-a", "cidrBlock", "10.48.0.0/28")


def _quota_of_one_region(prod: Document) -> None:
    prod.add(
        "aws:servicequotas/serviceQuota:ServiceQuota",
        "use1-vcpus",
        {"region": "us-east-1", "serviceCode": "ec2", "quotaCode": "L-1216C47A", "value": 640},
    )


def _no_limit(prod: Document) -> None:
    acl = prod.one("aws:wafv2/webAcl:WebAcl", "euw1-*")
    kept = [one for one in acl["inputs"]["rules"] if "rateBasedStatement" not in one["statement"]]
    change(acl, "rules", kept)


def _services(**bad: Any) -> Callable[[Document], None]:
    """An ECS service in both regions, right but for some inputs of one of them."""

    def edit(prod: Document) -> None:
        for place, region in REGIONS.items():
            good = {
                "region": region,
                "desiredCount": 3,
                "availabilityZoneRebalancing": "ENABLED",
                "deploymentCircuitBreaker": {"enable": True, "rollback": True},
                "enableExecuteCommand": False,
                "launchType": "FARGATE",
                "loadBalancers": [{"targetGroupArn": UNKNOWN}],
                "networkConfiguration": {"subnets": [UNKNOWN] * 3, "assignPublicIp": False},
            }
            service = prod.add(
                "aws:ecs/service:Service",
                f"{place}-invoices-service",
                {**good, **(bad if place == "euw1" else {})},
                links={"networkConfiguration": prod.all(SUBNET, f"{place}-private-?")},
            )
            prod.add(
                "aws:appautoscaling/target:Target",
                f"{place}-invoices-scaling",
                {
                    "region": region,
                    "scalableDimension": "ecs:service:DesiredCount",
                    "resourceId": UNKNOWN,
                    "minCapacity": 3,
                    "maxCapacity": 6,
                },
                links={"resourceId": [service]},
            )

    return edit


def _promise_no_loss(prod: Document) -> None:
    prod.change(API, "api", "objectives.rpo_seconds", 0)


def _aurora(prod: Document) -> dict[str, State]:
    """A global database over both regions, as it should be."""
    whole = prod.add(
        "aws:rds/globalCluster:GlobalCluster",
        "ledger",
        {
            "region": "us-east-1",
            "deletionProtection": True,
            "storageEncrypted": True,
            "engine": "aurora-postgresql",
        },
        protect=True,
    )
    found = {}
    for place, region in REGIONS.items():
        cluster = prod.add(
            CLUSTER,
            f"{place}-ledger-db",
            {
                "region": region,
                "engine": "aurora-postgresql",
                "engineVersion": "17.7",
                "backupRetentionPeriod": 7,
                "copyTagsToSnapshot": True,
                "deletionProtection": True,
                "enabledCloudwatchLogsExports": ["postgresql"],
                "enableGlobalWriteForwarding": True,
                "globalClusterIdentifier": UNKNOWN,
                "iamDatabaseAuthenticationEnabled": True,
                "kmsKeyId": UNKNOWN,
                "storageEncrypted": True,
                **({"masterUsername": "ledger", "manageMasterUserPassword": True} if place == "use1" else {}),
            },
            links={
                "globalClusterIdentifier": [whole],
                "kmsKeyId": [prod.one("aws:kms/key:Key", f"{place}-key")],
            },
            protect=True,
        )
        cluster["ignoreChanges"] = ["globalClusterIdentifier", "replicationSourceIdentifier"]
        for zone in "ab":
            prod.add(
                MEMBER,
                f"{place}-ledger-db-{zone}",
                {
                    "region": region,
                    "availabilityZone": f"{region}{zone}",
                    "clusterIdentifier": UNKNOWN,
                    "engine": "aurora-postgresql",
                    "instanceClass": "db.r8g.large",
                    "publiclyAccessible": False,
                },
                links={"clusterIdentifier": [cluster]},
            )
        found[place] = cluster
    return found


def _read_only_there(prod: Document) -> None:
    change(_aurora(prod)["euw1"], "enableGlobalWriteForwarding", False)


def _switch_over_only(prod: Document) -> None:
    prod.add(
        "aws:arcregionswitch/plan:Plan",
        "plan",
        {
            "workflows": [
                {"steps": [{"name": "promote", "globalAuroraConfigs": [{"behavior": "switchoverOnly"}]}]}
            ]
        },
    )


def _strong_in_two_sets(prod: Document) -> None:
    replica = {"regionName": "us-east-2", "consistencyMode": "STRONG", "kmsKeyArn": UNKNOWN}
    prod.change(TABLE, "use1-orders-table", "replicas", [replica])


def _guard_with_one_follower(prod: Document) -> None:
    clusters = _aurora(prod)
    for place, cluster in clusters.items():
        group = prod.add(
            "aws:rds/clusterParameterGroup:ClusterParameterGroup",
            f"{place}-ledger-params",
            {
                "region": REGIONS[place],
                "family": "aurora-postgresql17",
                "parameters": [
                    {"name": "rds.global_db_rpo", "value": "20"},
                    {"name": "rds.force_ssl", "value": "1"},
                ],
            },
        )
        cluster["inputs"]["dbClusterParameterGroupName"] = UNKNOWN
        cluster["propertyDependencies"]["dbClusterParameterGroupName"] = [group["urn"]]


def _older_follower(prod: Document) -> None:
    change(_aurora(prod)["euw1"], "engineVersion", "17.5")


def _headless(prod: Document) -> None:
    _aurora(prod)
    prod.remove(MEMBER, "euw1-ledger-db-?")


def _cold_cache(prod: Document) -> None:
    prod.change("holdfast:index:RegionalApi", "euw1", "role", "standby")
    prod.add(
        "aws:elasticache/replicationGroup:ReplicationGroup",
        "euw1-quotes",
        {
            "region": "eu-west-1",
            "atRestEncryptionEnabled": True,
            "automaticFailoverEnabled": True,
            "multiAzEnabled": True,
            "kmsKeyId": UNKNOWN,
            "transitEncryptionEnabled": True,
            "transitEncryptionMode": "required",
        },
        links={"kmsKeyId": [prod.one("aws:kms/key:Key", "euw1-key")]},
        protect=True,
    )


def _follow_changes(prod: Document) -> None:
    del _aurora(prod)["euw1"]["ignoreChanges"]


def _one_zone(prod: Document) -> None:
    _aurora(prod)
    prod.change(MEMBER, "euw1-ledger-db-b", "availabilityZone", "eu-west-1a")


def _another_table(prod: Document) -> None:
    table = prod.one(TABLE)
    prod.add(
        TABLE,
        "use1-notes-table",
        table["inputs"],
        links={"serverSideEncryption": [prod.one("aws:kms/key:Key", "use1-key")]},
        protect=True,
    )


def _unlock(prod: Document) -> None:
    prod.remove("aws:backup/vaultLockConfiguration:VaultLockConfiguration", "euc1-*")


def _lock_for_long(prod: Document) -> None:
    prod.change("aws:backup/vaultLockConfiguration:VaultLockConfiguration", "euc1-*", "minRetentionDays", 365)


def _test_no_restore(prod: Document) -> None:
    prod.remove("aws:backup/restoreTestingSelection:RestoreTestingSelection")


def _no_point_in_time(prod: Document) -> None:
    prod.change(TABLE, "*", "pointInTimeRecovery", {"enabled": False})
    prod.change(REPLICA, "*", "pointInTimeRecovery", False)


def _replica_without_key(prod: Document) -> None:
    prod.change(REPLICA, "*", "kmsKeyArn", None)


def _leave_out_what_is_encrypted(prod: Document) -> None:
    config = prod.first("aws:s3/bucketReplicationConfig:BucketReplicationConfig")
    rules = config["inputs"]["rules"]
    rules[0]["sourceSelectionCriteria"]["sseKmsEncryptedObjects"]["status"] = "Disabled"


def _scale_in_one_region(prod: Document) -> None:
    prod.remove("aws:autoscaling/policy:Policy", "euw1-*")


def _image_of_the_other_region(prod: Document) -> None:
    image = prod.one(TEMPLATE, "use1-orders-lt")["inputs"]["imageId"]
    prod.change(TEMPLATE, "euw1-orders-lt", "imageId", image)


def _certificate_of_the_other_region(prod: Document) -> None:
    listener = prod.one("aws:lb/listener:Listener", "euw1-public-https")
    other = prod.one("aws:lb/listener:Listener", "use1-public-https")
    listener["propertyDependencies"]["certificateArn"] = other["propertyDependencies"]["certificateArn"]


def _parameter_of_one_region(prod: Document) -> None:
    prod.add(
        "aws:ssm/parameter:Parameter",
        "use1-flags",
        {"region": "us-east-1", "name": "/orders/flags", "type": "String", "value": "on"},
    )


def _queue_of_the_other_region(prod: Document) -> None:
    queue = prod.first("aws:sqs/queue:Queue", "use1-*")
    prod.one(TEMPLATE, "euw1-orders-lt")["propertyDependencies"]["userData"].append(queue["urn"])


def _sender_of_one_region(prod: Document) -> None:
    prod.add(
        "aws:ses/domainIdentity:DomainIdentity",
        "use1-mail",
        {"region": "us-east-1", "domain": "orders.example.com"},
    )


def _second_dns_provider(prod: Document) -> None:
    record = next(
        one
        for one in prod.all("aws:route53/record:Record")
        if not str(one["inputs"]["name"]).startswith(UNKNOWN)
    )
    prod.add(
        "cloudflare:index/dnsRecord:DnsRecord",
        "other",
        {"zoneId": "z", "name": record["inputs"]["name"], "type": "CNAME", "ttl": 60, "content": UNKNOWN},
    )
    for one in prod.all("aws:route53/record:Record"):
        if one["inputs"]["name"] == UNKNOWN:
            one["inputs"]["name"] = f"{one['urn'].rpartition('::')[2]}.example.com"


def _runbook_with_roles(prod: Document) -> None:
    step = {"action": "aws:executeAwsApi", "inputs": {"Service": "iam", "Api": "AttachRolePolicy"}}
    prod.add(
        "aws:ssm/document:Document",
        "use1-runbook",
        {"region": "us-east-1", "documentType": "Automation", "content": json.dumps({"mainSteps": [step]})},
    )


def _peer(prod: Document) -> State:
    return prod.add(
        "aws:ec2/vpcPeeringConnection:VpcPeeringConnection",
        "peering",
        {"region": "us-east-1", "vpcId": UNKNOWN, "peerVpcId": UNKNOWN, "peerRegion": "eu-west-1"},
        links={"vpcId": [prod.one(VPC, "use1-vpc")], "peerVpcId": [prod.one(VPC, "euw1-vpc")]},
    )


def _peer_with_the_same_addresses(prod: Document) -> None:
    peering = _peer(prod)
    for place, region in REGIONS.items():
        prod.add(
            ROUTE,
            f"{place}-peer",
            {"region": region, "vpcPeeringConnectionId": UNKNOWN, "routeTableId": UNKNOWN},
            links={
                "vpcPeeringConnectionId": [peering],
                "routeTableId": [prod.one("aws:ec2/routeTable:RouteTable", f"{place}-private-rt-a")],
            },
        )
    prod.change(VPC, "euw1-vpc", "cidrBlock", prod.one(VPC, "use1-vpc")["inputs"]["cidrBlock"])


def _leave_through_another_zone(prod: Document) -> None:
    route = prod.one(ROUTE, "use1-private-route-b")
    route["propertyDependencies"]["natGatewayId"] = [
        prod.one("aws:ec2/natGateway:NatGateway", "use1-nat-a")["urn"]
    ]


MUTATIONS = {
    "ASG002": Mutation(_minimum(2), companions=frozenset({"CAP002"})),
    "BKP003": Mutation(_unlock),
    "BKP004": Mutation(_lock_for_long),
    "BKP005": Mutation(_test_no_restore),
    "BKP006": Mutation(_no_point_in_time),
    "BKP007": Mutation(_another_table, companions=frozenset({"DAT002", "DAT010"})),
    "CAP001": Mutation(_low_ceiling),
    "CAP002": Mutation(_minimum(3)),
    "CAP003": Mutation(_spot_alone),
    "CAP004": Mutation(_aim_high),
    "CAP005": Mutation(_small_subnet),
    "CAP006": Mutation(_quota_of_one_region),
    "CAP007": Mutation(_no_limit),
    "DAT002": Mutation(_promise_no_loss),
    "DAT003": Mutation(_read_only_there, companions=OF_A_NEW_DATABASE),
    "DAT004": Mutation(_switch_over_only),
    "DAT005": Mutation(_strong_in_two_sets),
    "DAT006": Mutation(_guard_with_one_follower, companions=OF_A_NEW_DATABASE),
    "DAT007": Mutation(_older_follower, companions=OF_A_NEW_DATABASE),
    "DAT008": Mutation(_headless, companions=OF_A_NEW_DATABASE),
    "DAT009": Mutation(_cold_cache),
    "DAT010": Mutation(_another_table, companions=frozenset({"BKP007", "DAT002"})),
    "DAT011": Mutation(_follow_changes, companions=OF_A_NEW_DATABASE),
    "DAT012": Mutation(_one_zone, companions=OF_A_NEW_DATABASE),
    "DEP001": Mutation(_image_of_the_other_region),
    "DEP002": Mutation(_certificate_of_the_other_region),
    "DEP003": Mutation(_parameter_of_one_region),
    "DEP004": Mutation(_queue_of_the_other_region),
    "DEP005": Mutation(_sender_of_one_region),
    "DEP006": Mutation(_second_dns_provider),
    "DEP007": Mutation(_runbook_with_roles),
    "ECS001": Mutation(_services(deploymentMinimumHealthyPercent=50)),
    "ECS002": Mutation(_services(deploymentCircuitBreaker={"enable": True, "rollback": False})),
    "ECS003": Mutation(_services(availabilityZoneRebalancing="DISABLED")),
    "KMS002": Mutation(_replica_without_key),
    "KMS003": Mutation(_leave_out_what_is_encrypted),
    "NET001": Mutation(_peer_with_the_same_addresses),
    "NET002": Mutation(_peer),
    "NET003": Mutation(_leave_through_another_zone),
    "REG002": Mutation(_scale_in_one_region),
}
