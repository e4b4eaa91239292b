"""Everything of the SDK that the real CLI can preview without a provider plugin."""

# ruff: noqa: ANN001, ANN201, ANN204, INP001, T201 - a program as its users write them
# mypy: ignore-errors

import asyncio

import pulumi
from pulumi.dynamic import CreateResult, Resource, ResourceProvider


class Echo(ResourceProvider):
    def create(self, props):
        return CreateResult("id", props)


class Thing(Resource):
    out: pulumi.Output[str]

    def __init__(self, name, props, opts=None):
        super().__init__(Echo(), name, {**props, "out": None}, opts)


class Pair(pulumi.ComponentResource):
    def __init__(self, name, args=None, opts=None):
        super().__init__("wide:index:Pair", name, args or {}, opts)
        child = pulumi.ResourceOptions(parent=self)
        self.first = Thing(f"{name}-first", {"x": 1, "s": pulumi.Output.secret("hush")}, child)
        self.second = Thing(
            f"{name}-second",
            {
                "x": self.first.out,
                "list": [self.first.out, "k"],
                "map": {"id": self.first.id, "secret": pulumi.Output.secret({"q": 1})},
            },
            pulumi.ResourceOptions(parent=self, depends_on=[self.first]),
        )
        self.register_outputs({"second": self.second.id})


class Nest(pulumi.ComponentResource):
    def __init__(self, name, depth, opts=None):
        super().__init__("wide:index:Nest", name, {"depth": depth}, opts)
        if depth:
            Nest(f"{name}-{depth}", depth - 1, pulumi.ResourceOptions(parent=self))
        else:
            Thing(f"{name}-leaf", {"depth": depth}, pulumi.ResourceOptions(parent=self))
        self.register_outputs({})


print("first line")
print("second line")
config = pulumi.Config()
pulumi.log.warn("careful")
pulumi.info("told")

pair = Pair("pair", {"k": [1, 2], "secret": pulumi.Output.secret("x"), "nothing": None})
last = Thing(
    "last",
    {
        "x": pair.second.out,
        "file": pulumi.FileAsset("./asset.txt"),
        "text": pulumi.StringAsset("abc"),
        "archive": pulumi.AssetArchive({"a": pulumi.StringAsset("q")}),
        "component": pair,
        "nested": {"deep": [{"n": 1.5, "b": True, "z": [None, 2]}]},
    },
    pulumi.ResourceOptions(
        depends_on=[pair],
        aliases=[pulumi.Alias(name="older"), "urn:pulumi:dev::wide::a:b:C::d"],
        ignore_changes=["x"],
        replace_on_changes=["text"],
        additional_secret_outputs=["out"],
        custom_timeouts=pulumi.CustomTimeouts(create="5m", delete="1h30m"),
        retain_on_delete=True,
        delete_before_replace=True,
    ),
)
Thing("refers", {"resource": last, "component": pair}, pulumi.ResourceOptions(deleted_with=last))
holder = Pair(
    "holder", {"resource": last, "component": pair, "id": last.id}, pulumi.ResourceOptions(protect=True)
)
Thing("unprotected", {}, pulumi.ResourceOptions(parent=holder, protect=False))
Nest("nest", 3, pulumi.ResourceOptions(protect=True, retain_on_delete=True, deleted_with=last))
Thing("child-of-custom", {}, pulumi.ResourceOptions(parent=last))

both = pulumi.Output.all(last.out, pair.first.x if hasattr(pair.first, "x") else "n")
Thing(
    "outputs",
    {
        "all": both,
        "concat": pulumi.Output.concat("a-", last.out),
        "format": pulumi.Output.format("{0}/{1}", "known", pulumi.Output.from_input("text")),
        "json": pulumi.Output.json_dumps({"a": pulumi.Output.from_input(1)}),
        "unknown_json": pulumi.Output.json_dumps({"a": last.out}),
        "secret_of_unknown": pulumi.Output.secret(last.out),
        "secret_in_list": [pulumi.Output.secret("a"), "b"],
        "applied": pulumi.Output.from_input(2).apply(lambda v: v * 2),
    },
)
pulumi.Output.from_input("made").apply(lambda name: Thing(f"{name}-in-apply", {"n": name}))
last.out.apply(lambda _: Thing("never-made", {}))


async def later():
    await asyncio.sleep(0)
    return "later"


Thing("awaited", {"value": later()})


def legacy(args):
    return pulumi.ResourceTransformationResult({**args.props, "legacy": True}, args.opts)


def transform(args):
    if args.type_ == "pulumi-python:dynamic:Resource":
        return pulumi.ResourceTransformResult({**args.props, "transformed": args.name}, args.opts)
    return None


def keep(_args):
    return None


def change_options(args):
    args.opts.protect = True
    args.opts.ignore_changes = ["x"]
    return pulumi.ResourceTransformResult(args.props, args.opts)


Thing("legacy", {"a": 1}, pulumi.ResourceOptions(transformations=[legacy]))
Thing(
    "transformed",
    {"a": last.out, "s": pulumi.Output.secret("t"), "plain": 1},
    pulumi.ResourceOptions(transforms=[transform], depends_on=[pair.first]),
)
Thing("kept", {"a": last.out, "s": pulumi.Output.secret("t")}, pulumi.ResourceOptions(transforms=[keep]))
Thing("options", {"a": last.out}, pulumi.ResourceOptions(transforms=[change_options]))
above = Pair("above", {}, pulumi.ResourceOptions(transforms=[transform]))

pulumi.runtime.register_resource_transform(transform)
Thing("under-stack-transform", {"a": last.out, "b": 1})
Pair("under", {"x": last.out})

pulumi.export("organization", pulumi.get_organization())
pulumi.export("names", [pulumi.get_project(), pulumi.get_stack()])
pulumi.export("declared", config.require_int("declared"))
pulumi.export("object", config.require_object("object"))
pulumi.export("secret", pulumi.Output.secret("y"))
pulumi.export("unknown", last.out)
pulumi.export("thing", pair.first)
