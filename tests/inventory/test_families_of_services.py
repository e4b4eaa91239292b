"""What services keep beside data"""

from __future__ import annotations

from typing import Any

import pytest

from holdfast.inventory import take_inventory
from tests.graph.documents import UNKNOWN, graph, step, urn
from tests.inventory.family_samples import EFS, ELSEWHERE, PARAMETER, SECRET, one
from tests.inventory.taken import (
    EU,
    US,
    VAULT,
    copies,
    gap_ids,
    here,
    only,
    plan,
    taken,
    vault,
)

REPOSITORY, ECR_REPLICATION = (
    "aws:ecr/repository:Repository",
    "aws:ecr/replicationConfiguration:ReplicationConfiguration",
)
AMI_COPY, TEMPLATE = "aws:ec2/amiCopy:AmiCopy", "aws:ec2/launchTemplate:LaunchTemplate"
FUNCTION, BUCKET = "aws:lambda/function:Function", "aws:s3/bucket:Bucket"
LOCK = "aws:backup/vaultLockConfiguration:VaultLockConfiguration"


def test_zones_of_the_stack_and_of_others() -> None:
    zone, record = "aws:route53/zone:Zone", "aws:route53/record:Record"
    found = taken(
        graph(
            step(zone, "own", {"name": "example.com"}),
            step(record, "a", {"zoneId": UNKNOWN}, links={"zoneId": [urn(zone, "own")]}),
            step(record, "b", {"zoneId": "Z1"}),
            step("cloudflare:index/dnsRecord:DnsRecord", "c", {"zoneId": "cf"}),
        ),
        "zones",
    )

    assert [(one.what, one.name) for one in found.values()] == [
        ("Route 53 zone of another stack", "Z1"),
        ("Cloudflare zone of another stack", "cf"),
        ("Route 53 zone example.com", "own"),
    ]
    assert found["own"].notes == ("records of this stack: 1; nothing keeps those that others wrote",)
    assert found["Z1"].unknowns == ("how the zone itself comes back",)


def test_repositories_and_their_replication() -> None:
    rules = [{"destinations": [{"region": EU}], "repositoryFilters": [{"filter": "orders"}]}]
    steps = [
        step(REPOSITORY, "taken", here(US, name="orders-api")),
        step(REPOSITORY, "left", here(US, name="other")),
        step(ECR_REPLICATION, "r", here(US, replicationConfiguration={"rules": rules})),
        ELSEWHERE,
    ]
    found = taken(graph(*steps), "images and packages")

    assert copies(found["taken"]) == [
        ("primary", US, "0"),
        ("replica", EU, "most within 30 min, not bounded"),
    ]
    assert (gap_ids(found["taken"]), gap_ids(found["left"])) == ([], ["no-copy-elsewhere"])


def test_repositories_that_replication_fills() -> None:
    rules = [{"destinations": [{"region": EU}]}]
    steps = [
        step(REPOSITORY, "eu", here(EU, name="orders")),
        step(REPOSITORY, "us", here(US, name="orders")),
        step(ECR_REPLICATION, "r", here(US, replicationConfiguration={"rules": rules})),
    ]
    found = taken(graph(*steps), "images and packages")

    assert [copy[:2] for copy in copies(found["us"])] == [("primary", US), ("replica", EU)]


def test_machine_images() -> None:
    found = taken(
        graph(
            step(AMI_COPY, "copy", here(EU, sourceAmiId="ami-1", sourceAmiRegion=US, encrypted=True)),
            step(TEMPLATE, "lt", here(EU, imageId=UNKNOWN), links={"imageId": [urn(AMI_COPY, "copy")]}),
            step(TEMPLATE, "named", here(US, imageId="ami-2")),
            step(TEMPLATE, "public", here(US, imageId="resolve:ssm:/aws/service/ami/x")),
        ),
        "images and packages",
    )

    assert [copy[:2] for copy in copies(found["copy"])] == [("primary", US), ("replica", EU)]
    assert found["ami-2"].unknowns == ("whose image it is, and where it has copies",)
    assert found["/aws/service/ami/x"].unknowns == ()
    assert set(found) == {"copy", "ami-2", "/aws/service/ami/x"}


