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
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import pulumi
from pulumi.runtime import mocks, rpc
from pulumi.runtime.stack import run_pulumi_func

PROJECT = "holdfast"
STACK = "prod"
ACCOUNT_ID = "111122223333"


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
    """A loop with one worker thread, since the SDK would leave a loop unclosed in each of many."""
    loop, in_worker = asyncio.new_event_loop(), asyncio.new_event_loop()
    asyncio.set_event_loop(loop)
    worker = ThreadPoolExecutor(1, initializer=asyncio.set_event_loop, initargs=(in_worker,))
    loop.set_default_executor(worker)
    try:
        yield loop
    finally:
        worker.shutdown()
        in_worker.close()
        loop.close()
        asyncio.set_event_loop(None)


def _is_of(one: Declared, type_: str) -> bool:
    return type_ in (one.type, one.type.rsplit(":", 1)[-1])


class _Mocks(mocks.Mocks):
    def call(self, args: mocks.MockCallArgs) -> Any:
        raise AssertionError(f"components ask AWS nothing, but {args.token} was called with {args.args}")

    def new_resource(self, args: mocks.MockResourceArgs) -> tuple[str | None, dict[str, Any]]:
        if not args.custom:
            return None, {}
        inputs = {key: rpc.unwrap_rpc_secret(value) for key, value in args.inputs.items()}
        return f"{args.name}-id", {**_computed(args.typ, args.name, inputs), **inputs}


def _computed(type_: str, name: str, inputs: Mapping[str, Any]) -> dict[str, Any]:
    package, module, kind = type_.split(":")
    own = _COMPUTED.get(type_)
    if package != "aws":
        return own(name, inputs) if own else {}
    service = module.split("/")[0]
    region = inputs.get("region", "")
    return {
        "arn": f"arn:aws:{service}:{region}:{ACCOUNT_ID}:{kind}/{name}",
        "name": f"{name}-0000",
        **(own(name, inputs) if own else {}),
    }


def _validation_options(_name: str, inputs: Mapping[str, Any]) -> dict[str, Any]:
    domains = [inputs["domainName"], *inputs.get("subjectAlternativeNames", [])]
    options = [
        {
            "domainName": domain,
            "resourceRecordName": f"_0.{domain.removeprefix('*.')}.",
            "resourceRecordType": "CNAME",
            "resourceRecordValue": f"_1.{domain.removeprefix('*.')}.acm-validations.aws.",
        }
        for domain in domains
    ]
    return {"domainValidationOptions": options}


