from __future__ import annotations

from typing import Any

import pytest

from holdfast.inventory import take_inventory
from tests.graph.documents import UNKNOWN, graph, step, urn
from tests.inventory.taken import (
    EU,
    KEY,
    REPLICA_KEY,
    US,
    VAULT,
    copies,
    gap_ids,
    here,
    key,
    keys,
    only,
    plan,
    taken,
    vault,
)

GROUP, GLOBAL_GROUP = (
    "aws:elasticache/replicationGroup:ReplicationGroup",
    "aws:elasticache/globalReplicationGroup:GlobalReplicationGroup",
)
SECRET, PARAMETER = "aws:secretsmanager/secret:Secret", "aws:ssm/parameter:Parameter"  # types
EFS, EFS_REPLICATION = (
    "aws:efs/fileSystem:FileSystem",
    "aws:efs/replicationConfiguration:ReplicationConfiguration",
)
REPOSITORY, ECR_REPLICATION = (
    "aws:ecr/repository:Repository",
    "aws:ecr/replicationConfiguration:ReplicationConfiguration",
)
AMI_COPY, TEMPLATE = "aws:ec2/amiCopy:AmiCopy", "aws:ec2/launchTemplate:LaunchTemplate"
FUNCTION, BUCKET = "aws:lambda/function:Function", "aws:s3/bucket:Bucket"
LOCK = "aws:backup/vaultLockConfiguration:VaultLockConfiguration"
ELSEWHERE = step("aws:ec2/vpc:Vpc", "vpc", here(EU))


def one(*steps: dict[str, Any], name: str) -> Any:
    return taken(graph(*steps))[name]


def test_a_cache_keeps_nothing() -> None:
    item = only(step(GROUP, "cache", here(US, atRestEncryptionEnabled=True)), ELSEWHERE)

    assert (copies(item), keys(item), gap_ids(item)) == ([("primary", US, "0")], ["AWS's key"], [])
    assert "fills again" in item.notes[0]
    assert gap_ids(only(step(GROUP, "cache", here(US)))) == ["not-encrypted"]


def test_a_cache_with_snapshots_is_data() -> None:
    item = only(
        step(GROUP, "cache", here(US, atRestEncryptionEnabled=True, snapshotRetentionLimit=7)), ELSEWHERE
    )

    assert copies(item) == [("primary", US, "0"), ("snapshot", US, "more than 24 h")]
    assert gap_ids(item) == ["no-copy-elsewhere"]


def test_a_cache_whose_snapshots_are_not_known_yet() -> None:
    item = only(step(GROUP, "cache", here(US, atRestEncryptionEnabled=True, snapshotRetentionLimit=UNKNOWN)))

    assert item.unknowns == ("whether cache keeps snapshots",)
    assert (gap_ids(item), item.notes) == ([], ())


def test_a_global_datastore() -> None:
    item = only(
        step(GROUP, "us", here(US, atRestEncryptionEnabled=True, snapshotRetentionLimit=1)),
        step(GLOBAL_GROUP, "whole", here(US), links={"primaryReplicationGroupId": [urn(GROUP, "us")]}),
        step(
            GROUP,
            "eu",
            here(EU, globalReplicationGroupId=UNKNOWN),
            links={"globalReplicationGroupId": [urn(GLOBAL_GROUP, "whole")]},
        ),
    )

    assert copies(item) == [
        ("primary", US, "0"),
        ("replica", EU, "under 1 s, not bounded"),
        ("snapshot", US, "more than 24 h"),
    ]
    assert keys(item) == ["AWS's key"] * 3
    assert gap_ids(item) == ["backup-not-elsewhere"]
    assert item.ways[0].command.startswith(
        "aws elasticache failover-global-replication-group --region eu-west-1"
    )


@pytest.mark.parametrize(
    ("token", "what"),
    [
        ("aws:elasticache/serverlessCache:ServerlessCache", "ElastiCache serverless cache"),
        ("aws:memorydb/cluster:Cluster", "MemoryDB cluster"),
    ],
)
def test_other_caches(token: str, what: str) -> None:
    item = only(step(token, "cache", here(US)))

    assert (item.what, keys(item)[0]) == (what, "AWS's key")


