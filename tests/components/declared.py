"""Runs a function as a Pulumi program under mocks and tells every resource that it registered.

Nothing is shared between two calls: each has its own monitor, settings, root stack and event loop.
Outputs are known, as in an update: ids, ARNs and the like are derived from the logical name, so that
a test can write them down (``use1-vpc`` has the id ``use1-vpc-id``).
"""

from __future__ import annotations

import asyncio
import contextvars
import gc
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import pulumi
from google.protobuf import struct_pb2  # type: ignore[import-untyped]  # no stubs are installed
from pulumi import log
from pulumi.runtime import mocks, resource, rpc
from pulumi.runtime.proto import resource_pb2, source_pb2
from pulumi.runtime.stack import run_pulumi_func

from holdfast.preview.child.executor import InlineExecutor
from tests.components.computed import ACCOUNT_ID, computed_outputs

__all__ = ["ACCOUNT_ID", "PROJECT", "STACK", "Declared", "Resources", "declared", "named"]

PROJECT = "holdfast"
STACK = "prod"


@dataclass(frozen=True, kw_only=True)
class Declared:
    """One registered resource."""

    type: str
    """Type token, for example ``aws:ec2/vpc:Vpc``."""
    name: str
    """Logical name."""
    parent: str | None
    """Logical name of the parent, None below the stack itself."""
    urn: str
    """URN as this monitor made it."""
    inputs: Mapping[str, Any]
    """Inputs by their engine (camelCase) names; outputs resolved, secrets open, whole numbers int."""
    region: str | None
    """The ``region`` input, None where there is none."""
    depends_on: frozenset[str]
    """Logical names of all that it waits for: by option and by property."""
    property_depends_on: Mapping[str, frozenset[str]]
    """Input name → logical names of the resources whose outputs it is made of."""
    secrets: frozenset[str]
    """Names of the inputs that hold a secret."""
    outputs: dict[str, Any] = field(default_factory=dict)
    """Of a component: what it gave to ``register_outputs``. Of a custom resource: the mock's outputs."""
    custom: bool = True
    """False for components."""
    protect: bool | None = None
    """The ``protect`` option, None where it is not given."""
    ignore_changes: tuple[str, ...] = ()
    """The ``ignore_changes`` option, as the ``transforms`` of the resource and of its ancestors leave it."""
    replace_on_changes: tuple[str, ...] = ()
    """The ``replace_on_changes`` option."""
    delete_before_replace: bool | None = None
    """The ``delete_before_replace`` option, None where it is not given."""
    retain_on_delete: bool | None = None
    """The ``retain_on_delete`` option, None where it is not given."""
    deleted_with: str | None = None
    """Logical name in the ``deleted_with`` option."""
    aliases: tuple[str, ...] = ()
    """The ``aliases`` option: URNs, or the former names."""
    additional_secret_outputs: tuple[str, ...] = ()
    """The ``additional_secret_outputs`` option."""
    custom_timeouts: Mapping[str, str] = field(default_factory=dict)
    """The ``custom_timeouts`` option."""
    import_id: str | None = None
    """The ``import_`` option."""
    provider: str | None = None
    """Reference of an explicit provider."""

    @property
    def id(self) -> str:
        """The mock id, as other resources' inputs hold it."""
        return f"{self.name}-id"

    @property
    def arn(self) -> str:
        """The mock ARN, as other resources' inputs hold it."""
        return str(self.outputs["arn"])


class Resources(list[Declared]):
    """The resources of a run in the order of registration, parents before children."""

    def __call__(self, name: str, type_: str | None = None) -> Declared:
        """The one resource with this name (and this type or last part of a type, such as ``Vpc``)."""
        return named(self, name, type_)

    def of(self, type_: str) -> list[Declared]:
        """Those of one type: a whole token, or its last part, such as ``Subnet``."""
        return [one for one in self if _is_of(one, type_)]

    def names(self, type_: str | None = None) -> set[str]:
        """Names of all, or of one type."""
        return {one.name for one in (self if type_ is None else self.of(type_))}

    def pairs(self) -> set[tuple[str, str]]:
        """(type, name) of every resource, for assertions of the exact set."""
        return {(one.type, one.name) for one in self}


