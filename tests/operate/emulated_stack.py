"""A pair of regions on the emulator: what a contract names, made for real, and the world around it."""

from __future__ import annotations

import copy
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import TYPE_CHECKING, Any, cast

from holdfast.operate import outside
from tests.components.api_sample import STANDBY, exported
from tests.operate.emulator import reset
from tests.topology.examples import SERVICE, changed

if TYPE_CHECKING:
    import pytest

    from holdfast.contracts.operations import Operations
    from tests.operate.regional_proxy import RegionalProxy

ACCOUNT = "123456789012"
"""Whom the emulator takes everybody for."""
RAW = changed(
    regions=STANDBY,
    services={
        "orders": {**SERVICE, "stores": ["orders"], "paths": ["/orders/*"], "priority": 10},
        "users": {
            "kind": "ecs",
            "port": 9090,
            "image": "registry.example.com/users:1.0",
            "peak_rps": 200,
            "ecs": {"rps": 100},
            "paths": ["/users/*"],
            "priority": 20,
        },
    },
    stores={
        "orders": {"kind": "aurora-postgresql", "home": "use1", "write_routing": "forwarded"},
        "sessions": {"kind": "dynamodb", "home": "use1"},
    },
    backups={"copy_to": ["euw1"]},
    objectives={"rto_seconds": 900, "rpo_seconds": 60},
)
PLACES = {"use1": "us-east-1", "euw1": "eu-west-1"}
_ADDRESSES = {"use1": ("203.0.113.1",), "euw1": ("203.0.113.2",)}


@dataclass
class World:
    """What the outside sees: hosts that answer unless they are dead, and a name that the switches lead."""

    operations: Operations
    aws: Any
    dead: set[str] = field(default_factory=set)

    def leads_to(self) -> str:
        """Where Route 53 would lead clients: to the primary, unless its switch is set or it is dead."""
        return "euw1" if "use1" in self.dead or self.switched("use1") else "use1"

    def switched(self, place: str) -> bool:
        """Whether a place's switch is set, as the emulator has it."""
        switch = self.operations["entrances"]["public"]["endpoints"][place]["switch"]
        assert switch is not None
        found = self.aws.client("s3", region_name=switch["region"]).list_objects_v2(
            Bucket=switch["bucket"], Prefix=switch["key"]
        )
        return bool(found["KeyCount"])

    def probe(self, host: str, path: str) -> outside.Probe:
        assert path == self.operations["entrances"]["public"]["health_path"]
        place = (
            host.split(".", maxsplit=1)[0] if host.split(".", maxsplit=1)[0] in PLACES else self.leads_to()
        )
        if place in self.dead:
            return outside.Probe(ok=False, status=None, milliseconds=None, detail="no answer: timed out")
        return outside.Probe(ok=True, status=200, milliseconds=12, detail="200 in 12 ms")

    def addresses(self, name: str) -> outside.Addresses:
        first = name.split(".", maxsplit=1)[0]
        return outside.Addresses(found=_ADDRESSES[first if first in PLACES else self.leads_to()])

    def writer(self) -> str:
        """Place of the Aurora writer."""
        (cluster,) = self.aws.client("rds", region_name="eu-west-1").describe_global_clusters()[
            "GlobalClusters"
        ]
        (arn,) = [one["DBClusterArn"] for one in cluster["GlobalClusterMembers"] if one["IsWriter"]]
        return next(place for place, region in PLACES.items() if f":{region}:" in arn)

    def group(self, place: str) -> dict[str, Any]:
        """The Auto Scaling group of ``orders``."""
        name = self.operations["regions"][place]["services"]["orders"]["auto_scaling_group"]
        (found,) = self.aws.client("autoscaling", region_name=PLACES[place]).describe_auto_scaling_groups(
            AutoScalingGroupNames=[name]
        )["AutoScalingGroups"]
        return cast("dict[str, Any]", found)

    def tasks(self, place: str) -> int:
        """Running tasks of ``users``."""
        names = self.operations["regions"][place]["services"]["users"]["ecs_service"]
        assert names is not None
        (found,) = self.aws.client("ecs", region_name=PLACES[place]).describe_services(
            cluster=names["cluster"], services=[names["service"]]
        )["services"]
        return int(found["runningCount"])

    def lag(self, seconds: float, *, minutes_ago: float = 1) -> None:
        """Say how far euw1's Aurora is behind, and both directions of the table."""
        at = datetime.now(UTC) - timedelta(minutes=minutes_ago)
        cloudwatch = {
            place: self.aws.client("cloudwatch", region_name=region) for place, region in PLACES.items()
        }
        for place, cluster in self.operations["stores"]["orders"]["clusters"].items():
            cloudwatch[place].put_metric_data(
                Namespace="AWS/RDS",
                MetricData=[
                    {
                        "MetricName": "AuroraGlobalDBRPOLag",
                        "Dimensions": [{"Name": "DBClusterIdentifier", "Value": cluster["identifier"]}],
                        "Timestamp": at,
                        "Value": seconds * 1000,
                    }
                ],
            )
        for place, other in (("use1", "euw1"), ("euw1", "use1")):
            cloudwatch[place].put_metric_data(
                Namespace="AWS/DynamoDB",
                MetricData=[
                    {
                        "MetricName": "ReplicationLatency",
                        "Dimensions": [
                            {
                                "Name": "TableName",
                                "Value": str(self.operations["stores"]["sessions"]["table"]),
                            },
                            {"Name": "ReceivingRegion", "Value": PLACES[other]},
                        ],
                        "Timestamp": at,
                        "Value": seconds * 1000,
                    }
                ],
            )


