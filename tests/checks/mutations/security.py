"""Mutations of the rules on operations, alarms, security, identities, TLS and logs."""

from __future__ import annotations

import json
from typing import Any

from tests.checks.mutations.model import Document, Mutation
from tests.graph.documents import UNKNOWN

API = "holdfast:index:MultiRegionApi"
ALARM, CANARY = "aws:cloudwatch/metricAlarm:MetricAlarm", "aws:synthetics/canary:Canary"
AUTOSHIFT = "aws:arczonalshift/zonalAutoshiftConfiguration:ZonalAutoshiftConfiguration"
BUCKET_POLICY = "aws:s3/bucketPolicy:BucketPolicy"
EXPERIMENT = "aws:fis/experimentTemplate:ExperimentTemplate"
FUNCTION = "aws:lambda/function:Function"
KEY = "aws:kms/key:Key"
LISTENER = "aws:lb/listener:Listener"
REGION = "us-east-1"
ROLE = "aws:iam/role:Role"
TEMPLATE = "aws:ec2/launchTemplate:LaunchTemplate"
WORLD = "0.0.0.0/0"


def _policy(**statement: Any) -> str:
    return json.dumps({"Version": "2012-10-17", "Statement": [{"Effect": "Allow", **statement}]})


def _promise_less_time(prod: Document) -> None:
    api = prod.one(API)["inputs"]
    for workflow in api["recovery"]["workflows"].values():
        workflow["ungraceful"][0][0]["action"] = "promote"


def _keep_one_region(prod: Document) -> None:
    prod.change(API, "*", "objectives.survives", "region")
    prod.change(API, "*", "regions", {"use1": "active"})


def _turn_without_safety_rule(prod: Document) -> None:
    token = "aws:route53recoverycontrol/routingControl:RoutingControl"  # noqa: S105  # a type, no secret
    prod.add(token, "use1-on", {"clusterArn": UNKNOWN})


def _never_stop(prod: Document) -> None:
    prod.change(EXPERIMENT, "euw1-cut-use1-experiment", "stopConditions", [{"source": "none"}])


def _judge_no_practice(prod: Document) -> None:
    prod.change(AUTOSHIFT, "euw1-public-autoshift", "outcomeAlarms", [])


def _forget_the_way_back(prod: Document) -> None:
    del prod.one(API)["inputs"]["recovery"]["workflows"]["euw1"]


def _release_everywhere(prod: Document) -> None:
    actions = [{"category": "Deploy", "region": region} for region in ("us-east-1", "eu-west-1")]
    inputs = {"region": REGION, "stages": [{"name": "release", "actions": actions}]}
    prod.add("aws:codepipeline/pipeline:Pipeline", "release", inputs)


def _watch_from_inside(prod: Document) -> None:
    prod.remove(CANARY)


def _tell_nobody(prod: Document) -> None:
    prod.change(ALARM, "use1-dynamodb-backup-late", "alarmActions", [])


def _store_in_plain(prod: Document) -> None:
    prod.change(TEMPLATE, "euw1-orders-lt", "blockDeviceMappings.0.ebs", {"encrypted": "false"})


def _publish_a_broker(prod: Document) -> None:
    prod.add("aws:mq/broker:Broker", "broker", {"region": REGION, "publiclyAccessible": True})


def _open_a_bucket(prod: Document) -> None:
    token = "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock"  # noqa: S105  # a type, no secret
    prod.change(token, "euw1-canaries-public-access", "blockPublicPolicy", False)


def _open_a_key(prod: Document) -> None:
    prod.change(KEY, "euc1-backup-key", "policy", _policy(Principal="*", Action="kms:*", Resource="*"))


def _open_a_shell(prod: Document) -> None:
    token = "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule"  # noqa: S105  # a type, no secret
    for name, value in (("fromPort", 22), ("toPort", 22), ("cidrIpv4", WORLD)):
        prod.change(token, "euw1-orders-sg-ingress-public", name, value)


def _write_a_password_down(prod: Document) -> None:
    prod.change(FUNCTION, "euc1-restore-fn", "environment.variables.DB_PASSWORD", "correct horse")


def _answer_without_token(prod: Document) -> None:
    prod.change(TEMPLATE, "euw1-orders-lt", "metadataOptions.httpTokens", "optional")


def _stop_the_rotation(prod: Document) -> None:
    prod.change(KEY, "euc1-backup-key", "enableKeyRotation", False)


def _open_a_cluster(prod: Document) -> None:
    inputs = {
        "region": REGION,
        "deletionProtection": True,
        "enabledClusterLogTypes": ["audit", "authenticator"],
        "vpcConfig": {"endpointPublicAccess": True},
    }
    prod.add("aws:eks/cluster:Cluster", "eks", inputs, protect=True)


def _keep_no_audit_log(prod: Document) -> None:
    inputs = {
        "region": REGION,
        "deletionProtection": True,
        "enabledClusterLogTypes": ["api"],
        "vpcConfig": {"endpointPublicAccess": False},
    }
    prod.add("aws:eks/cluster:Cluster", "eks", inputs, protect=True)


def _move_tags(prod: Document) -> None:
    inputs = {"region": REGION, "imageScanningConfiguration": {"scanOnPush": True}}
    prod.add("aws:ecr/repository:Repository", "orders", inputs, protect=True)


