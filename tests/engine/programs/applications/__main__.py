"""Declare what ``applications:cases`` lists; ``without`` names a change that is ignored no more."""

import gc

import pulumi

from holdfast.components.application_key import ApplicationKey
from holdfast.components.replicated_secret import ReplicatedSecret

gc.disable()  # a program that ends in seconds, of which collecting would take a good part

KINDS = {"key": ApplicationKey, "secret": ReplicatedSecret}


def ignoring_all_but(path: str) -> pulumi.ResourceTransform:
    def transform(args: pulumi.ResourceTransformArgs) -> pulumi.ResourceTransformResult:
        args.opts.ignore_changes = [one for one in args.opts.ignore_changes or [] if one != path]
        return pulumi.ResourceTransformResult(props=args.props, opts=args.opts)

    return transform


for case in pulumi.Config("applications").require_object("cases"):
    transforms = [ignoring_all_but(case["without"])] if case["without"] else []
    KINDS[case["kind"]](case["args"]["key"], case["args"], pulumi.ResourceOptions(transforms=transforms))
