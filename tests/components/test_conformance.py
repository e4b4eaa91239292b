"""What holds for every component: a new one is swept up as soon as its module is there."""

from __future__ import annotations

import ast
import dataclasses
import importlib
import inspect
import json
import pkgutil
import socket
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, NotRequired, get_args, get_origin, is_typeddict

import pulumi
import pulumi_aws
import pytest
from pulumi.provider.experimental.component import ComponentProvider

import holdfast.components
from holdfast.components.incident_dashboard import IncidentDashboard
from holdfast.components.multi_region_access_point import MultiRegionAccessPoint
from holdfast.components.multi_region_api import MultiRegionApi
from holdfast.components.regional_api import RegionalApi
from holdfast.components.regional_foundation import RegionalFoundation
from holdfast.components.service_logs import ServiceLogs
from holdfast.components.zonal_autoshift import ZonalAutoshift
from tests.components.conformance.sample import REGIONS, TAGS, US
from tests.components.conformance_samples import SAMPLES, built, rebuilt

if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import ModuleType

    from tests.components.declared import Declared, Resources

Component = type[pulumi.ComponentResource]

MODULES = [
    importlib.import_module(f"{holdfast.components.__name__}.{found.name}")
    for found in pkgutil.iter_modules(holdfast.components.__path__)
    if not found.ispkg
]
COMPONENTS: list[Component] = [
    one
    for module in MODULES
    for one in vars(module).values()
    if inspect.isclass(one)
    and issubclass(one, pulumi.ComponentResource)
    and one.__module__ == module.__name__
]
NOT_HOSTED: dict[Component, str] = {
    RegionalApi: "takes plan dataclasses, which a program in another language cannot make",
    MultiRegionApi: "takes plan dataclasses, which a program in another language cannot make",
    RegionalFoundation: "takes plan dataclasses, which a program in another language cannot make",
}
WITHOUT_ANY_TAGS: dict[Component, str] = {
    IncidentDashboard: "the provider has no tags of dashboards",
    MultiRegionAccessPoint: "AWS tags no part of it",
    ServiceLogs: "the provider has no tags of metric filters and of saved queries",
    ZonalAutoshift: "it is a setting of load balancers, which have tags themselves",
}
"""Component → why it takes no tags."""
OF_ANY_SHAPE = {
    **{
        f"holdfast:index:DashboardSectionArgs/properties/{key}/items/additionalProperties": "a widget is JSON"
        for key in ("charts", "wide")
    },
    "holdfast:index:ExperimentArgs/properties/statements/items/additionalProperties": "IAM's JSON",
    "holdfast:index:RecoveryStepArgs/properties/event/additionalProperties": "the event of a function",
}
"""Path in the schema → why it takes anything: documents of AWS, whose shapes are many and AWS's own."""
WITHOUT_TAGS = {
    "aws:s3/bucketObjectv2:BucketObjectv2": "S3 takes ten tags of an object, and a stack may have forty",
    "aws:appautoscaling/target:Target": "AWS makes those of replicas itself and refuses tags on what exists",
}
"""Type → why its resources carry no tags although they could."""
WITH_FIXED_NAME = {
    **{
        f"aws:backup/{one[0].lower()}{one[1:]}:{one}": "AWS Backup takes no hyphen, which autonaming puts in"
        for one in ("Framework", "ReportPlan", "RestoreTestingPlan", "RestoreTestingSelection")
    },
    "aws:s3/bucketMetric:BucketMetric": "its metrics carry the name, and a bucket has one of all its objects",
    "aws:eks/cluster:Cluster": "its log group is there before it, under a name that holds the cluster's",
    "aws:route53/record:Record": "a record's name is its DNS name",
    "aws:route53/zone:Zone": "a zone's name is its domain",
    "aws:kms/alias:Alias": "an alias must begin with 'alias/', which no autonaming pattern gives",
    "aws:autoscaling/lifecycleHook:LifecycleHook": "the hook's name is written into the user data",
    "aws:appautoscaling/policy:Policy": "AWS's own names for DynamoDB: a second policy would be refused",
    **{
        f"cloudflare:index/{one[0].lower()}{one[1:]}:{one}": "Cloudflare's SDK makes up no names"
        for one in (
            *("DnsRecord", "LoadBalancer", "LoadBalancerPool", "NotificationPolicy"),
            *("NotificationPolicyWebhooks", "Ruleset", "Zone"),
        )
    },
    "aws:cloudwatch/queryDefinition:QueryDefinition": "people find it by its folder and name",
    "aws:cloudwatch/logGroup:LogGroup": "a database writes to the group of its own name, AWS's log delivery "
    "to groups of a prefix",
    "aws:lambda/alias:Alias": "callers name it, and a function's aliases are its own",
    "aws:ecr/repository:Repository": "builds, tasks and charts name it, alike in every region",
    "aws:secretsmanager/secret:Secret": "services and people know its ARN and name in every region",
    "aws:arcregionswitch/plan:Plan": "32 characters, which the pattern of all names outgrows",
    "aws:ssm/parameter:Parameter": "services and launch templates name it, alike in every region",
    "aws:apigatewayv2/stage:Stage": "'$default' is the stage that the address without a path leads to",
}
"""Type → why its resources have a physical name that autonaming does not make."""
ROLES = {"active", "standby"}
"""Roles move between places, so no name may hold one; the slots ``primary`` and ``secondary`` never move.

The role ``backup`` is missing: it is AWS Backup's noun too.
"""