def test_a_file_system_and_its_replica() -> None:
    made = step(
        EFS_REPLICATION,
        "r",
        here(US, destination={"region": EU}),
        links={"sourceFileSystemId": [urn(EFS, "files")]},
    )
    own = step(
        EFS_REPLICATION,
        "r",
        here(US, destination={}),
        links={"sourceFileSystemId": [urn(EFS, "files")], "destination": [urn(EFS, "copy")]},
    )
    source = step(EFS, "files", here(US, encrypted=True))
    expected = [("primary", US, "0"), ("replica", EU, "15 min for most")]

    assert copies(only(source, made)) == expected
    assert copies(only(source, step(EFS, "copy", here(EU, encrypted=True)), own)) == expected
    assert gap_ids(only(source, made)) == ["no-backup"]
    assert (
        only(source, made)
        .ways[0]
        .command.startswith("aws efs delete-replication-configuration --region eu-west-1")
    )


@pytest.mark.parametrize(
    ("token", "inputs", "found"),
    [
        ("aws:ebs/volume:Volume", {}, ["no-backup", "not-encrypted"]),
        ("aws:ebs/volume:Volume", {"encrypted": True}, ["no-backup"]),
        (
            "aws:fsx/windowsFileSystem:WindowsFileSystem",
            {"automaticBackupRetentionDays": 7},
            ["backup-not-elsewhere"],
        ),
        ("aws:fsx/openZfsFileSystem:OpenZfsFileSystem", {"automaticBackupRetentionDays": UNKNOWN}, []),
        ("aws:redshift/cluster:Cluster", {"encrypted": "true"}, ["backup-not-elsewhere"]),
        ("aws:redshift/cluster:Cluster", {"automatedSnapshotRetentionPeriod": 0}, ["no-backup"]),
        ("aws:redshift/cluster:Cluster", {"encrypted": "false"}, ["backup-not-elsewhere", "not-encrypted"]),
        ("aws:fsx/windowsFileSystem:WindowsFileSystem", {}, ["backup-not-elsewhere"]),
        ("aws:fsx/lustreFileSystem:LustreFileSystem", {}, ["no-backup"]),
        (EFS, {"encrypted": True}, ["no-backup"]),
        (EFS, {"encrypted": True, "availabilityZoneName": "us-east-1a"}, ["backup-not-elsewhere"]),
        ("aws:opensearch/domain:Domain", {"encryptAtRest": {"enabled": True}}, ["backup-not-elsewhere"]),
        ("aws:opensearch/domain:Domain", {}, ["backup-not-elsewhere", "not-encrypted"]),
        ("aws:sqs/queue:Queue", {}, []),
        ("aws:sqs/queue:Queue", {"sqsManagedSseEnabled": False}, ["not-encrypted"]),
        ("aws:kinesis/stream:Stream", {}, ["not-encrypted"]),
        ("aws:kinesis/stream:Stream", {"encryptionType": "KMS", "kmsKeyId": "alias/aws/kinesis"}, []),
        ("aws:kinesis/stream:Stream", {"encryptionType": UNKNOWN}, []),
        ("aws:msk/cluster:Cluster", {}, []),
    ],
)
def test_what_else_keeps_data_or_messages(token: str, inputs: dict[str, Any], found: list[str]) -> None:
    assert gap_ids(only(step(token, "x", here(US, **inputs)))) == found


def test_a_secret_with_a_replica() -> None:
    replicas = [{"region": EU, "kmsKeyId": UNKNOWN}]
    item = one(
        key("us-key", US),
        key("eu-key", EU),
        step(
            SECRET,
            "password",
            here(US, replicas=replicas, kmsKeyId=UNKNOWN),
            links={"kmsKeyId": [urn(KEY, "us-key")], "replicas": [urn(KEY, "eu-key")]},
        ),
        name="password",
    )

    assert [(copy.region, copy.encryption.key) for copy in item.copies] == [(US, "us-key"), (EU, "eu-key")]
    assert gap_ids(item) == []
    assert "stop-replication-to-replica --region eu-west-1" in item.ways[0].command