@pytest.mark.parametrize(
    ("inputs", "links", "what", "unknown"),
    [
        (
            {"code": {"4dabf18193072939515e22adb298388d": "0def7320c3a5731c473e5ecbe6d01bc7"}},
            {},
            "code in the program",
            False,
        ),
        (
            {"s3Bucket": UNKNOWN, "s3Key": "a.zip"},
            {"s3Bucket": [urn(BUCKET, "packages")]},
            "package in packages",
            False,
        ),
        ({"s3Bucket": "theirs", "s3Key": "a.zip"}, {}, "package in bucket theirs", True),
        ({"imageUri": "1.dkr.ecr.us-east-1.amazonaws.com/a:1"}, {}, "container image 1.dkr.ecr", True),
        ({"code": UNKNOWN}, {}, "code not known", True),
    ],
)
def test_packages_of_functions(
    inputs: dict[str, Any], links: dict[str, list[str]], what: str, unknown: bool
) -> None:
    item = one(
        step(BUCKET, "packages", here(US)), step(FUNCTION, "f", here(US, **inputs), links=links), name="f"
    )

    assert item.what.startswith(f"Lambda function, {what}")
    assert bool(item.unknowns) is unknown


@pytest.mark.parametrize(
    ("inputs", "words"),
    [
        (None, "not locked"),
        ({"minRetentionDays": 7}, "governance mode"),
        ({"changeableForDays": 3}, "compliance mode"),
        ({"changeableForDays": UNKNOWN}, "not known"),
    ],
)
def test_vaults_and_their_locks(inputs: dict[str, Any] | None, words: str) -> None:
    locks = (
        []
        if inputs is None
        else [step(LOCK, "lock", here(US, **inputs), links={"backupVaultName": [urn(VAULT, "us")]})]
    )
    item = one(vault("us", US), plan("daily", US, {}, vaults=("us",)), *locks, name="us")

    assert item.notes[0] == "filled by daily"
    assert words in item.notes[1]


def test_an_air_gapped_vault_is_locked() -> None:
    item = one(
        step("aws:backup/logicallyAirGappedVault:LogicallyAirGappedVault", "gap", here(US)), name="gap"
    )

    assert item.what == "logically air-gapped vault"
    assert item.notes == ("locked for good, as every air-gapped vault",)


def test_the_state_of_the_stack_is_somewhere_that_no_graph_tells() -> None:
    password = step("random:index/randomPassword:RandomPassword", "p")
    (state,) = [item for item in take_inventory(graph(password)).items if item.resource is None]

    assert (state.name, state.copies[0].region) == ("prod", None)
    assert state.notes == ("generated passwords and keys that it alone holds: 1",)
    assert state.unknowns[0].startswith("where the backend keeps it")


def test_an_image_that_a_parameter_of_the_stack_names_is_listed_once() -> None:
    by_name = {"imageId": "resolve:ssm:/web"}
    steps = [
        step(AMI_COPY, "copy", here(EU, sourceAmiId="ami-1", sourceAmiRegion=US, encrypted=True)),
        step(PARAMETER, "us", here(US, name="/web", insecureValue="ami-1")),
        step(PARAMETER, "eu", here(EU, name="/web", value=UNKNOWN), links={"value": [urn(AMI_COPY, "copy")]}),
        step(TEMPLATE, "us-lt", here(US, **by_name)),
        step(TEMPLATE, "eu-lt", here(EU, **by_name)),
        step(TEMPLATE, "source", here(US, imageId="ami-1")),
    ]

    assert set(taken(graph(*steps), "images and packages")) == {"copy"}
    assert set(taken(graph(*steps[1:5]), "images and packages")) == {"/web"}


@pytest.mark.parametrize("schedule", ["scheduler", "events"])
def test_exports_of_a_zone(schedule: str) -> None:
    policy, rule = "aws:s3/bucketPolicy:BucketPolicy", "aws:cloudwatch/eventRule:EventRule"
    function = [urn(FUNCTION, "export")]
    runs = {
        "scheduler": [
            step(
                "aws:scheduler/schedule:Schedule",
                "s",
                {"scheduleExpression": "rate(6 hours)"},
                links={"target": function},
            )
        ],
        "events": [
            step(rule, "r", {"scheduleExpression": "cron(0 */6 * * ? *)"}),
            step(
                "aws:cloudwatch/eventTarget:EventTarget",
                "t",
                links={"arn": function, "rule": [urn(rule, "r")]},
            ),
        ],
    }[schedule]
    told = {"environment": {"variables": {"ZONES": '[{"id": "Z1"}]', "BUCKET": UNKNOWN}}}
    steps = [
        step("aws:route53/record:Record", "a", {"zoneId": "Z1"}),
        step("aws:route53/record:Record", "b", {"zoneId": "Z2"}),
        step(BUCKET, "exports", here(US)),
        step(policy, "p", here(US, bucket=UNKNOWN), links={"bucket": [urn(BUCKET, "exports")]}),
        step(FUNCTION, "export", here(US, **told), links={"environment": [urn(policy, "p")]}),
    ]
    found = taken(graph(*steps, *runs), "zones")

    assert copies(found["Z1"]) == [("primary", "global", "as declared"), ("export", US, "6 h")]
    assert found["Z1"].unknowns == ()
    assert [len(found["Z2"].copies), len(taken(graph(*steps), "zones")["Z1"].copies)] == [1, 1]