WHERE_AWS_CHANGES_THEM = {
    "aws:chatbot/slackChannelConfiguration:SlackChannelConfiguration": "us-east-2",
    "aws:chatbot/teamsChannelConfiguration:TeamsChannelConfiguration": "us-east-2",
    **{
        f"aws:s3control/multiRegionAccessPoint{one}:MultiRegionAccessPoint{one}": "us-west-2"
        for one in ("", "Policy", "Routes")
    },
}
"""Type → the region that every change of such a resource goes to, wherever its parts lie."""

WITHOUT_REGION = {
    "aws:arcregionswitch/plan:Plan": "its ARN has none, and the provider takes the deprecated argument away",
}
"""Type → why nobody says in which region it is, although the SDK takes one."""

SEVERAL_PLACES = {
    f"holdfast:index:{one}"
    for one in (
        "AlertChannels",
        "ApplicationKey",
        "AuroraDatabase",
        "RdsDatabase",
        "Certificates",
        "CloudfrontDistribution",
        "ContainerRegistry",
        "DsqlDatabase",
        "GlobalAccelerator",
        "GlobalCache",
        "GlobalTable",
        "MachineImage",
        "PackageBucket",
        "Parameters",
        "PrivateAccessPeering",
        "ReplicatedBucket",
        "ReplicatedSecret",
        "StateBucket",
        "StateKey",
        "Watchdog",
        "ZoneExport",
    )
}

EVERY_COMPONENT = pytest.mark.parametrize("component", COMPONENTS, ids=lambda one: one.__name__)
EVERY_SAMPLE = pytest.mark.parametrize(
    ("component", "index"),
    [(component, index) for component, samples in SAMPLES.items() for index in range(len(samples))],
    ids=lambda value: value.__name__ if inspect.isclass(value) else str(value),
)


def test_every_component_has_a_sample() -> None:
    assert set(SAMPLES) == set(COMPONENTS)
    assert len(COMPONENTS) == len({one.__name__ for one in COMPONENTS})


@EVERY_COMPONENT
def test_takes_a_name_args_of_its_own_type_and_options(component: Component) -> None:
    parameters = inspect.signature(component.__init__).parameters
    assert list(parameters) == ["self", "name", "args", "opts"]
    args = parameters["args"].annotation
    assert is_typeddict(args)
    assert args.__name__ == f"{component.__name__}Args"
    assert parameters["opts"].default is None


@EVERY_SAMPLE
def test_token_is_the_class_name(component: Component, index: int) -> None:
    assert _own(component, index).type == f"holdfast:index:{component.__name__}"


@EVERY_SAMPLE
def test_sets_and_registers_every_output_and_where_values_came_from(component: Component, index: int) -> None:
    instance, outputs = built(component, index)[0], _own(component, index).outputs
    names = _outputs(component)
    assert [name for name in names if not isinstance(getattr(instance, name, None), pulumi.Output)] == []
    annotations = component.__annotations__
    empty = {name for name in names if type(None) in get_args(get_args(annotations[name])[0])}
    assert {*names, "origin"} - empty <= outputs.keys() <= {*names, "origin"}
    assert outputs["origin"] == SAMPLES[component][index].origin


OF_PLACES_ALONE = {"holdfast:index:AlertChannels", "holdfast:index:Watchdog"}