_COMPUTED: Mapping[str, Callable[[str, Mapping[str, Any]], dict[str, Any]]] = {
    "aws:acm/certificate:Certificate": _validation_options,
    "aws:acm/certificateValidation:CertificateValidation": lambda _name, inputs: {
        "certificateArn": inputs["certificateArn"],
    },
    "aws:cloudfront/distribution:Distribution": lambda name, _inputs: {
        "domainName": f"{name}.cloudfront.net",
        "hostedZoneId": "Z2FDTNDATAQYW2",
    },
    "aws:dsql/cluster:Cluster": lambda name, inputs: {
        "identifier": f"{name}-identifier",
        "vpcEndpointServiceName": f"com.amazonaws.{inputs.get('region')}.dsql-{name}",
    },
    "aws:apigateway/domainName:DomainName": lambda name, inputs: {
        "regionalDomainName": f"{name}.execute-api.{inputs.get('region')}.amazonaws.com",
        "regionalZoneId": f"{name}-zone-id",
    },
    "aws:apigateway/restApi:RestApi": lambda name, inputs: {
        "executionArn": f"arn:aws:execute-api:{inputs.get('region')}:{ACCOUNT_ID}:{name}-id",
        "rootResourceId": f"{name}-root-id",
    },
    "aws:apigatewayv2/api:Api": lambda name, inputs: {
        "executionArn": f"arn:aws:execute-api:{inputs.get('region')}:{ACCOUNT_ID}:{name}-id",
    },
    "aws:lambda/alias:Alias": lambda name, inputs: {
        "arn": f"arn:aws:lambda:{inputs.get('region')}:{ACCOUNT_ID}:function:{name}:{inputs.get('name')}",
        "invokeArn": f"arn:aws:apigateway:{inputs.get('region')}:lambda:path/functions/{name}/invocations",
    },
    "aws:lambda/function:Function": lambda _name, _inputs: {"version": "1"},
    "aws:dynamodb/table:Table": lambda name, inputs: {
        "arn": f"arn:aws:dynamodb:{inputs.get('region')}:{ACCOUNT_ID}:table/{name}-0000",
        "streamArn": f"arn:aws:dynamodb:{inputs.get('region')}:{ACCOUNT_ID}:table/{name}-0000/stream/0",
    },
    "aws:dynamodb/tableReplica:TableReplica": lambda _name, inputs: {
        "arn": inputs["globalTableArn"].replace(
            inputs["globalTableArn"].split(":")[3], str(inputs.get("region"))
        ),
    },
    "aws:ec2/eip:Eip": lambda name, _inputs: {"publicIp": f"{name}-ip", "allocationId": f"{name}-id"},
    "aws:ec2/launchTemplate:LaunchTemplate": lambda _name, _inputs: {"latestVersion": 1, "defaultVersion": 1},
    "aws:ec2/natGateway:NatGateway": lambda name, _inputs: {
        "publicIp": f"{name}-ip",
        "regionalNatGatewayAddresses": [{"publicIp": f"{name}-ip", "availabilityZone": "a"}],
    },
    "aws:ec2/vpnConnection:VpnConnection": lambda name, _inputs: {
        "transitGatewayAttachmentId": f"{name}-attachment",
        "tunnel1Address": f"{name}-ip1",
        "tunnel2Address": f"{name}-ip2",
        "presharedKeyArn": f"{name}-keys",
    },
    "aws:directconnect/gatewayAssociation:GatewayAssociation": lambda name, _inputs: {
        "transitGatewayAttachmentId": f"{name}-attachment",
    },
    "aws:ec2/vpc:Vpc": lambda name, _inputs: {
        "defaultSecurityGroupId": f"{name}-default-sg-id",
        "mainRouteTableId": f"{name}-main-rt-id",
    },
    "aws:globalaccelerator/accelerator:Accelerator": lambda name, _inputs: {
        "dnsName": f"{name}.awsglobalaccelerator.com",
        "hostedZoneId": "Z2BJ6XQ5FK7U4H",
        "ipSets": [{"ipFamily": "IPv4", "ipAddresses": ["192.0.2.1", "192.0.2.2"]}],
    },
    "aws:elasticache/globalReplicationGroup:GlobalReplicationGroup": lambda _name, inputs: {
        "globalReplicationGroupId": f"ldgnf-{inputs['globalReplicationGroupIdSuffix']}",
    },
    "aws:elasticache/replicationGroup:ReplicationGroup": lambda name, _inputs: {
        "replicationGroupId": f"{name}-0000",
        "configurationEndpointAddress": f"clustercfg.{name}.test",
        "primaryEndpointAddress": f"master.{name}.test",
        "readerEndpointAddress": f"replica.{name}.test",
    },
    "aws:elasticache/serverlessCache:ServerlessCache": lambda name, _inputs: {
        "endpoints": [{"address": f"serverless.{name}.test", "port": 6379}],
        "readerEndpoints": [{"address": f"serverless-ro.{name}.test", "port": 6380}],
    },
    "aws:eks/cluster:Cluster": lambda name, _inputs: {"endpoint": f"https://{name}.eks.test"},
    "aws:ecr/repository:Repository": lambda _name, inputs: {
        "repositoryUrl": f"{ACCOUNT_ID}.dkr.ecr.{inputs.get('region')}.amazonaws.com/{inputs['name']}",
    },
    "aws:kms/key:Key": lambda name, _inputs: {"keyId": f"{name}-id"},
    "aws:kms/replicaKey:ReplicaKey": lambda name, _inputs: {"keyId": f"{name}-id"},
    "aws:lb/loadBalancer:LoadBalancer": lambda name, inputs: {
        "arnSuffix": f"app/{name}/0",
        "dnsName": f"{name}.{inputs.get('region')}.elb.amazonaws.com",
        "zoneId": f"{name}-zone-id",
    },
    "aws:lb/targetGroup:TargetGroup": lambda name, _inputs: {"arnSuffix": f"targetgroup/{name}/0"},
    "aws:rds/cluster:Cluster": lambda name, inputs: {
        "clusterIdentifier": f"{name}-0000",
        "endpoint": f"{name}.cluster-0.{inputs.get('region')}.rds.amazonaws.com",
        "readerEndpoint": f"{name}.cluster-ro-0.{inputs.get('region')}.rds.amazonaws.com",
    },
    "aws:rds/instance:Instance": lambda name, inputs: {
        "address": f"{name}.0.{inputs.get('region')}.rds.amazonaws.com",
    },
    "aws:rds/globalCluster:GlobalCluster": lambda name, _inputs: {
        "endpoint": f"{name}.global.rds.amazonaws.com",
    },
    "aws:route53/zone:Zone": lambda name, _inputs: {
        "zoneId": f"{name}-id",
        "nameServers": [f"ns-{number}.awsdns.test" for number in range(4)],
    },
    "aws:s3control/multiRegionAccessPoint:MultiRegionAccessPoint": lambda name, inputs: {
        "alias": f"{name}.mrap",
        "arn": f"arn:aws:s3::{inputs.get('accountId')}:accesspoint/{name}.mrap",
    },
    "aws:route53recoverycontrol/cluster:Cluster": lambda name, _inputs: {
        "clusterEndpoints": [
            {"region": region, "endpoint": f"https://{name}.{region}.example.com/v1"}
            for region in ("us-west-2", "us-east-1", "eu-west-1", "ap-southeast-2", "ap-northeast-1")
        ],
    },
    "aws:s3/bucket:Bucket": lambda name, inputs: {
        "bucket": f"{name}-bucket",
        "bucketDomainName": f"{name}-bucket.s3.amazonaws.com",
        "bucketRegionalDomainName": f"{name}-bucket.s3.{inputs.get('region')}.amazonaws.com",
        "arn": f"arn:aws:s3:::{name}-bucket",
    },
    "cloudflare:index/zone:Zone": lambda _name, _inputs: {
        "nameServers": ["ada.ns.cloudflare.test", "bob.ns.cloudflare.test"],
    },
    "random:index/randomId:RandomId": lambda _name, inputs: {"hex": f"{inputs.get('prefix', '')}00000000"},
    "random:index/randomPassword:RandomPassword": lambda name, _inputs: {"result": f"{name}-secret"},
}


class _Monitor(mocks.MockMonitor):
    """The mock monitor, which also keeps what a request says beyond its inputs."""

    def __init__(self, answers: mocks.Mocks) -> None:
        super().__init__(answers)
        self.found: dict[str, Declared] = {}
        self._transforms: dict[str, list[Any]] = {}

    def RegisterResource(self, request: Any) -> Any:  # noqa: N802  # the name of the RPC
        response = super().RegisterResource(request)  # type: ignore[no-untyped-call]  # the SDK's mocks are untyped
        if request.type != "pulumi:pulumi:Stack":
            if response.urn in self.found:
                raise AssertionError(f"{response.urn} is declared twice")
            self._transform(request, response.urn)
            self.found[response.urn] = _described(request, response.urn, self.resources[response.urn].state)
        return response

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


def _described(request: Any, urn: str, state: Mapping[str, Any]) -> Declared:
    raw = rpc.deserialize_properties(request.object)
    inputs = {key: _plain(rpc.unwrap_rpc_secret(value)) for key, value in raw.items()}
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
        outputs=_plain(dict(state)),
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
