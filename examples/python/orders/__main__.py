"""A team's order processing: web in one region, orders in two, DNS in the company's own account."""

import pulumi
import pulumi_aws as aws
from conventions import records_through, refuse_odd_requests, tag_everything
from pulumi import ResourceOptions
from storage import Storage

from holdfast.components.auto_scaling_service import AutoScalingService
from holdfast.components.certificates import Certificates
from holdfast.components.encryption_key import EncryptionKey
from holdfast.components.failover_dns import FailoverDns
from holdfast.components.hosted_zone import HostedZone
from holdfast.components.load_balancer import LoadBalancer
from holdfast.components.log_bucket import LogBucket
from holdfast.components.network import NatStrategy, Network, SubnetTier
from holdfast.topology.values import Architecture, RoutingPolicy

REGIONS = {"use1": "us-east-1", "euw1": "eu-west-1"}
HOME, REGION, CIDR, PORT = "use1", "us-east-1", "10.20.0.0/16", 8080
TAGS = {"Team": "orders", "CostCentre": "cc-4711"}

config = pulumi.Config()
account_id, domain = config.require("account"), config.require("domain")
delegated, protection = config.require_bool("delegated"), config.require_bool("protection")

pulumi.runtime.register_resource_transform(tag_everything(TAGS))

# An explicit provider only for another account. A component hands it to all of its children.
dns_account = aws.Provider(
    "dns-account",
    region=REGION,
    # Not {"role_arn": ...}: a provider's mappings keep Python's names (pulumi/pulumi#18810 on GitHub).
    assume_roles=[aws.ProviderAssumeRoleArgs(role_arn=config.require("dns_role"))],
)

keys = {
    place: EncryptionKey(
        place, {"region": region, "account_id": account_id, "protection": protection, "tags": {}}
    )
    for place, region in REGIONS.items()
}
storage = Storage("storage", regions=REGIONS, keys=keys, protection=protection)

late_orders = aws.sqs.Queue("use1-late-orders", region=REGION, sqs_managed_sse_enabled=True, tags={})
new_orders = aws.sqs.Queue(
    "use1-new-orders",
    region=REGION,
    sqs_managed_sse_enabled=True,
    redrive_policy=pulumi.Output.json_dumps({"deadLetterTargetArn": late_orders.arn, "maxReceiveCount": 5}),
    tags={},
)

network = Network(
    HOME,
    {
        "region": REGION,
        "account_id": account_id,
        "cidr": CIDR,
        "subnets": [
            {"tier": tier, "zone": f"{REGION}{zone}", "key": zone, "cidr": f"10.20.{block}.0/20"}
            for tier, zone, block in (
                (SubnetTier.PUBLIC, "a", 0),
                (SubnetTier.PUBLIC, "b", 16),
                (SubnetTier.PRIVATE, "a", 128),
                (SubnetTier.PRIVATE, "b", 144),
            )
        ],
        "nat": NatStrategy.PER_ZONE,
        "key_arn": keys[HOME].key_arn,
    },
    # The network was called use1-net; its children's names begin with its own, and follow.
    ResourceOptions(aliases=[pulumi.Alias(name="use1-net")]),
)
logs = LogBucket(HOME, {"region": REGION, "account_id": account_id, "protection": protection})

zone = HostedZone(
    "public", {"domain": domain, "protection": protection, "tags": {}}, ResourceOptions(provider=dns_account)
)
certificates = Certificates(
    "global-public",
    {
        "entrance": "public",
        "zone_id": zone.zone_id,
        "delegated": delegated,
        "regions": {HOME: {"region": REGION, "domain": domain}},
        "tags": {},
    },
    # Certificates belong to the balancer's account, their records to the zone's.
    ResourceOptions(transforms=[records_through(dns_account)]),
)
balancer = LoadBalancer(
    "use1-public",
    {
        "region": REGION,
        "vpc_id": network.vpc_id,
        "vpc_cidr": CIDR,
        "subnet_ids": network.public_subnet_ids,
        "log_bucket": logs.bucket,
        "targets": {"web": {"port": PORT, "health_check": {"path": "/healthz"}, "priority": 10}},
        "allowed_cidrs": ["0.0.0.0/0"],
        "certificate_arn": certificates.certificate_arn(HOME),
        "protection": protection,
    },
    ResourceOptions(transforms=[refuse_odd_requests]),
)
web = AutoScalingService(
    "use1-web",
    {
        "region": REGION,
        "service": "web",
        "network": {"vpc_id": network.vpc_id, "subnet_ids": network.private_subnet_ids},
        "workload": {
            "port": PORT,
            "image": f"{account_id}.dkr.ecr.{REGION}.amazonaws.com/web:2.3.1",
            "health_path": "/healthz",
        },
        "instances": {"types": ["t4g.small"], "architecture": Architecture.ARM64},
        "scaling": {"minimum": 2, "maximum": 6},
        "target_groups": {
            "public": {
                "arn": balancer.target_group_arn("web"),
                "security_group_id": balancer.security_group_id,
            }
        },
        "key_arn": keys[HOME].key_arn,
        # An Auto Scaling group and what it launches are tagged by lists, which the transform leaves alone.
        "tags": TAGS,
        # What the service uses need not be a store of holdfast.
        "stores": {
            "queue": {
                "environment": {"QUEUE_URL": new_orders.url, "TABLE": storage.table.table_name},
                "statements": [
                    {"Effect": "Allow", "Action": ["sqs:SendMessage"], "Resource": [new_orders.arn]},
                    {
                        "Effect": "Allow",
                        "Action": ["dynamodb:GetItem", "dynamodb:PutItem"],
                        "Resource": [storage.table.member_arn(HOME)],
                    },
                ],
            }
        },
    },
    ResourceOptions(depends_on=[storage]),  # no instance starts before both copies of the table are there
)
entrance = FailoverDns(
    "global-public",
    {
        "zone_id": zone.zone_id,
        "domain": domain,
        "policy": RoutingPolicy.SIMPLE,
        "endpoints": {
            HOME: {
                "region": REGION,
                "host": f"{HOME}.{domain}",
                "dns_name": balancer.dns_name,
                "zone_id": balancer.zone_id,
            }
        },
        "protection": protection,
    },
    ResourceOptions(providers=[dns_account]),
)

pulumi.export("url", pulumi.Output.concat("https://", entrance.fqdn))
pulumi.export("queue", new_orders.url)
pulumi.export("table", storage.table.table_name)
pulumi.export("name_servers", zone.name_servers)
