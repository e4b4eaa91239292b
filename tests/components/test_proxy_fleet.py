from __future__ import annotations

import base64
import bz2
import json
from typing import Any

import pytest

from holdfast.components import proxy_agent
from holdfast.components.proxy_fleet import ProxyFleet
from holdfast.topology.values import ProxyAlgorithm, ProxySoftware
from tests.components.declared import Resources, declared
from tests.components.proxy_sample import REGION, SECRET, arguments, fleet

RULE = "aws:vpc/securityGroup{0}Rule:SecurityGroup{0}Rule"
INGRESS, EGRESS = RULE.format("Ingress"), RULE.format("Egress")


def user_data(resources: Resources) -> str:
    text = base64.b64decode(resources("euw1-public-proxy-lt").inputs["userData"]).decode()
    assert len(text.encode()) < 16_384
    return text


def cloud_config(resources: Resources) -> dict[str, Any]:
    first, _, rest = user_data(resources).partition("\n")
    assert first == "#cloud-config"
    found: dict[str, Any] = json.loads(rest)
    return found


def files(resources: Resources) -> dict[str, str]:
    return {one["path"]: one["content"] for one in cloud_config(resources)["write_files"]}


def bundle(resources: Resources) -> dict[str, str]:
    packed = files(resources)["/etc/holdfast/bundle"]
    found: dict[str, str] = json.loads(bz2.decompress(base64.b64decode(packed)))
    return found


def test_the_exact_children() -> None:
    assert {pair for pair in fleet().pairs() if pair[1].startswith("euw1-public-proxy")} == {
        ("aws:cloudwatch/logGroup:LogGroup", "euw1-public-proxy-logs"),
        ("aws:cloudwatch/logMetricFilter:LogMetricFilter", "euw1-public-proxy-5xx"),
        ("aws:iam/role:Role", "euw1-public-proxy-role"),
        ("aws:iam/rolePolicy:RolePolicy", "euw1-public-proxy-policy"),
        ("aws:iam/instanceProfile:InstanceProfile", "euw1-public-proxy-profile"),
        ("aws:ec2/securityGroup:SecurityGroup", "euw1-public-proxy-sg"),
        (INGRESS, "euw1-public-proxy-sg-ingress-https"),
        (INGRESS, "euw1-public-proxy-sg-ingress-http"),
        (INGRESS, "euw1-public-proxy-sg-ingress-health"),
        (EGRESS, "euw1-public-proxy-sg-egress-https"),
        (EGRESS, "euw1-public-proxy-sg-egress-services"),
        ("aws:ec2/launchTemplate:LaunchTemplate", "euw1-public-proxy-lt"),
        ("aws:autoscaling/group:Group", "euw1-public-proxy-asg"),
        ("aws:autoscaling/policy:Policy", "euw1-public-proxy-cpu"),
    }
    components = {(one.type, one.name, one.parent) for one in fleet() if not one.custom}
    assert components == {
        ("holdfast:index:ProxyFleet", "euw1-public", None),
        ("holdfast:index:NetworkLoadBalancer", "euw1-public", "euw1-public"),
    }


def test_every_child_is_in_the_region_and_tagged() -> None:
    for one in fleet():
        if one.custom and not one.type.startswith("aws:iam/"):
            assert one.region == REGION, one.name
        if one.custom and "tags" in one.inputs and isinstance(one.inputs["tags"], dict):
            assert one.inputs["tags"]["team"] == "orders", one.name


def test_the_group_stands_behind_both_listeners_and_is_judged_by_the_balancer() -> None:
    resources = fleet()
    group = resources("euw1-public-proxy-asg")
    assert (group.inputs["minSize"], group.inputs["maxSize"]) == (2, 6)
    assert group.inputs["vpcZoneIdentifiers"] == ["subnet-a", "subnet-b"]
    assert set(group.inputs["targetGroupArns"]) == {
        resources(f"euw1-public-{key}-tg").arn for key in ("https", "http")
    }
    assert group.inputs["healthCheckType"] == "ELB"
    assert {"euw1-public-https", "euw1-public-http", "euw1-public-proxy-policy"} <= group.depends_on
    tracking = resources("euw1-public-proxy-cpu").inputs["targetTrackingConfiguration"]
    assert tracking["targetValue"] == 50
    assert [one.name for one in resources.of("Policy")] == ["euw1-public-proxy-cpu"]


