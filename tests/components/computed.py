"""Outputs that the mocks make up: each derived from the logical name, so that a test can write it down."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

ACCOUNT_ID = "111122223333"


def computed_outputs(type_: str, name: str, inputs: Mapping[str, Any]) -> dict[str, Any]:
    """What AWS or Cloudflare would add to a resource's inputs.

    Args:
        type_: Type token.
        name: Logical name.
        inputs: The inputs by their engine names.
    """
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
