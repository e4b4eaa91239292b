"""Published figures: how old a copy can be. Each with the page that says so, as of 2026-11."""

from __future__ import annotations

from holdfast.inventory.model import Age

_AURORA = "https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide"
_RDS = "https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide"
_DYNAMODB = "https://docs.aws.amazon.com/amazondynamodb/latest/developerguide"
_BACKUP = "https://docs.aws.amazon.com/aws-backup/latest/devguide"

HOUR = 3600
MINUTE = 60

ORIGINAL = Age(text="0", seconds=0, bounded=True)
"""The original has no age."""
AS_DECLARED = Age(text="as declared", seconds=0, bounded=True)
"""What the program declares is made again as it is declared."""
OF_ITS_BACKUPS = Age(text="that of its backups")
"""A vault is as old as what it holds, which is told there."""
UNKNOWN = Age(text="unknown")
"""Nothing is known."""
NOT_PUBLISHED = Age(text="not published, not bounded")
"""AWS publishes no figure."""

AURORA_GLOBAL = Age(
    text="about 1 s, not bounded", seconds=1, source=f"{_AURORA}/aurora-global-database.html"
)  # "typically under a second"
RDS_REPLICA = Age(
    text="asynchronous, not bounded", source=f"{_RDS}/USER_ReadRepl.html"
)  # no figure; the metric ReplicaLag tells
RDS_BACKUP_REPLICATION = Age(
    text="5 to 30 min, not bounded",
    seconds=30 * MINUTE,
    source="https://docs.aws.amazon.com/prescriptive-guidance/latest/dr-standard-edition-amazon-rds/"
    "rds-pitr-snapshot.html",
)
RDS_POINT_IN_TIME = Age(
    text="about 5 min", seconds=5 * MINUTE, source=f"{_RDS}/USER_PIT.html"
)  # "uploads transaction logs … every five minutes"
AURORA_POINT_IN_TIME = Age(
    text="about 5 min", seconds=5 * MINUTE, source=f"{_AURORA}/aurora-pitr.html"
)  # what is usual; LatestRestorableTime tells
DYNAMODB_GLOBAL = Age(
    text="about 1 s, not bounded", seconds=1, source=f"{_DYNAMODB}/V2globaltables_HowItWorks.html"
)
DYNAMODB_STRONG = Age(
    text="0", seconds=0, bounded=True, source=f"{_DYNAMODB}/V2globaltables_HowItWorks.html"
)  # multi-Region strong consistency: a write is in another region before it is acknowledged
DYNAMODB_POINT_IN_TIME = Age(
    text="about 5 min", seconds=5 * MINUTE, source=f"{_DYNAMODB}/PointInTimeRecovery_Howitworks.html"
)  # "typically five minutes before the current time"
DSQL_PEER = Age(
    text="0",
    seconds=0,
    bounded=True,
    source="https://docs.aws.amazon.com/aurora-dsql/latest/userguide/disaster-recovery-resiliency.html",
)
ELASTICACHE_GLOBAL = Age(
    text="under 1 s, not bounded",
    seconds=1,
    source="https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/Redis-Global-Datastore.html",
)  # "latency of under one second"
ELASTICACHE_SNAPSHOT = Age(
    text="more than 24 h",
    seconds=24 * HOUR,
    source="https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/backups-automatic.html",
)  # once a day, in a window
S3_TIME_CONTROL = Age(
    text="15 min for 99.9 %",
    seconds=15 * MINUTE,
    source="https://docs.aws.amazon.com/AmazonS3/latest/userguide/replication-time-control.html",
)
S3_REPLICATION = Age(
    text="most within 15 min, not bounded",
    seconds=15 * MINUTE,
    source="https://docs.aws.amazon.com/AmazonS3/latest/userguide/replication-troubleshoot.html",
)  # "The majority of objects replicate within 15 minutes"; large ones can take "up to several hours"
EFS_REPLICATION = Age(
    text="15 min for most",
    seconds=15 * MINUTE,
    source="https://aws.amazon.com/blogs/aws/new-replication-for-amazon-elastic-file-system-efs/",
)
EFS_AUTOMATIC_BACKUP = Age(
    text="more than 24 h",
    seconds=24 * HOUR,
    source="https://docs.aws.amazon.com/efs/latest/ug/awsbackup.html",
)  # "daily backups with a 35-day retention period"
FSX_AUTOMATIC_BACKUP = Age(
    text="more than 24 h",
    seconds=24 * HOUR,
    source="https://docs.aws.amazon.com/fsx/latest/WindowsGuide/using-backups.html",
)  # once a day, in a window
REDSHIFT_SNAPSHOT = Age(
    text="about 8 h",
    seconds=8 * HOUR,
    source="https://docs.aws.amazon.com/redshift/latest/mgmt/working-with-snapshots.html",
)  # "about every eight hours or following every 5 GB per node of data changes"
OPENSEARCH_SNAPSHOT = Age(
    text="1 h",
    seconds=HOUR,
    source="https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/"
    "aws-properties-elasticsearch-domain-snapshotoptions.html",
)  # hourly automated snapshots
ECR_REPLICATION = Age(
    text="most within 30 min, not bounded",
    seconds=30 * MINUTE,
    source="https://docs.aws.amazon.com/AmazonECR/latest/userguide/replication.html",
)
SECRET_REPLICA = Age(
    text="not published, not bounded",
    source="https://docs.aws.amazon.com/secretsmanager/latest/userguide/create-manage-multi-region-secrets.html",
)
MULTI_REGION_KEY = Age(
    text="0",
    seconds=0,
    bounded=True,
    source="https://docs.aws.amazon.com/kms/latest/developerguide/multi-region-keys-overview.html",
)  # the same key material in every region
IMMUTABLE = Age(text="never changes", seconds=0, bounded=True)
"""What never changes is never too old."""
CONTINUOUS_BACKUP = Age(
    text="about 5 min", seconds=5 * MINUTE, source=f"{_BACKUP}/point-in-time-recovery.html"
)
CONTINUOUS_BACKUP_S3 = Age(
    text="about 15 min", seconds=15 * MINUTE, source=f"{_BACKUP}/point-in-time-recovery.html"
)

NEWEST = Age(text="whatever it names then")
"""What a parameter names is looked up when an instance starts."""

BACKUP_WINDOWS = f"{_BACKUP}/plan-options-and-configuration.html"
"""Where AWS Backup's windows and their defaults stand."""
START_WINDOW_MINUTES = 8 * 60
"""AWS Backup's start window where a rule names none."""
COMPLETION_WINDOW_MINUTES = 7 * 24 * 60
"""AWS Backup's completion window where a rule names none."""
DEFAULT_SCHEDULE = "cron(0 5 ? * * *)"
"""When AWS Backup runs a rule that names no schedule
(https://docs.aws.amazon.com/aws-backup/latest/devguide/API_BackupRuleInput.html)."""


def in_words(seconds: int) -> str:
    """A span of time in the largest units that say it exactly, days only from three on.

    Args:
        seconds: Its length.
    """
    minutes = seconds // MINUTE
    if minutes >= 3 * 24 * 60 and minutes % 60 == 0:
        days, hours = divmod(minutes // 60, 24)
        return f"{days} d {hours} h" if hours else f"{days} d"
    hours, rest = divmod(minutes, 60)
    if not hours:
        return f"{rest} min"
    return f"{hours} h {rest} min" if rest else f"{hours} h"