def test_exports_of_a_zone_of_the_stack() -> None:
    zone = "aws:route53/zone:Zone"
    steps = [
        step(zone, "own", {"name": "example.com"}),
        step(BUCKET, "exports", here(US)),
        step(FUNCTION, "export", here(US), links={"environment": [urn(zone, "own"), urn(BUCKET, "exports")]}),
        step(
            "aws:scheduler/schedule:Schedule",
            "s",
            {"scheduleExpression": "rate(1 day)"},
            links={"target": [urn(FUNCTION, "export")]},
        ),
    ]

    assert copies(taken(graph(*steps), "zones")["own"])[1] == ("export", US, "24 h")


def test_the_backups_that_efs_orders_itself() -> None:
    source = step(EFS, "files", here(US, encrypted=True))
    told = {
        status: only(
            source,
            step(
                "aws:efs/backupPolicy:BackupPolicy",
                "daily",
                here(US, backupPolicy={"status": status}),
                links={"fileSystemId": [urn(EFS, "files")]},
            ),
        )
        for status in ("ENABLED", "DISABLED", UNKNOWN)
    }

    assert copies(told["ENABLED"])[1:] == [("backup", US, "more than 24 h")]
    assert gap_ids(told["DISABLED"]) == ["no-backup"]
    assert (gap_ids(told[UNKNOWN]), len(told[UNKNOWN].unknowns)) == ([], 1)


def test_snapshots_of_a_warehouse_are_copied_elsewhere() -> None:
    cluster = "aws:redshift/cluster:Cluster"
    item = only(
        step(cluster, "warehouse", here(US, encrypted="true")),
        step(
            "aws:redshift/snapshotCopy:SnapshotCopy",
            "copy",
            here(US, destinationRegion=EU),
            links={"clusterIdentifier": [urn(cluster, "warehouse")]},
        ),
    )

    assert [one[:2] for one in copies(item)] == [("primary", US), ("snapshot", US), ("backup copy", EU)]
    assert gap_ids(item) == []


def test_a_snapshot_policy_may_take_a_volume() -> None:
    policy = "aws:dlm/lifecyclePolicy:LifecyclePolicy"
    item = only(
        step("aws:ebs/volume:Volume", "disk", here(US, encrypted=True)), step(policy, "daily", here(US))
    )

    assert (gap_ids(item), item.unknowns) == ([], ("whether the snapshot policy daily takes it",))


def test_what_is_not_judged_is_shown() -> None:
    items = taken(graph(step("aws:keyspaces/table:Table", "wide", here(US))))

    assert items["wide"].what == "Keyspaces table"
    assert items["wide"].unknowns


def test_what_cloudfront_takes_makes_no_second_region() -> None:
    web_acl = "aws:wafv2/webAcl:WebAcl"
    items = taken(
        graph(
            step(SECRET, "token", here(EU)),
            step("aws:acm/certificate:Certificate", "site", here(US)),
            step(web_acl, "site-acl", here(US, scope="CLOUDFRONT")),
        )
    )

    assert gap_ids(items["token"]) == []


@pytest.mark.parametrize("valued", [True, False])
def test_a_secret_that_is_made_anew_may_have_no_value(*, valued: bool) -> None:
    version = "aws:secretsmanager/secretVersion:SecretVersion"
    steps = [step(SECRET, "token", here(US, name="token-1"))]
    if valued:
        steps.append(step(version, "first", here(US), links={"secretId": [urn(SECRET, "token")]}))
    kept, made = taken(graph(*steps))["token"].ways

    assert kept.command == "aws secretsmanager restore-secret --region us-east-1 --secret-id token-1"
    assert ("write its value" in made.how) is not valued


def test_a_secret_without_a_recovery_window_is_gone() -> None:
    ways = taken(graph(step(SECRET, "token", here(US, recoveryWindowInDays=0))))["token"].ways

    assert [one.command for one in ways] == ["pulumi up"]