@EVERY_SAMPLE
def test_names_children_after_itself(component: Component, index: int) -> None:
    """A child is named after its parent, or it begins with the place that it is for.

    - Below a component ``N``: ``N`` itself (the part that ``N`` is mostly about) or ``N-…``.
    - Below ``Certificates``, stores and edges, which work for several places: also ``<place>-<key>-…``.
    - Below alert channels and watchdogs, too: a place and what the arguments say; a new name keeps that.
    - Below ``MultiRegionApi``, the root: a place or ``global``, alone or followed by ``-…``.
    """
    resources = built(component, index)[1]
    parents = _parents(resources)
    for child in resources:
        if child.urn not in parents:
            continue
        parent = parents[child.urn]
        stems = [parent.name]
        if parent.type == "holdfast:index:MultiRegionApi":
            stems = [*REGIONS, "global"]
        elif parent.type in OF_PLACES_ALONE:
            stems += REGIONS
        elif parent.type in SEVERAL_PLACES:
            key = parent.name.removeprefix("global-")
            stems += [f"{place}-{key}" for place in REGIONS]
        assert any(child.name == stem or child.name.startswith(f"{stem}-") for stem in stems), child.urn
        assert not ROLES & set(child.name.split("-")), child.urn


@EVERY_SAMPLE
def test_is_the_parent_of_its_children_whose_names_are_unique(component: Component, index: int) -> None:
    resources, own = built(component, index)[1], _own(component, index)
    parents = _parents(resources)
    assert {one.urn for one in resources} - parents.keys() == {own.urn}
    for parent in parents.values():
        assert parent is own or parent.type.startswith("holdfast:index:"), parent.urn
    assert len(resources.pairs()) == len(resources)


@EVERY_SAMPLE
def test_puts_every_regional_child_into_its_region(component: Component, index: int) -> None:
    for child in _custom(component, index):
        place = child.name.split("-")[0]
        # An Aurora global database is everywhere, and made in the home's region.
        near = WHERE_AWS_CHANGES_THEM.get(child.type, REGIONS.get(place, US))
        regional = "region" in _parameters(child.type) and child.type not in WITHOUT_REGION
        expected = near if regional else None
        assert child.region == expected, child.urn
        assert child.provider is None, child.urn


@EVERY_SAMPLE
def test_tags_every_child_that_takes_tags(component: Component, index: int) -> None:
    for child in _custom(component, index):
        if "tags" not in _parameters(child.type) or child.type in WITHOUT_TAGS:
            continue
        tags = child.inputs.get("tags")
        if isinstance(tags, list):
            tags = {one["key"]: one["value"] for one in tags}
        assert tags is not None, f"{child.urn} has no tags"
        assert tags.items() >= TAGS.items(), child.urn


@EVERY_SAMPLE
def test_leaves_physical_names_to_autonaming(component: Component, index: int) -> None:
    fixed = {child.type for child in _custom(component, index) if "name" in child.inputs}
    assert fixed <= WITH_FIXED_NAME.keys()


@EVERY_SAMPLE
def test_same_args_declare_the_same(component: Component, index: int) -> None:
    if component not in NOT_HOSTED:  # those are made of the others, and test_multi_region_api compares them
        assert _inputs(rebuilt(component, index)) == _inputs(built(component, index)[1])


@EVERY_SAMPLE
def test_order_of_args_names_nothing(component: Component, index: int) -> None:
    reordered, resources = rebuilt(component, index, reordered=True), built(component, index)[1]
    assert {one.urn for one in reordered} == {one.urn for one in resources}


@EVERY_COMPONENT
def test_documents_itself_and_every_output(component: Component) -> None:
    text = inspect.getdoc(component) or ""
    for heading in ("Declares:", "Survives:", "Does not survive:"):
        assert heading in text, f"{component.__name__} does not say '{heading}'"
    documented = _documented(_class_node(component))
    assert [name for name in _outputs(component) if not documented.get(name)] == []


@EVERY_COMPONENT
def test_documents_every_argument_and_every_default(component: Component) -> None:
    missing, without_default = [], []
    for args in _all_args(component):
        documented = _documented(_class_node(args))
        for name in args.__annotations__:
            missing += [f"{args.__name__}.{name}"] if not documented.get(name) else []
            optional = get_origin(args.__annotations__[name]) is NotRequired
            if optional and "Default:" not in documented.get(name, ""):
                without_default.append(f"{args.__name__}.{name}")
    assert (missing, without_default) == ([], [])


@pytest.mark.parametrize("module", MODULES, ids=lambda one: one.__name__.rsplit(".", 1)[-1])
def test_module_can_be_analysed(module: ModuleType) -> None:
    tree = _tree(module.__name__)
    assert ast.get_docstring(tree), "the module does not say what it is for"
    imported = [one.module for one in ast.walk(tree) if isinstance(one, ast.ImportFrom)]
    assert "__future__" not in imported, "the analyzer reads annotations as they are"