def test_only_the_balancer_gets_in_and_only_services_and_aws_are_reached() -> None:
    resources = fleet()
    ways_in = {
        (one.inputs["fromPort"], one.inputs["toPort"], one.inputs["referencedSecurityGroupId"])
        for one in resources.of(INGRESS)
        if one.inputs["securityGroupId"] == "euw1-public-proxy-sg-id"
    }
    assert ways_in == {(port, port, "euw1-public-lb-sg-id") for port in (443, 80, 8404)}
    ways_out = {
        (one.inputs["cidrIpv4"], one.inputs["fromPort"], one.inputs["toPort"])
        for one in resources.of(EGRESS)
        if one.inputs["securityGroupId"] == "euw1-public-proxy-sg-id"
    }
    assert ways_out == {("0.0.0.0/0", 443, 443), ("10.0.0.0/16", 8080, 8081)}


def test_the_role_reads_its_certificate_and_finds_instances_and_no_more() -> None:
    statements = json.loads(fleet()("euw1-public-proxy-policy").inputs["policy"])["Statement"]
    by_sid = {one["Sid"]: one for one in statements}
    assert by_sid.keys() == {
        *("SessionManager", "Logs", "Metrics", "OwnTags"),
        *("ReadSecrets", "DecryptThroughServices", "FindInstances"),
    }
    assert by_sid["ReadSecrets"]["Resource"] == [SECRET]
    assert by_sid["FindInstances"]["Action"] == ["ec2:DescribeInstances"]
    via = by_sid["DecryptThroughServices"]["Condition"]["StringEquals"]["kms:ViaService"]
    assert via == [f"secretsmanager.{REGION}.amazonaws.com"]


def test_answers_of_500_and_more_are_counted_in_the_access_log() -> None:
    resources = fleet()
    counted = resources("euw1-public-proxy-5xx").inputs
    assert counted["logGroupName"] == "euw1-public-proxy-logs-0000"
    assert counted["pattern"] == "{ $.status >= 500 }"
    assert counted["metricTransformation"] == {
        "namespace": "Holdfast/holdfast-prod",
        "name": "euw1-public-proxy-5xx",
        "value": "1",
        "defaultValue": "0",
        "unit": "Count",
    }
    logs = resources("euw1-public-proxy-logs").inputs
    assert (logs["retentionInDays"], logs["kmsKeyId"]) == (30, arguments()["key_arn"])


def test_the_error_metric_is_the_one_that_is_counted() -> None:
    found: list[Any] = []
    args = arguments()

    def build() -> None:
        found.append(ProxyFleet("euw1-public", args).error_metric)

    counted = declared(build)("euw1-public-proxy-5xx").inputs["metricTransformation"]
    (metric,) = found
    assert (metric.namespace, metric.metric, metric.dimensions) == (counted["namespace"], counted["name"], {})


def test_an_instance_gets_configuration_agent_and_units_and_no_secret() -> None:
    resources = fleet()
    config = cloud_config(resources)
    assert config["packages"] == ["haproxy", "amazon-cloudwatch-agent", "logrotate"]
    packed = bundle(resources)
    assert packed.keys() == {f"/etc/holdfast/{name}" for name in ("agent.py", "agent.json", "haproxy.cfg")}
    assert (
        packed["/etc/holdfast/haproxy.cfg"] == resources("euw1-public", "ProxyFleet").outputs["configuration"]
    )
    with open(proxy_agent.__file__, encoding="utf-8") as source:  # noqa: PTH123  # as short as can be
        assert packed["/etc/holdfast/agent.py"] == source.read()
    written = files(resources)
    assert {path for path in written if path.startswith("/etc/systemd/system/holdfast")} == {
        f"/etc/systemd/system/holdfast-{name}"
        for name in ("proxy.service", "agent.service", "certificate.service", "certificate.timer")
    }
    told = json.loads(packed["/etc/holdfast/agent.json"])
    assert told["filters"] == {"tag:Place": ["euw1"], "tag:Project": ["holdfast"], "tag:Stack": ["prod"]}
    assert [pool["key"] for pool in told["pools"]] == ["orders", "web"]
    assert told["pools"][0]["members"] == [
        {"service": "orders", "slots": 8, "instance_name": "euw1-orders", "port": 8080, "weight": None}
    ]
    assert told["certificate_secret"] == SECRET
    agent = json.loads(written["/etc/holdfast/amazon-cloudwatch-agent.json"])
    followed = {one["file_path"] for one in agent["logs"]["logs_collected"]["files"]["collect_list"]}
    assert "/var/log/holdfast/proxy.log" in followed
    started = [" ".join(command) for command in config["runcmd"]]
    order = [
        next(i for i, text in enumerate(started) if word in text)
        for word in ("bz2", "daemon-reload", "proxy")
    ]
    assert order == sorted(order)