def make_stack(aws: Any, proxy: RegionalProxy, emulator: str, monkeypatch: pytest.MonkeyPatch) -> World:
    """Make the pair of regions, empty but for it, and see it as the outside would."""
    reset(emulator)
    operations = contract()
    for place, region in PLACES.items():
        _buckets(aws, operations, region)
        _orders(aws, operations, place, region)
        _users(aws, operations, place, region)
        table = str(operations["stores"]["sessions"]["table"])
        # The emulator ignores replicas: a table in each region stands for them.
        aws.client("dynamodb", region_name=region).create_table(
            TableName=table,
            KeySchema=[{"AttributeName": "id", "KeyType": "HASH"}],
            AttributeDefinitions=[{"AttributeName": "id", "AttributeType": "S"}],
            BillingMode="PAY_PER_REQUEST",
        )
    _aurora(aws, operations)
    _route53(aws, operations)
    world = World(operations=operations, aws=aws)
    world.lag(0.8, minutes_ago=4)
    monkeypatch.setattr(outside, "probe", world.probe)
    monkeypatch.setattr(outside, "addresses", world.addresses)
    monkeypatch.setenv("AWS_ENDPOINT_URL", proxy.url)
    proxy.calls.clear()
    return world


@cache
def _exported() -> dict[str, Any]:
    """The output ``operations`` as the stack exports it."""
    return exported(RAW)[1]


def contract() -> Operations:
    """The contract of the pair, with names as AWS gives them and a health check that is quick."""
    operations = cast("Operations", copy.deepcopy(_exported()))
    operations["account_id"] = ACCOUNT
    public = operations["entrances"]["public"]
    public["detection_seconds"], public["ttl_seconds"] = 1, 0
    for place, endpoint in public["endpoints"].items():
        endpoint["load_balancer_arn"] = (
            f"arn:aws:elasticloadbalancing:{PLACES[place]}:{ACCOUNT}:loadbalancer/app/{place}-public/0123456789abcdef"
        )
    store = operations["stores"]["orders"]
    store["global_cluster"] = "prod-orders"
    for place, cluster in store["clusters"].items():
        cluster["arn"] = f"arn:aws:rds:{PLACES[place]}:{ACCOUNT}:cluster:{cluster['identifier']}"
    return operations