def test_schema_for_other_languages_needs_no_network_and_documents_everything(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def refuse(*_args: object) -> None:
        raise AssertionError("the analyzer went to the network")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    hosted = [one for one in COMPONENTS if one not in NOT_HOSTED]
    schema = json.loads(ComponentProvider(hosted, "holdfast", None, "0.1.0").schema or "{}")
    assert set(schema["resources"]) == {f"holdfast:index:{one.__name__}" for one in hosted}
    assert [where for where, text in _descriptions(schema) if not text] == []
    # What the analyzer cannot read, such as a callable, becomes 'anything' without a word.
    assert set(_anything(schema["resources"] | schema["types"])) == OF_ANY_SHAPE.keys()
    for one in hosted:
        described = schema["resources"][f"holdfast:index:{one.__name__}"]
        assert len(described["properties"]) == len(_outputs(one))
        asked = {"origin"} if one in WITHOUT_ANY_TAGS else {"tags", "origin"}
        assert asked <= described["inputProperties"].keys()


@pytest.mark.parametrize("component", NOT_HOSTED, ids=lambda one: one.__name__)
def test_what_is_not_hosted_takes_plans(component: Component) -> None:
    hints = _args(component).__annotations__.values()
    assert any(dataclasses.is_dataclass(hint) for hint in hints)


def _own(component: Component, index: int) -> Declared:
    return built(component, index)[1](SAMPLES[component][index].name, component.__name__)


def _custom(component: Component, index: int) -> list[Declared]:
    return [one for one in built(component, index)[1] if one.custom]


def _parents(resources: Resources) -> dict[str, Declared]:
    """URN → the component that a resource is a child of."""
    components = {(one.type, one.name): one for one in resources if not one.custom}
    found = {}
    for child in resources:
        types = child.urn.split("::")[2].split("$")
        if child.parent is not None:
            found[child.urn] = components[types[-2], child.parent]
    return found


def _inputs(resources: Resources) -> dict[str, Any]:
    return {one.urn: one.inputs for one in resources if one.custom}


@cache
def _parameters(token: str) -> frozenset[str]:
    """Arguments of the SDK's class for a type."""
    package, module, name = token.split(":")
    if package != "aws":
        return frozenset()
    folder = module.split("/")[0].replace("lambda", "lambda_")  # a word of Python's
    found = getattr(importlib.import_module(f"{pulumi_aws.__name__}.{folder}"), name)
    assert found.pulumi_type == token
    return frozenset(inspect.signature(found._internal_init).parameters)


def _outputs(component: Component) -> list[str]:
    return [name for name in component.__annotations__ if not name.startswith("_")]


def _args(component: Component) -> Any:
    return inspect.signature(component.__init__).parameters["args"].annotation


def _all_args(component: Component) -> list[Any]:
    """The component's TypedDict and all those inside it."""
    found: list[Any] = []
    waiting: list[Any] = [_args(component)]
    while waiting:
        hint = waiting.pop()
        if is_typeddict(hint) and hint not in found:
            found.append(hint)
            waiting += hint.__annotations__.values()
        waiting += get_args(hint)
    return found


@cache
def _tree(module: str) -> ast.Module:
    path = importlib.import_module(module).__file__
    assert path is not None
    return ast.parse(Path(path).read_text(encoding="utf-8"))


def _class_node(found: type) -> ast.ClassDef:
    nodes = _tree(found.__module__).body
    return next(one for one in nodes if isinstance(one, ast.ClassDef) and one.name == found.__name__)


def _documented(node: ast.ClassDef) -> dict[str, str]:
    """Annotated names of a class with the text under each."""
    found = {}
    for one, following in zip(node.body, [*node.body[1:], None], strict=True):
        if isinstance(one, ast.AnnAssign) and isinstance(one.target, ast.Name):
            text = ""
            if isinstance(following, ast.Expr) and isinstance(following.value, ast.Constant):
                text = str(following.value.value)
            found[one.target.id] = text
    return found


def _anything(node: Any, path: str = "") -> Iterator[str]:
    """Where a schema takes anything."""
    if isinstance(node, dict):
        if node.get("$ref") == "pulumi.json#/Any":
            yield path.removeprefix("/")
        for key, value in node.items():
            yield from _anything(value, f"{path}/{key}")
    elif isinstance(node, list):
        for value in node:
            yield from _anything(value, path)


def _descriptions(schema: dict[str, Any]) -> Iterator[tuple[str, str]]:
    for token, one in (schema["resources"] | schema["types"]).items():
        yield token, one.get("description", "")
        for kind in ("properties", "inputProperties"):
            for name, described in one.get(kind, {}).items():
                yield f"{token}.{name}", described.get("description", "")