def test_a_secret_without_one() -> None:
    assert gap_ids(one(step(SECRET, "password", here(US)), ELSEWHERE, name="password")) == [
        "no-copy-elsewhere"
    ]
    assert gap_ids(one(step(SECRET, "password", here(US)), name="password")) == []
    hidden = one(step(SECRET, "password", here(US, replicas=UNKNOWN)), ELSEWHERE, name="password")
    assert (gap_ids(hidden), hidden.unknowns) == ([], ("its replicas",))


def test_parameters_of_one_name_are_one_thing() -> None:
    item = one(
        step(PARAMETER, "us", here(US, name="/orders/ami", type="String")),
        step(PARAMETER, "eu", here(EU, name="/orders/ami", type="String")),
        name="eu",
    )

    assert (copies(item), gap_ids(item)) == (
        [("primary", EU, "as declared"), ("peer", US, "as declared")],
        [],
    )
    assert one(step(PARAMETER, "p", here(US, type="SecureString")), name="p").what == "SecureString parameter"


def test_keys_in_one_region_and_in_several() -> None:
    steps = [key("single", US), key("wide", US, multiRegion=True), key("alone", US, multiRegion=True)]
    links = {"primaryKeyArn": [urn(KEY, "wide")]}
    found = taken(graph(*steps, step(REPLICA_KEY, "wide-eu", here(EU), links=links)), "keys")

    assert set(found) == {"single", "wide", "alone"}
    assert [copy[:2] for copy in copies(found["wide"])] == [("primary", US), ("replica", EU)]
    assert "update-primary-region" not in "".join(way.command or "" for way in found["wide"].ways)
    assert found["alone"].notes == ("a multi-Region key without a replica",)
    assert found["single"].what == "KMS key"


def test_a_multi_region_key_can_be_used_where_its_replica_is() -> None:
    links = {"primaryKeyArn": [urn(KEY, "wide")]}
    steps = [key("wide", US, multiRegion=True), step(REPLICA_KEY, "wide-eu", here(EU), links=links)]
    stored = step(VAULT, "eu", here(EU, kmsKeyArn=UNKNOWN), links={"kmsKeyArn": [urn(KEY, "wide")]})

    assert gap_ids(one(*steps, stored, name="eu")) == []
    assert gap_ids(one(key("wide", US), stored, name="eu")) == ["key-elsewhere"]


@pytest.mark.parametrize(
    ("given", "regions"),
    [
        ("arn:aws:kms:us-east-1:111122223333:key/1234", (US,)),
        ("arn:aws:kms:us-east-1:111122223333:key/mrk-1234", ()),
        ("alias/orders", ()),
    ],
)
def test_a_key_that_is_named_by_text(given: str, regions: tuple[str, ...]) -> None:
    item = one(step(VAULT, "eu", here(EU, kmsKeyArn=given)), name="eu")

    assert (item.copies[0].encryption.key, item.copies[0].encryption.regions) == (given, regions)
    assert gap_ids(item) == (["key-elsewhere"] if regions else [])


def test_a_key_behind_an_alias() -> None:
    alias = step("aws:kms/alias:Alias", "alias", here(US), links={"targetKeyId": [urn(KEY, "k")]})
    stored = step(
        VAULT, "v", here(US, kmsKeyArn=UNKNOWN), links={"kmsKeyArn": [urn("aws:kms/alias:Alias", "alias")]}
    )

    assert keys(one(key("k", US), alias, stored, name="v")) == ["k"]


def test_a_user_pool_has_no_copy_and_no_backup() -> None:
    item = one(step("aws:cognito/userPool:UserPool", "users", here(US)), ELSEWHERE, name="users")

    assert gap_ids(item) == ["no-copy-elsewhere", "no-backup"]


def test_certificates_of_one_name_are_one_thing() -> None:
    kind = "aws:acm/certificate:Certificate"
    front = step(
        "aws:cloudfront/distribution:Distribution", "cdn", {}, links={"viewerCertificate": [urn(kind, "eu")]}
    )
    item = one(
        *(
            step(kind, name, here(region, domainName="api.example.com"))
            for name, region in (("us", US), ("eu", EU))
        ),
        front,
        name="eu",
    )

    assert [copy.region for copy in item.copies] == [EU, US]
    assert gap_ids(item) == ["certificate-region"]


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
