"""Declare the stores that ``stores:cases`` lists; ``without`` names a change that is ignored no more.

``stores:imports`` says what exists already, as ``holdfast:imports`` does.
"""

import gc

import pulumi

from holdfast.components.aurora_database import AuroraDatabase
from holdfast.components.dsql_database import DsqlDatabase
from holdfast.components.global_cache import GlobalCache
from holdfast.components.global_table import GlobalTable
from holdfast.components.imports import Imports
from holdfast.components.rds_database import RdsDatabase

gc.disable()  # a program that ends in seconds, of which collecting would take a good part

KINDS = {
    "aurora": AuroraDatabase,
    "dsql": DsqlDatabase,
    "dynamodb": GlobalTable,
    "elasticache": GlobalCache,
    "rds": RdsDatabase,
}


def ignoring_all_but(path: str) -> pulumi.ResourceTransform:
    def transform(args: pulumi.ResourceTransformArgs) -> pulumi.ResourceTransformResult:
        args.opts.ignore_changes = [one for one in args.opts.ignore_changes or [] if one != path]
        return pulumi.ResourceTransformResult(props=args.props, opts=args.opts)

    return transform


imports = Imports(pulumi.Config("stores").get_object("imports") or {})
for case in pulumi.Config("stores").require_object("cases"):
    transforms = [ignoring_all_but(case["without"])] if case["without"] else []
    key = case["args"].get("store") or case["args"]["cache"]
    options = pulumi.ResourceOptions(transforms=transforms, transformations=[imports.transformation])
    KINDS[case["kind"]](key, case["args"], options)
imports.check()