@pytest.mark.parametrize(
    ("software", "stop", "command"),
    [(ProxySoftware.HAPROXY, "SIGUSR1", "haproxy -Ws"), (ProxySoftware.NGINX, "SIGQUIT", "nginx -c")],
)
def test_a_proxy_drains_before_it_stops_and_reads_its_certificate_before_it_starts(
    software: ProxySoftware, stop: str, command: str
) -> None:
    resources = fleet(balancing={"software": software, "drain_seconds": 40})
    unit = files(resources)["/etc/systemd/system/holdfast-proxy.service"].splitlines()
    lines = dict(line.split("=", 1) for line in unit if "=" in line)
    assert command in lines["ExecStart"]
    assert lines["ExecStartPre"].endswith("agent.py start /etc/holdfast/agent.json")
    assert lines["ExecStop"].endswith("agent.py drain /etc/holdfast/agent.json")
    assert (lines["KillSignal"], lines["TimeoutStopSec"]) == (stop, "95")
    told = json.loads(bundle(resources)["/etc/holdfast/agent.json"])
    assert told["drain_seconds"] == 40
    assert told["test"][0].endswith(software.value)
    assert resources("euw1-public-https-tg").inputs["deregistrationDelay"] == 40


def test_the_user_data_changes_only_with_what_is_told() -> None:
    assert user_data(fleet()) == user_data(fleet())
    assert user_data(fleet(scaling={"maximum": 8})) == user_data(fleet())
    assert user_data(fleet(balancing={"limit_rps": 51})) != user_data(fleet())


def test_weights_share_a_pool() -> None:
    backends = {
        key: {"instance_name": f"euw1-{key}", "port": 8080, "slots": 4, "weight": weight}
        for key, weight in (("orders", 95), ("orders-next", 5))
    }
    resources = fleet(
        balancing={"algorithm": ProxyAlgorithm.WEIGHTED},
        pools={"orders": {"backends": backends, "check": {"path": "/h"}, "priority": 1}},
    )
    (pool,) = json.loads(bundle(resources)["/etc/holdfast/agent.json"])["pools"]
    assert {one["service"]: one["weight"] for one in pool["members"]} == {"orders": 95, "orders-next": 5}
    assert "server-template orders-next- 1-4 " in bundle(resources)["/etc/holdfast/haproxy.cfg"]


def test_twenty_services_fit_into_the_user_data() -> None:
    pools = {
        f"service-{number}": {
            "backends": {
                f"service-{number}": {"instance_name": f"euw1-service-{number}", "port": 8080, "slots": 20}
            },
            "check": {"path": "/healthz"},
            "paths": [f"/service-{number}", f"/service-{number}/*"],
            "priority": number,
        }
        for number in range(20)
    }
    for software in ProxySoftware:
        assert user_data(fleet(pools=pools, balancing={"software": software}))


def test_protection_reaches_the_balancer() -> None:
    balancer = fleet(protection=False)("euw1-public-lb")
    assert (balancer.protect, balancer.inputs["enableDeletionProtection"]) == (False, False)


