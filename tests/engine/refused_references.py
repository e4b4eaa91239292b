"""What the stand-in refuses of regions, names and references."""

from __future__ import annotations

from tests.engine.refusal_case import (
    ACL,
    ALARM,
    BUCKET,
    CERTIFICATE,
    GROUP,
    INLINE,
    KEY,
    LISTENER,
    RECORD,
    ROLE,
    SECRET,
    TABLE,
    VALIDATION,
    alarm,
    case,
    inline,
    key_policy,
    listener,
    role,
    simple_record,
    table,
)
from tests.engine.standin_world import HERE, THERE

REGIONS = [
    case(
        "a key of another region",
        "aws:cloudwatch/logGroup:LogGroup",
        lambda w: {"region": HERE, "name": "logs", "kmsKeyId": w.key.arn},
        "Invalid arn eu-west-1",
        wrong=lambda w: {"kmsKeyId": w.key_there.arn},
    ),
    case(
        "a topic of another region",
        ALARM,
        alarm,
        "Only us-east-1 is supported",
        wrong=lambda w: {"alarmActions": [w.topic_there.arn]},
    ),
    case(
        "a replica with a key of another region",
        SECRET,
        lambda w: {
            "region": HERE,
            "name": "s",
            "replicas": [{"region": THERE, "kmsKeyId": w.key_there.arn}],
        },
        "the replica in eu-west-1",
        wrong=lambda w: {"replicas": [{"region": THERE, "kmsKeyId": w.key.arn}]},
    ),
    case(
        "an alarm on a health check outside of us-east-1",
        ALARM,
        lambda _w: {"region": HERE, "name": "alarm", "namespace": "AWS/Route53"},
        "has metrics in us-east-1 alone",
        region=THERE,
    ),
    case(
        "a web ACL of CloudFront outside of us-east-1",
        ACL,
        lambda _w: {"region": HERE, "scope": "CLOUDFRONT"},
        "parameter: CLOUDFRONT",
        region=THERE,
    ),
    case(
        "a certificate of CloudFront outside of us-east-1",
        "aws:cloudfront/distribution:Distribution",
        lambda w: {"viewerCertificate": {"acmCertificateArn": w.certificate.id}},
        "isn't in us-east-1 region",
        wrong=lambda w: {"viewerCertificate": {"acmCertificateArn": w.certificate_there.id}},
    ),
    case(
        "a copy to another region's vault, and a vault that is missing",
        "aws:backup/plan:Plan",
        lambda w: {
            "region": HERE,
            "name": "plan",
            "rules": [
                {"targetVaultName": "vault", "copyActions": [{"destinationVaultArn": w.vault_there.arn}]}
            ],
        },
        "Provided target backup vault name is not valid",
        rules=[{"targetVaultName": "none"}],
    ),
]
NAMES = [
    case(
        "a bucket that is taken",
        BUCKET,
        lambda _w: {"region": HERE, "bucket": "b-bucket"},
        "BucketAlreadyOwnedByYou",
        bucket="a-bucket",
    ),
    case(
        "a bucket in capitals",
        BUCKET,
        lambda _w: {"region": HERE, "bucket": "b-bucket"},
        "regular expression",
        bucket="B-bucket",
    ),
    case(
        "a bucket too short",
        BUCKET,
        lambda _w: {"region": HERE, "bucket": "bbb"},
        "greater than or equal to 3",
        bucket="bb",
    ),
    case("a role that is taken, in other letters", ROLE, role, "EntityAlreadyExists", name="ROLE"),
    case("a role too long", ROLE, role, "less than or equal to 64", name="r" * 65),
    case(
        "a group that is taken in its network",
        GROUP,
        lambda w: {"region": HERE, "name": "other", "vpcId": w.vpc.id},
        "InvalidGroup.Duplicate",
        name="group",
    ),
    case(
        "a vault too long",
        "aws:backup/vault:Vault",
        lambda _w: {"region": HERE, "name": "v" * 50},
        "less than or equal to 50",
        name="v" * 51,
    ),
    case(
        "an alias of AWS",
        "aws:kms/alias:Alias",
        lambda w: {"region": HERE, "name": "alias/mine", "targetKeyId": w.key.id},
        "regular expression",
        name="alias/aws/mine",
    ),
    case("a table that is taken", TABLE, table, "Table already exists: table", name="table"),
]
REFERENCES = [
    case("a role that is missing", INLINE, inline, "NoSuchEntity", role="nobody"),
    case(
        "a bucket that is missing",
        "aws:s3/bucketVersioning:BucketVersioning",
        lambda w: {"region": HERE, "bucket": w.bucket.id},
        "NoSuchBucket",
        bucket="gone-bucket",
    ),
    case("a zone that is missing", RECORD, simple_record, "NoSuchHostedZone", zoneId=f"Z{99:020X}"),
    case(
        "a health check that is missing",
        RECORD,
        simple_record,
        "NoSuchHealthCheck",
        healthCheckId=f"00000000-0000-4000-8000-{99:012x}",
    ),
    case(
        "a key that is missing",
        "aws:cloudwatch/logGroup:LogGroup",
        lambda w: {"region": HERE, "name": "logs", "kmsKeyId": w.key.arn},
        "NotFoundException: Key",
        kmsKeyId=f"arn:aws:kms:us-east-1:111122223333:key/00000000-0000-4000-8000-{99:012x}",
    ),
    case(
        "a certificate that is missing",
        LISTENER,
        listener,
        "CertificateNotFound",
        certificateArn=f"arn:aws:acm:us-east-1:111122223333:certificate/00000000-0000-4000-8000-{99:012x}",
    ),
    case(
        "a principal that is missing",
        KEY,
        lambda w: {"region": HERE, "policy": key_policy("kms:*", w.role.arn)},
        "invalid principals",
        policy=key_policy("kms:*", "arn:aws:iam::111122223333:role/nobody"),
    ),
]
CERTIFICATES = [
    case(
        "a name without its record",
        VALIDATION,
        lambda w: {
            "region": HERE,
            "certificateArn": w.certificate.id,
            "validationRecordFqdns": [
                one["resourceRecordName"] for one in w.certificate.state["domainValidationOptions"]
            ],
        },
        "missing api.example.com DNS validation record",
        validationRecordFqdns=["_other.example.com"],
    ),
    case(
        "a first name too long",
        CERTIFICATE,
        lambda _w: {"region": HERE, "domainName": "a.example.com"},
        "no longer than 64",
        domainName=f"{'a' * 60}.example.com",
    ),
    case(
        "more than ten names",
        CERTIFICATE,
        lambda _w: {"region": HERE, "domainName": "a.example.com"},
        "more than 10 domain names",
        subjectAlternativeNames=[f"{number}.example.com" for number in range(10)],
    ),
]
