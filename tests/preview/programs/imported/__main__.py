"""Resources that exist already and that the stack takes over."""

# ruff: noqa: ANN001, ANN201, ANN204, INP001 - a program as its users write them
# mypy: ignore-errors

import pulumi
import pulumi_aws as aws

KEY = "1234abcd-12ab-34cd-56ef-1234567890ab"


class Store(pulumi.ComponentResource):
    def __init__(self, name, opts=None):
        super().__init__("imported:index:Store", name, {}, opts)
        child = pulumi.ResourceOptions(parent=self, protect=True)
        aws.kms.Key(f"{name}-key", region="eu-west-1", description="orders", opts=child)
        aws.dynamodb.Table(
            f"{name}-table",
            region="eu-west-1",
            billing_mode="PAY_PER_REQUEST",
            hash_key="id",
            attributes=[{"name": "id", "type": "S"}],
            opts=child,
        )
        self.register_outputs({})


class Shop(pulumi.ComponentResource):
    def __init__(self, name, opts=None):
        super().__init__("imported:index:Shop", name, {}, opts)
        Store("orders", pulumi.ResourceOptions(parent=self))
        aws.backup.Vault("vault", region="eu-west-1", opts=pulumi.ResourceOptions(parent=self))
        self.register_outputs({})


def take_over(resource):
    """A transformation, which the SDK calls for every resource below."""
    if resource.name == "orders-table":
        wanted = pulumi.ResourceOptions(import_="orders-live", ignore_changes=["name"])
        return pulumi.ResourceTransformationResult(
            resource.props, pulumi.ResourceOptions.merge(resource.opts, wanted)
        )
    return None


def take_over_key(resource):
    """A transform, which the engine calls for every resource below."""
    if resource.name == "orders-key":
        resource.opts.import_ = KEY
        return pulumi.ResourceTransformResult(resource.props, resource.opts)
    return None


Shop("shop", pulumi.ResourceOptions(transformations=[take_over], transforms=[take_over_key]))
aws.s3.Bucket(
    "direct", bucket="logs-live", region="eu-west-1", opts=pulumi.ResourceOptions(import_="logs-live")
)
pulumi.export("key", KEY)