def _buckets(aws: Any, operations: Operations, region: str) -> None:
    s3 = aws.client("s3", region_name=region)
    names = {
        endpoint["switch"]["bucket"]
        for endpoint in operations["entrances"]["public"]["endpoints"].values()
        if endpoint["switch"] is not None and endpoint["switch"]["region"] == region
    }
    for name in names:
        where = {} if region == "us-east-1" else {"CreateBucketConfiguration": {"LocationConstraint": region}}
        s3.create_bucket(Bucket=name, **where)
        s3.put_bucket_versioning(Bucket=name, VersioningConfiguration={"Status": "Enabled"})


def _orders(aws: Any, operations: Operations, place: str, region: str) -> None:
    service = operations["regions"][place]["services"]["orders"]
    scaling = aws.client("autoscaling", region_name=region)
    scaling.create_launch_configuration(
        LaunchConfigurationName=f"{place}-orders", ImageId="ami-12c6146b", InstanceType="t3.micro"
    )
    scaling.create_auto_scaling_group(
        AutoScalingGroupName=service["auto_scaling_group"],
        LaunchConfigurationName=f"{place}-orders",
        MinSize=service["minimum"],
        MaxSize=service["maximum"],
        DesiredCapacity=service["minimum"],
        AvailabilityZones=[f"{region}a"],
    )


def _users(aws: Any, operations: Operations, place: str, region: str) -> None:
    service = operations["regions"][place]["services"]["users"]
    names = service["ecs_service"]
    assert names is not None
    ecs = aws.client("ecs", region_name=region)
    ecs.create_cluster(clusterName=names["cluster"])
    definition = ecs.register_task_definition(
        family="users", containerDefinitions=[{"name": "users", "image": "users:1.0", "memory": 128}]
    )["taskDefinition"]["taskDefinitionArn"]
    ecs.create_service(
        cluster=names["cluster"],
        serviceName=names["service"],
        taskDefinition=definition,
        desiredCount=0,
    )
    # The emulator runs tasks at an update alone.
    ecs.update_service(cluster=names["cluster"], service=names["service"], desiredCount=service["minimum"])
    aws.client("application-autoscaling", region_name=region).register_scalable_target(
        ServiceNamespace="ecs",
        ResourceId=f"service/{names['cluster']}/{names['service']}",
        ScalableDimension="ecs:service:DesiredCount",
        MinCapacity=service["minimum"],
        MaxCapacity=service["maximum"],
    )


def _aurora(aws: Any, operations: Operations) -> None:
    store = operations["stores"]["orders"]
    for place in ("use1", "euw1"):
        rds = aws.client("rds", region_name=PLACES[place])
        if place == "use1":
            rds.create_global_cluster(
                GlobalClusterIdentifier=store["global_cluster"], Engine="aurora-postgresql"
            )
        rds.create_db_cluster(
            DBClusterIdentifier=store["clusters"][place]["identifier"],
            Engine="aurora-postgresql",
            GlobalClusterIdentifier=store["global_cluster"],
            **({"MasterUsername": "orders", "MasterUserPassword": "not-a-secret"} if place == "use1" else {}),
        )


def _route53(aws: Any, operations: Operations) -> None:
    route53 = aws.client("route53", region_name="us-east-1")
    for place, endpoint in operations["entrances"]["public"]["endpoints"].items():
        check = route53.create_health_check(
            CallerReference=place,
            HealthCheckConfig={
                "Type": "HTTPS",
                "FullyQualifiedDomainName": endpoint["host"],
                "ResourcePath": "/health",
                "RequestInterval": 10,
                "FailureThreshold": 3,
            },
        )
        endpoint["endpoint_health_check_id"] = check["HealthCheck"]["Id"]
