"""The team's own rules, as transforms: they reach what components declare as well."""

from collections.abc import Mapping

import pulumi
import pulumi_aws as aws

Transformed = pulumi.ResourceTransformResult | None


def tag_everything(tags: Mapping[str, str]) -> pulumi.ResourceTransform:
    """Add tags to every resource that states any; not every type takes them, and this one need not know."""

    def transform(args: pulumi.ResourceTransformArgs) -> Transformed:
        stated = args.props.get("tags")
        if not args.custom or not isinstance(stated, Mapping):
            return None
        return pulumi.ResourceTransformResult(
            props={**args.props, "tags": {**tags, **stated}}, opts=args.opts
        )

    return transform


def refuse_odd_requests(args: pulumi.ResourceTransformArgs) -> Transformed:
    """Set what the component offers no argument for, by the engine's name of the property."""
    if args.type_ != "aws:lb/loadBalancer:LoadBalancer":
        return None
    return pulumi.ResourceTransformResult(
        props={**args.props, "desyncMitigationMode": "strictest"}, opts=args.opts
    )


def records_through(provider: aws.Provider) -> pulumi.ResourceTransform:
    """Send a component's DNS records to another account, and leave its other children where they are."""

    def transform(args: pulumi.ResourceTransformArgs) -> Transformed:
        if args.type_ != "aws:route53/record:Record":
            return None
        there = pulumi.ResourceOptions.merge(args.opts, pulumi.ResourceOptions(provider=provider))
        return pulumi.ResourceTransformResult(props=args.props, opts=there)

    return transform