def named(resources: Iterable[Declared], name: str, type_: str | None = None) -> Declared:
    """The one resource with this name (and this type or last part of a type)."""
    resources = list(resources)
    found = [one for one in resources if one.name == name and (type_ is None or _is_of(one, type_))]
    if len(found) == 1:
        return found[0]
    known = sorted(f"{one.name} ({one.type})" for one in (found or resources))
    raise LookupError(f"{len(found)} resources are called {name!r}; there are:\n  " + "\n  ".join(known))


def declared(build: Callable[[], object], *, preview: bool = False) -> Resources:
    """Run ``build`` as a program and return what it registered; its errors pass through.

    Args:
        build: The program. What it returns is dropped.
        preview: Whether ``pulumi.runtime.is_dry_run()`` says so (outputs are known either way). Default: no.
    """
    return contextvars.copy_context().run(_run, build, preview)


# Messages for debugging and the stack of every resource cost more than declaring it, and nobody reads them.
vars(log)["debug"] = lambda *_args, **_options: None
vars(resource)["_get_stack_trace"] = source_pb2.StackTrace


def _run(build: Callable[[], object], preview: bool) -> Resources:
    monitor = _Monitor(_Mocks())
    with _no_collection(), _event_loop() as loop:
        pulumi.runtime.settings.ROOT.set(None)
        pulumi.runtime.set_mocks(_Mocks(), PROJECT, STACK, preview=preview, monitor=monitor)
        pulumi.runtime.settings.SETTINGS.outputs = set()

        def program() -> None:
            build()

        loop.run_until_complete(run_pulumi_func(program))
    return Resources(monitor.found.values())


@contextmanager
def _no_collection() -> Iterator[None]:
    """No cyclic garbage collection while a program runs: it takes half of the time and finds nothing."""
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()


@contextmanager
def _event_loop() -> Iterator[asyncio.AbstractEventLoop]:
    """A loop whose calls to the monitor are answered at once, as under the offline preview."""
    loop = asyncio.new_event_loop()
    asyncio.set_event_loop(loop)
    worker = InlineExecutor(1)
    loop.set_default_executor(worker)
    try:
        yield loop
    finally:
        worker.shutdown()
        loop.close()
        asyncio.set_event_loop(None)


def _is_of(one: Declared, type_: str) -> bool:
    return type_ in (one.type, one.type.rsplit(":", 1)[-1])


class _Mocks(mocks.Mocks):
    def call(self, args: mocks.MockCallArgs) -> Any:
        raise AssertionError(f"components ask AWS nothing, but {args.token} was called with {args.args}")

    def new_resource(self, args: mocks.MockResourceArgs) -> tuple[str | None, dict[str, Any]]:
        raise AssertionError(f"components read no resource, but {args.name} was read")


class _Monitor(mocks.MockMonitor):
    """The mock monitor, which also keeps what a request says beyond its inputs."""

    def __init__(self, answers: mocks.Mocks) -> None:
        super().__init__(answers)
        self.found: dict[str, Declared] = {}
        self._transforms: dict[str, list[Any]] = {}

    def RegisterResource(self, request: Any) -> Any:  # noqa: N802  # the name of the RPC
        if request.type == "pulumi:pulumi:Stack":
            return super().RegisterResource(request)  # type: ignore[no-untyped-call]  # the SDK's mocks are untyped
        urn = self.make_urn(request.parent, request.type, request.name)
        if urn in self.found:
            raise AssertionError(f"{urn} is declared twice")
        self._transform(request, urn)
        raw = rpc.deserialize_properties(request.object)
        computed = computed_outputs(request.type, request.name, _opened(raw)) if request.custom else {}
        self.found[urn] = _described(request, urn, raw, computed)
        if not request.custom:
            return resource_pb2.RegisterResourceResponse(urn=urn)
        return resource_pb2.RegisterResourceResponse(
            urn=urn, id=f"{request.name}-id", object=_answer(request, raw, computed)
        )

    def _transform(self, request: Any, urn: str) -> None:
        """Run the transforms of a resource and its ancestors, as the engine does, for what they ignore."""
        own = mocks._resolve_callbacks(request.transforms)
        self._transforms[urn] = [*own, *self._transforms.get(request.parent, [])]
        for transform in self._transforms[urn]:
            wanted = pulumi.ResourceOptions(ignore_changes=list(request.ignoreChanges))
            result = transform(
                pulumi.ResourceTransformArgs(
                    custom=request.custom,
                    type_=request.type,
                    name=request.name,
                    props=rpc.deserialize_properties(request.object),
                    opts=wanted,
                )
            )
            if result is not None:
                request.ignoreChanges[:] = result.opts.ignore_changes or []

    def RegisterResourceOutputs(self, request: Any) -> Any:  # noqa: N802  # the name of the RPC
        if request.urn in self.found:
            outputs, _ = rpc.deserialize_properties_unwrap_secrets(request.outputs)
            self.found[request.urn].outputs.update(_plain(outputs))
        return super().RegisterResourceOutputs(request)  # type: ignore[no-untyped-call]  # as above