def _call_without_signature(prod: Document) -> None:
    inputs = {"region": REGION, "authorizationType": "NONE", "functionName": UNKNOWN}
    prod.add("aws:lambda/functionUrl:FunctionUrl", "url", inputs)


def _take_the_firewall_away(prod: Document) -> None:
    prod.remove("aws:wafv2/webAclAssociation:WebAclAssociation", "euw1-public-waf-association")


def _run_privileged(prod: Document) -> None:
    definition = json.dumps([{"name": "orders", "privileged": True}])
    inputs = {"region": REGION, "containerDefinitions": definition}
    prod.add("aws:ecs/taskDefinition:TaskDefinition", "orders", inputs)


def _go_round(prod: Document) -> None:
    interfaces = [{"associatePublicIpAddress": "true"}]
    prod.change(TEMPLATE, "euw1-orders-lt", "networkInterfaces", interfaces)


def _open_the_default_group(prod: Document) -> None:
    group = "aws:ec2/defaultSecurityGroup:DefaultSecurityGroup"
    prod.change(group, "euw1-default-sg", "egress", [{"protocol": "-1", "self": True}])


def _allow_everything(prod: Document) -> None:
    prod.change(
        "aws:iam/rolePolicy:RolePolicy", "global-apm-policy", "policy", _policy(Action="*", Resource="*")
    )


def _trust_every_repository(prod: Document) -> None:
    host = "token.actions.githubusercontent.com"
    trust = _policy(
        Action="sts:AssumeRoleWithWebIdentity",
        Principal={"Federated": f"arn:aws:iam::333344445555:oidc-provider/{host}"},
        Condition={"StringEquals": {f"{host}:aud": "sts.amazonaws.com"}},
    )
    prod.change(ROLE, "global-apm-role", "assumeRolePolicy", trust)


def _hand_out_a_key(prod: Document) -> None:
    prod.add("aws:iam/accessKey:AccessKey", "ci", {"user": "ci"})


def _serve_plain_http(prod: Document) -> None:
    prod.change(LISTENER, "euw1-public-http", "defaultActions.0.type", "forward")


def _speak_old_tls(prod: Document) -> None:
    prod.change(LISTENER, "euw1-public-https", "sslPolicy", "ELBSecurityPolicy-2016-08")


def _take_plain_connections(prod: Document) -> None:
    inputs = {"region": REGION, "tlsEnabled": False}
    prod.add("aws:memorydb/cluster:Cluster", "memory", inputs, protect=True)


def _let_plain_http_read(prod: Document) -> None:
    prod.remove(BUCKET_POLICY, "euw1-canaries-policy")


def _log_no_request(prod: Document) -> None:
    prod.change("aws:lb/loadBalancer:LoadBalancer", "euw1-public-lb", "accessLogs.enabled", False)


def _log_no_flow(prod: Document) -> None:
    prod.remove("aws:ec2/flowLog:FlowLog", "euw1-flow-log")


def _record_one_region(prod: Document) -> None:
    inputs = {"region": REGION, "s3BucketName": "trail", "enableLogFileValidation": True}
    prod.add("aws:cloudtrail/trail:Trail", "trail", inputs)


def _keep_for_ever(prod: Document) -> None:
    prod.change("aws:cloudwatch/logGroup:LogGroup", "euw1-experiments-logs", "retentionInDays", None)


MUTATIONS = {
    "ALM001": Mutation(_watch_from_inside),
    "ALM002": Mutation(_tell_nobody),
    "IAM001": Mutation(_allow_everything),
    "IAM002": Mutation(_trust_every_repository),
    "IAM003": Mutation(_hand_out_a_key),
    "LOG001": Mutation(_log_no_request),
    "LOG002": Mutation(_log_no_flow, companions=frozenset({"REG002"})),
    "LOG003": Mutation(_record_one_region),
    "LOG004": Mutation(_keep_for_ever),
    "LOG005": Mutation(_keep_no_audit_log, companions=frozenset({"REG002"})),
    "OPS001": Mutation(_promise_less_time),
    "OPS002": Mutation(_keep_one_region),
    "OPS003": Mutation(_turn_without_safety_rule),
    "OPS004": Mutation(_never_stop),
    "OPS005": Mutation(_judge_no_practice),
    "OPS006": Mutation(_forget_the_way_back),
    "OPS007": Mutation(_release_everywhere),
    "SEC001": Mutation(_store_in_plain),
    "SEC002": Mutation(_publish_a_broker),
    "SEC003": Mutation(_open_a_bucket),
    "SEC004": Mutation(_open_a_key),
    "SEC005": Mutation(_open_a_shell),
    "SEC006": Mutation(_write_a_password_down),
    "SEC007": Mutation(_answer_without_token),
    "SEC008": Mutation(_stop_the_rotation),
    "SEC009": Mutation(_open_a_cluster, companions=frozenset({"REG002"})),
    "SEC010": Mutation(_move_tags, companions=frozenset({"DEP001"})),
    "SEC011": Mutation(_call_without_signature),
    "SEC012": Mutation(_take_the_firewall_away, companions=frozenset({"REG002"})),
    "SEC013": Mutation(_run_privileged),
    "SEC014": Mutation(_go_round),
    "SEC015": Mutation(_open_the_default_group),
    "TLS001": Mutation(_serve_plain_http),
    "TLS002": Mutation(_speak_old_tls),
    "TLS003": Mutation(_take_plain_connections),
    "TLS004": Mutation(_let_plain_http_read),
}
