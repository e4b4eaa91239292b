"""Declare the buckets that ``buckets:cases`` lists; ``without`` names a change that is ignored no more.

``buckets:imports`` says what exists already, as ``holdfast:imports`` does.
"""

import gc
from typing import Any

import pulumi

from holdfast.components.imports import Imports
from holdfast.components.multi_region_access_point import MultiRegionAccessPoint
from holdfast.components.replicated_bucket import ReplicatedBucket

gc.disable()  # a program that ends in seconds, of which collecting would take a good part


def ignoring_all_but(path: str) -> pulumi.ResourceTransform:
    def transform(args: pulumi.ResourceTransformArgs) -> pulumi.ResourceTransformResult:
        args.opts.ignore_changes = [one for one in args.opts.ignore_changes or [] if one != path]
        return pulumi.ResourceTransformResult(props=args.props, opts=args.opts)

    return transform


imports = Imports(pulumi.Config("buckets").get_object("imports") or {})
for case in pulumi.Config("buckets").require_object("cases"):
    own, point = case["buckets"], case["access_point"]
    transforms = [ignoring_all_but(case["without"])] if case["without"] else []
    options = pulumi.ResourceOptions(transforms=transforms, transformations=[imports.transformation])
    buckets = ReplicatedBucket(own["key"], own, options)
    members = {
        place: {"region": member["region"], "bucket": buckets.member(place).bucket}
        for place, member in own["members"].items()
    }
    whole: Any = {**point, "members": members}
    MultiRegionAccessPoint(f"{own['key']}-point", whole, options)
imports.check()