def _opened(raw: Mapping[str, Any]) -> dict[str, Any]:
    """Inputs without the wrapping of those that are secret."""
    return {key: rpc.unwrap_rpc_secret(value) for key, value in raw.items()}


def _answer(request: Any, raw: Mapping[str, Any], computed: Mapping[str, Any]) -> struct_pb2.Struct:
    """Outputs on the wire: the inputs as they came, and what is computed."""
    answer = struct_pb2.Struct()
    answer.update({key: value for key, value in computed.items() if key not in raw})
    for key, value in raw.items():
        if rpc.is_rpc_secret(value):
            answer.update({key: rpc.unwrap_rpc_secret(value)})
        else:
            answer.fields[key].CopyFrom(request.object.fields[key])
    return answer


def _described(request: Any, urn: str, raw: Mapping[str, Any], computed: Mapping[str, Any]) -> Declared:
    inputs = {key: _plain(value) for key, value in raw.items()}
    timeouts = request.customTimeouts
    return Declared(
        type=request.type,
        name=request.name,
        parent=_parent(request.parent),
        urn=urn,
        inputs=inputs,
        region=inputs.get("region"),
        depends_on=_names(request.dependencies),
        property_depends_on={
            key: _names(value.urns) for key, value in request.propertyDependencies.items() if value.urns
        },
        secrets=frozenset(key for key, value in raw.items() if rpc.is_rpc_secret(value)),
        outputs={**_plain(computed), **inputs} if request.custom else {},
        custom=request.custom,
        protect=request.protect if request.HasField("protect") else None,
        ignore_changes=tuple(request.ignoreChanges),
        replace_on_changes=tuple(request.replaceOnChanges),
        delete_before_replace=request.deleteBeforeReplace if request.deleteBeforeReplaceDefined else None,
        retain_on_delete=request.retainOnDelete if request.HasField("retainOnDelete") else None,
        deleted_with=_name(request.deletedWith) if request.deletedWith else None,
        aliases=tuple(alias.urn or alias.spec.name for alias in request.aliases) + tuple(request.aliasURNs),
        additional_secret_outputs=tuple(request.additionalSecretOutputs),
        custom_timeouts={
            key: getattr(timeouts, key) for key in ("create", "update", "delete") if getattr(timeouts, key)
        },
        import_id=request.importId or None,
        provider=request.provider or None,
    )


def _parent(urn: str) -> str | None:
    return None if not urn or urn.split("::")[2] == "pulumi:pulumi:Stack" else _name(urn)


def _name(urn: str) -> str:
    return urn.rsplit("::", maxsplit=1)[-1]


def _names(urns: Iterable[str]) -> frozenset[str]:
    return frozenset(_name(urn) for urn in urns)


def _plain(value: Any) -> Any:
    """Whole numbers arrive as float from the wire; secrets inside are opened."""
    if rpc.is_rpc_secret(value):
        return _plain(rpc.unwrap_rpc_secret(value))
    if isinstance(value, Mapping):
        return {key: _plain(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_plain(item) for item in value]
    if isinstance(value, float) and value.is_integer():
        return int(value)
    if isinstance(value, pulumi.AssetArchive | pulumi.Asset):
        return _content(value)
    return value


def _content(value: pulumi.AssetArchive | pulumi.Asset) -> Any:
    """What is in an archive or asset, since two of them are never equal, even with one content."""
    if isinstance(value, pulumi.AssetArchive):
        return {name: _plain(asset) for name, asset in value.assets.items()}
    return value.text if isinstance(value, pulumi.StringAsset) else vars(value)
