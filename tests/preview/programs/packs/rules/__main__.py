"""A pack with a resource rule, a stack rule, a remediation, an unknown and a severity."""

# ruff: noqa: ANN001, ANN201, INP001 - a pack as its users write them
# mypy: ignore-errors

from pulumi_policy import (
    EnforcementLevel,
    PolicyPack,
    ResourceValidationPolicy,
    Severity,
    StackValidationPolicy,
)


def tagged(args, report):
    if args.resource_type.startswith("aws:") and "tags" in args.props and "owner" not in args.props["tags"]:
        report("no owner")


def reads_unknown(args, _report):
    if args.resource_type == "aws:ec2/subnet:Subnet":
        args.props["vpcId"].startswith("vpc-")


def regions(args, report):
    for resource in args.resources:
        if resource.provider is not None and resource.provider.props.get("region") == "us-east-1":
            report("far away", resource.urn)
    if len(args.resources) > 5:
        report("many")


def add_owner(args):
    if args.resource_type == "aws:s3/bucket:Bucket":
        return {**args.props, "tags": {**args.props["tags"], "owner": "me"}}
    return None


def protected(args, report):
    if args.resource_type == "cloud:index:Site" and not args.opts.protect:
        report("unprotected")


PolicyPack(
    name="rules",
    enforcement_level=EnforcementLevel.ADVISORY,
    policies=[
        ResourceValidationPolicy(
            name="tagged", description="Resources have an owner.", validate=tagged, severity=Severity.HIGH
        ),
        ResourceValidationPolicy(
            name="unknown", description="Reads what is unknown.", validate=reads_unknown
        ),
        ResourceValidationPolicy(
            name="owned",
            description="Buckets get an owner.",
            remediate=add_owner,
            enforcement_level=EnforcementLevel.REMEDIATE,
        ),
        ResourceValidationPolicy(
            name="protected",
            description="Sites are protected.",
            validate=protected,
            enforcement_level=EnforcementLevel.MANDATORY,
        ),
        StackValidationPolicy(name="regions", description="Stays near.", validate=regions),
    ],
)
