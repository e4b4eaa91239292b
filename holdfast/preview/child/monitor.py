"""The resource monitor: answers registrations as engine and provider would before the first deployment."""

from __future__ import annotations

from contextlib import nullcontext
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import pulumi
from pulumi.runtime.proto import provider_pb2, resource_pb2

from .check_inputs import mistakes
from .echo import planned_outputs, response_object
from .errors import Problems, readable_position, source_position
from .goal import alias_urns, choose_provider, inherit, node_of
from .invokes import asked_from_outside
from .records import Node
from .sdk_types import resource_types
from .transforms import Transforms
from .urns import STACK_TYPE, make_urn
from .wire import (
    RESOURCE,
    SIGNATURE,
    UNKNOWN,
    Empty,
    Message,
    PropertyValue,
    Reader,
    Struct,
    struct_to_plain,
    to_struct,
    without_references,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from .invokes import Invokes
    from .providers import Providers

# Older SDKs expect the provider's own message, which cannot say that an answer is unknown.
_Answer: Any = getattr(resource_pb2, "ResourceInvokeResponse", provider_pb2.InvokeResponse)
_CAN_BE_UNKNOWN = "unknown" in _Answer.DESCRIPTOR.fields_by_name
_STACK_REFERENCE = "pulumi:pulumi:StackReference"
_FEATURES = (
    "SECRETS",
    "RESOURCE_REFERENCES",
    "ALIAS_SPECS",
    "REPLACEMENT_TRIGGER",
    "DELETED_WITH",
    "REPLACE_WITH",
    "TRANSFORMS",
    "INVOKE_TRANSFORMS",
    "PARAMETERIZATION",
    "RESOURCE_HOOKS",
    "ERROR_HOOKS",
    "STATE_MIGRATIONS",
)
_LEGACY_FEATURES = frozenset(
    {
        "secrets",
        "resourceReferences",
        "aliasSpecs",
        "deletedWith",
        "replaceWith",
        "transforms",
        "invokeTransforms",
        "parameterization",
        "resourceHooks",
        "errorHooks",
    }
)


class Monitor:
    """The SDK's resource monitor service, called directly in the program's process."""

    def __init__(  # noqa: PLR0913 - what a run consists of
        self,
        *,
        stack: str,
        project: str,
        root: str,
        providers: Providers,
        invokes: Invokes,
        problems: Problems,
        progress: Callable[[int], None],
        with_outputs: bool,
    ) -> None:
        """Start with an empty stack.

        Args:
            stack: name of the stack.
            project: name of the project.
            root: folder of Pulumi.yaml, to which source positions are relative.
            providers: default providers.
            invokes: answers to look-ups.
            problems: where mistakes are collected.
            progress: told the number of resources after each registration.
            with_outputs: keep planned outputs, for stack policies.
        """
        self._stack = stack
        self._project = project
        self._root = root
        self._providers = providers
        self._invokes = invokes
        self._problems = problems
        self._progress = progress
        self._with_outputs = with_outputs
        self._transforms = Transforms()
        self.nodes: dict[str, Node] = {}
        self.stack_outputs: dict[str, Any] = {}

    # The names below are those of the service.

    def RegisterResource(self, request: Message, _context: object = None) -> Message:  # noqa: N802
        """Register a resource and answer with its planned state."""
        if request.remote:
            return self._refuse(request)
        reader = Reader()
        node = node_of(request, reader.struct(request.object), self._root)
        parent = self._parent_of(node)
        inherit(node, parent)
        transformed = self._transforms.run(node, request, list(self._ancestors(node)))
        for key in node.inputs:
            node.property_dependencies.setdefault(key, [])
        choose_provider(node, parent, self._providers, request)
        if node.custom and node.import_id:
            node.op = "import"
        node.aliases = alias_urns(node, request.aliases, self._stack, self._project)
        if node.type == STACK_TYPE:
            node.position = ""
        rewritten = transformed or reader.replaced
        if node.custom and _has_reference(node.inputs):
            node.inputs = {key: without_references(value) for key, value in node.inputs.items()}
            rewritten = True
        self._add(node)
        return self._answer(node, request.object, rewritten)

    def ReadResource(self, request: Message, _context: object = None) -> Message:  # noqa: N802
        """Register a resource that exists already; only its id is known."""
        inputs = struct_to_plain(request.properties)
        node = Node(
            urn="",
            type=request.type,
            name=request.name,
            custom=True,
            parent=request.parent,
            inputs=inputs,
            op="read",
            id=UNKNOWN if UNKNOWN in request.id else request.id,
            external=True,
            provider=request.provider,
            dependencies=list(request.dependencies),
            additional_secret_outputs=list(request.additionalSecretOutputs),
            position=source_position(self._root, request),
        )
        parent = self._parent_of(node)
        choose_provider(node, parent, self._providers, request)
        self._add(node)
        found: dict[str, Any] = {}
        if node.type == _STACK_REFERENCE:
            found = self._invokes.stack_reference(str(inputs.get("name", request.id)))
        known_id = "" if node.id == UNKNOWN else node.id
        return SimpleNamespace(
            urn=node.urn, id=known_id, properties=to_struct(found), result=0, unknown=False
        )

    def RegisterResourceOutputs(self, request: Message, _context: object = None) -> Message:  # noqa: N802
        """Keep the outputs of a component or of the stack."""
        node = self.nodes.get(request.urn)
        if node is not None:
            outputs = struct_to_plain(request.outputs)
            if node.type == STACK_TYPE:
                self.stack_outputs = outputs
            else:
                node.outputs = {**node.outputs, **outputs}
        return Empty()

    def Invoke(self, request: Message, _context: object = None) -> Message:  # noqa: N802
        """Answer a look-up."""
        arguments = struct_to_plain(request.args)
        if request.tok == "pulumi:pulumi:getResource":
            return self._get_resource(str(arguments.get("urn", "")))
        if self._transforms.invokes:
            arguments = self._transforms.run_invoke(request.tok, arguments)
        provider = self.nodes.get(request.provider.rpartition("::")[0])
        region = str(provider.inputs.get("region", "")) if provider is not None else ""
        with nullcontext() if _CAN_BE_UNKNOWN else asked_from_outside(request.tok):
            answer = self._invokes.answer(request.tok, arguments, region)
        return _Answer(unknown=True) if answer is None else _Answer(**{"return": to_struct(answer)})

    def Call(self, _request: Message, _context: object = None) -> Message:  # noqa: N802
        """Answer a method call: only deployment knows."""
        return SimpleNamespace(
            **{"return": to_struct({"result": UNKNOWN})}, failures=[], returnDependencies={}
        )

    def ExistsResource(self, _request: Message, _context: object = None) -> Message:  # noqa: N802
        """Answer whether a resource exists: only the cloud knows."""
        return SimpleNamespace(exists=False, unknown=True)

    def RegisterStackTransform(self, request: Message, _context: object = None) -> Message:  # noqa: N802
        """Remember a transform of every later resource."""
        self._transforms.stack.append(request)
        return Empty()

    def RegisterStackInvokeTransform(self, request: Message, _context: object = None) -> Message:  # noqa: N802
        """Remember a transform of every later look-up."""
        self._transforms.invokes.append(request)
        return Empty()

    def RegisterResourceHook(self, _request: Message, _context: object = None) -> Message:  # noqa: N802
        """Accept a hook; none runs before a deployment."""
        return Empty()

    def RegisterErrorHook(self, _request: Message, _context: object = None) -> Message:  # noqa: N802
        """Accept an error hook."""
        return Empty()

    def RegisterPackage(self, request: Message, _context: object = None) -> Message:  # noqa: N802
        """Remember a parameterised package."""
        return resource_pb2.RegisterPackageResponse(ref=self._providers.register_package(request))

    def SignalAndWaitForShutdown(self, _request: Message, _context: object = None) -> Message:  # noqa: N802
        """Let the program end."""
        return Empty()

    def SupportsFeature(self, request: Message, _context: object = None) -> Message:  # noqa: N802
        """Tell an older SDK what is understood here."""
        return resource_pb2.SupportsFeatureResponse(hasSupport=request.id in _LEGACY_FEATURES)

    def GetDeploymentInfo(self, _request: Message, _context: object = None) -> Message:  # noqa: N802
        """Tell the SDK what is understood here."""
        names = [f"RESOURCE_MONITOR_FEATURE_{name}" for name in _FEATURES]
        known = [getattr(resource_pb2, name) for name in names if hasattr(resource_pb2, name)]
        return resource_pb2.DeploymentInfo(supportedFeatures=known)

    def _parent_of(self, node: Node) -> Node | None:
        if not node.parent:
            return None
        parent = self.nodes.get(node.parent)
        if parent is None:
            raise pulumi.RunError(
                f"{readable_position(node.position)}: {node.type} '{node.name}' names a parent that is not "
                f"registered: {node.parent}"
            )
        return parent

    def _ancestors(self, node: Node) -> Iterator[Node]:
        current = self.nodes.get(node.parent)
        while current is not None:
            yield current
            current = self.nodes.get(current.parent)

    def _add(self, node: Node) -> None:
        node.urn = make_urn(self._stack, self._project, node.parent, node.type, node.name)
        where = readable_position(node.position)
        if UNKNOWN in node.name:
            self._problems.add(
                f"{node.type}: the resource's name holds a value that is unknown offline; "
                "give that value in an answers file or in the stack file",
                position=where,
            )
        if node.urn in self.nodes:
            first = readable_position(self.nodes[node.urn].position)
            self._problems.add(
                f"Duplicate resource URN '{node.urn}'; try giving it a unique name (first at {first})",
                node.urn,
                where,
            )
        fields = resource_types(node.type).inputs if node.custom and node.op != "read" else None
        for mistake in mistakes(node.inputs, fields):
            self._problems.add(f"{node.type} '{node.name}': {mistake}", node.urn, where)
        self.nodes.setdefault(node.urn, node)
        self._progress(len(self.nodes))

    def _answer(self, node: Node, request_object: Message, rewritten: bool) -> Message:
        types = resource_types(node.type)
        if self._with_outputs:
            node.outputs = planned_outputs(node.inputs, types, node.custom)
        properties = (
            response_object(request_object, node.inputs, types, rewritten) if node.custom else Struct()
        )
        return SimpleNamespace(
            urn=node.urn,
            id="",
            object=properties,
            propertyDependencies={},
            result=0,
            unknown=False,
            stable=False,
        )

    def _refuse(self, request: Message) -> Message:
        urn = make_urn(self._stack, self._project, request.parent, request.type, request.name)
        position = source_position(self._root, request)
        self._problems.add(
            f"{request.type} '{request.name}' is a remote component: a provider plugin makes its children, "
            "which the offline preview cannot run; preview this program with the Pulumi CLI",
            urn,
            readable_position(position),
        )
        node = Node(
            urn=urn, type=request.type, name=request.name, custom=False, parent=request.parent, inputs={}
        )
        self.nodes.setdefault(urn, node)
        return SimpleNamespace(
            urn=urn, id="", object=Struct(), propertyDependencies={}, result=0, unknown=False
        )

    def _get_resource(self, urn: str) -> Message:
        node = self.nodes.get(urn)
        if node is None:
            raise pulumi.RunError(f"the program refers to a resource that it does not declare: {urn}")
        state = {"urn": urn, "id": node.id, "state": {**node.inputs, **node.outputs}}
        return _Answer(**{"return": to_struct(state)})


def _has_reference(value: PropertyValue) -> bool:
    if isinstance(value, dict):
        return value.get(SIGNATURE) == RESOURCE or any(_has_reference(item) for item in value.values())
    if isinstance(value, list):
        return any(_has_reference(item) for item in value)
    return False