SESSION = {"cookie_name": "A", "duration_seconds": 9}
OTHER_SECRET = SECRET.replace(REGION, "us-east-1")
PARAMETER = "arn:aws:ssm:eu-west-1:111122223333:parameter/tls"
REFUSED: list[tuple[str, dict[str, Any], str]] = [
    ("no pool", {"pools": {}}, "'pools' is empty"),
    ("no tags", {"instance_tags": None}, "'instance_tags' is empty"),
    ("cookie on nginx", {"balancing": {"software": "nginx", "session": SESSION}}, "needs HAProxy"),
    ("cookie, ip_hash", {"balancing": {"algorithm": "ip_hash", "session": SESSION}}, "does nothing with"),
    ("odd cookie", {"balancing": {"session": {"cookie_name": "a b", "duration_seconds": 9}}}, "cookie_name"),
    ("short drain", {"balancing": {"drain_seconds": 5}}, "'balancing.drain_seconds' at least 20"),
    ("long idle", {"balancing": {"idle_seconds": 350}}, "'balancing.idle_seconds' must be 1 to 349"),
    ("no limit", {"balancing": {"limit_rps": 0}}, "'balancing.limit_rps' must be 1 or more"),
    ("no minimum", {"scaling": {"minimum": 0}}, "'scaling.minimum' must be 1 or more"),
    ("secret elsewhere", {"certificate_secret": OTHER_SECRET}, "secret in eu-west-1"),
    ("parameter", {"certificate_secret": PARAMETER}, "must be the ARN"),
    ("no types", {"instances": {"types": []}}, "'instances.types' is empty"),
    ("odd retention", {"log_retention_days": 31}, "'log_retention_days' must be one of"),
]  # fmt: skip


@pytest.mark.parametrize(("more", "word"), [case[1:] for case in REFUSED], ids=[case[0] for case in REFUSED])
def test_what_cannot_be_is_refused(more: dict[str, Any], word: str) -> None:
    given = {key: {} if value is None else value for key, value in more.items()}
    args = arguments(**given)
    if more.get("instance_tags", 1) is None:
        args["instance_tags"] = {}
    with pytest.raises(ValueError, match="proxy fleet 'euw1-public'") as refused:
        declared(lambda: ProxyFleet("euw1-public", args))
    assert word in str(refused.value)


POOL: dict[str, Any] = {
    "backends": {"orders": {"instance_name": "euw1-orders", "port": 8080, "slots": 8}},
    "check": {"path": "/healthz"},
    "priority": 1,
}


def with_backend(**more: int) -> dict[str, Any]:
    return {**POOL, "backends": {"orders": {**POOL["backends"]["orders"], **more}}}


ODD_POOLS: list[tuple[str, dict[str, Any], str]] = [
    ("Orders", POOL, "lower-case"),
    ("orders", {**POOL, "backends": {}}, "'pools.orders.backends' is empty"),
    ("orders", {**POOL, "paths": []}, "'pools.orders.paths' is empty"),
    ("orders", {**POOL, "paths": ["/a b"]}, "ASCII without blanks"),
    ("orders", with_backend(weight=3), "means nothing"),
    ("orders", with_backend(port=0), "must be 1 to 65535"),
    ("orders", with_backend(slots=0), "must be 1 or more"),
    ("orders", {**POOL, "check": {"path": "/a'b"}}, "need no escaping"),
    ("orders", {**POOL, "check": {"path": "/h", "timeout_seconds": 10}}, "less than the interval"),
    ("orders", {**POOL, "check": {"path": "/h", "healthy_threshold": 0}}, "thresholds of 1 or more"),
    ("orders", {**POOL, "check": {"path": "/h", "matcher": "200 ok"}}, "must be like 200"),
]  # fmt: skip


@pytest.mark.parametrize(("key", "pool", "word"), ODD_POOLS)
def test_odd_pools_are_refused(key: str, pool: dict[str, Any], word: str) -> None:
    with pytest.raises(ValueError, match="proxy fleet 'euw1-public'") as refused:
        fleet(pools={key: pool})
    assert word in str(refused.value)


def test_services_in_two_pools_and_equal_ranks_are_refused() -> None:
    with pytest.raises(ValueError, match="proxy fleet") as refused:
        fleet(pools={"orders": POOL, "web": POOL})
    assert "orders twice" in str(refused.value)
    assert "same 'priority'" in str(refused.value)


def test_a_pool_of_two_needs_a_weight_for_each() -> None:
    one = POOL["backends"]["orders"]
    backends = {"orders": {**one, "weight": 1}, "web": one}
    with pytest.raises(ValueError, match="need a 'weight' each"):
        fleet(pools={"orders": {**POOL, "backends": backends}}, balancing={"algorithm": "weighted"})
