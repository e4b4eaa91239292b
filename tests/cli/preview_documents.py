"""A preview document of the size of a two-region production API, and a stand-in for the preview itself."""

from __future__ import annotations

from typing import Any

from tests.graph.documents import UNKNOWN, digest, step, urn

PARTS = {
    "Network": {
        "Subnet": 9,
        "RouteTable": 7,
        "RouteTableAssociation": 9,
        "Route": 6,
        "NatGateway": 3,
        "Eip": 3,
    },
    "NetworkEndpoints": {"VpcEndpoint": 6, "SecurityGroup": 1},
    "FlowLogs": {"FlowLog": 1, "LogGroup": 1},
    "LoadBalancer": {"Listener": 2, "Bucket": 2, "BucketPolicy": 2, "Certificate": 1, "TargetGroup": 1},
    "AutoScalingService": {"Group": 1, "LaunchTemplate": 1, "Policy": 2, "Instance": 3},
    "EncryptionKey": {"Key": 1, "Alias": 1},
    "RegionalHealth": {"MetricAlarm": 8, "Dashboard": 1},
    "Secrets": {"Secret": 12, "SecretVersion": 12},
    "Queues": {"Queue": 12, "QueuePolicy": 12},
}


def two_regions() -> list[dict[str, Any]]:
    """Steps of about 250 resources in two regions, each with nine components."""
    api = urn("orders:index:Api", "api")
    steps = [step("orders:index:Api", "api", component=True)]
    for place, region in {"use1": "us-east-1", "euw1": "eu-west-1"}.items():
        above = urn("orders:index:Region", place)
        steps.append(step("orders:index:Region", place, component=True, parent=api))
        for part, kinds in PARTS.items():
            token = f"orders:index:{part}"
            steps.append(step(token, f"{place}-{part.lower()}", component=True, parent=above))
            steps += [
                step(
                    f"aws:x/{kind.lower()}:{kind}",
                    f"{place}-{part.lower()}-{kind.lower()}-{number}",
                    {"region": region},
                    parent=urn(token, f"{place}-{part.lower()}"),
                    sourcePosition="project:///__main__.py#14",
                )
                for kind, count in kinds.items()
                for number in range(count)
            ]
    dns = urn("orders:index:FailoverDns", "public")
    steps.append(step("orders:index:FailoverDns", "public", component=True, parent=api))
    steps += [step("aws:route53/record:Record", f"public-{one}", parent=dns) for one in range(6)]
    return steps


def document(*steps: dict[str, Any], policies: list[dict[str, Any]] | None = None) -> dict[str, Any]:
    """What ``holdfast.preview.preview`` gives."""
    return {
        **digest(*steps),
        "diagnostics": [{"severity": "warning", "message": "warning: the zone is not delegated\n"}],
        "holdfast": {
            "version": 1,
            "project": "orders",
            "stack": "prod",
            "assumptions": [
                {"kind": "look-up", "subject": "aws:getZones", "assumed": "us-east-1 has a, b, c"}
            ],
            "outputs": {
                "endpoint": "https://api.example.com",
                "zone": UNKNOWN,
                "password": "[secret]",
                "operations": {
                    "version": 1,
                    "regions": {"use1": {"lb": UNKNOWN}},
                    "names": ["a", "b"],
                    "none": None,
                },
            },
            "policies": policies or [],
        },
    }
