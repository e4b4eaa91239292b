"""What AWS and the engines themselves say of Aurora's two engines: versions, parameters, logs, words."""

from __future__ import annotations

from holdfast.topology.values import StoreKind

_POSTGRESQL, _MYSQL = StoreKind.AURORA_POSTGRESQL, StoreKind.AURORA_MYSQL

VERSIONS_PAGE = {
    _POSTGRESQL: "https://docs.aws.amazon.com/AmazonRDS/latest/AuroraPostgreSQLReleaseNotes/"
    "AuroraPostgreSQL.Updates.html",
    _MYSQL: "https://docs.aws.amazon.com/AmazonRDS/latest/AuroraMySQLReleaseNotes/Welcome.html",
}
LOGS = {
    _POSTGRESQL: ("postgresql", "iam-db-auth-error", "instance"),
    _MYSQL: ("audit", "error", "general", "slowquery", "iam-db-auth-error", "instance"),
}
"""Logs that each engine exports.

Source: https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_CreateDBCluster.html
(EnableCloudwatchLogsExports), 2026-11.
"""
OWN_PARAMETERS = {
    "rds.force_ssl": "every connection uses TLS",
    "require_secure_transport": "every connection uses TLS",
    "apg_write_forward.consistency_mode": "say it with forwarded_read_consistency",
    "aurora_replica_read_consistency": "say it with forwarded_read_consistency",
    "rds.global_db_rpo": "say it with global_db_rpo_seconds",
}
"""Parameters with a setting or a fixed value of their own, and what stands in their place."""
_MYSQL_PREFIXES = (
    "innodb_",
    "binlog_",
    "server_audit_",
    "aurora_parallel_",
    "character_set_",
    "collation_",
    "slow_",
)
_POSTGRESQL_PREFIXES = ("apg_", "autovacuum_", "log_min_", "max_wal_", "max_replication_", "shared_preload_")

_FIRST_GLOBAL = {13: 3, 14: 3, 15: 2, 16: 1, 17: 4}
_FIRST_FORWARDING = {14: 9, 15: 4, 16: 1, 17: 4}
_FIRST_PAUSING = {13: 15, 14: 12, 15: 7, 16: 3}
_FIRST_GLOBAL_MYSQL = (3, 1)
_FIRST_PAUSING_MYSQL = (3, 8)

WORDS_PAGE = {
    _POSTGRESQL: "https://www.postgresql.org/docs/current/sql-keywords-appendix.html",
    _MYSQL: "https://dev.mysql.com/doc/refman/8.0/en/keywords.html",
}
_BOTH_WORDS = (
    "all analyze and as asc both case check collate column constraint create cross current_date "
    "current_time current_timestamp current_user default desc distinct else except false fetch for "
    "foreign from grant group having in inner intersect into is join lateral leading left like limit "
    "localtime localtimestamp natural not null on or order outer primary references right select table "
    "then to trailing true union unique using when where window with"
)
_POSTGRESQL_WORDS = (
    "analyse any array asymmetric authorization binary cast collation concurrently current_catalog "
    "current_role current_schema deferrable do end freeze full ilike initially isnull notnull offset "
    "only overlaps placing returning session_user similar some symmetric system_user tablesample user "
    "variadic verbose"
)
_MYSQL_WORDS = (
    "accessible add alter before between by call cascade change character condition continue convert "
    "cube cursor database databases dec decimal declare delayed delete dense_rank describe div double "
    "drop dual each elseif empty enclosed escaped exists exit explain float force fulltext function "
    "generated get grouping groups if ignore index infile insert int integer interval iterate keys key "
    "kill lag lead leave lines linear load lock long loop match mod modifies of optimize option "
    "optionally out outfile over partition precision procedure purge range rank read reads real "
    "recursive regexp release rename repeat replace require resignal restrict return revoke row rows "
    "schema schemas separator set show signal smallint spatial specific sql starting stored system "
    "terminated trigger undo unlock unsigned update usage use values varchar virtual while write xor "
    "zerofill"
)
_WORDS = {
    _POSTGRESQL: frozenset((_BOTH_WORDS + " " + _POSTGRESQL_WORDS).split()),
    _MYSQL: frozenset((_BOTH_WORDS + " " + _MYSQL_WORDS).split()),
}
TAKEN_USERS = {
    _POSTGRESQL: frozenset(("admin", "public", "rdsadmin", "rds_superuser")),
    _MYSQL: frozenset(("rdsadmin", "root")),
}
"""Users that Amazon RDS keeps for itself.

Source: https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/UsingWithRDS.MasterAccounts.html.
"""
TAKEN_DATABASES = {
    _POSTGRESQL: frozenset(("admin", "rdsadmin", "template0", "template1")),
    _MYSQL: frozenset(("information_schema", "mysql", "performance_schema", "sys")),
}
"""Databases that are there already, and ``admin``, which RDS takes for no PostgreSQL database.

Source: https://github.com/awslabs/aws-saas-boost/issues/180 (2026-11).
"""


def kind_of(version: str) -> StoreKind:
    """Give the engine whose version this is."""
    return _MYSQL if "mysql_aurora" in version else _POSTGRESQL


def has_global_databases(version: str) -> bool:
    """Whether a version can span regions.

    Source: https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/
    Concepts.Aurora_Fea_Regions_DB-eng.Feature.GlobalDatabase.html, 2026-11.
    """
    return _reaches(version, _FIRST_GLOBAL, _FIRST_GLOBAL_MYSQL)


def forwards_writes(version: str) -> bool:
    """Whether a version forwards writes between regions: PostgreSQL from 14.9 and 15.4 on, every MySQL 3.

    Sources: https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/
    aurora-global-database-write-forwarding-apg.html and aurora-global-database-write-forwarding-ams.html.
    """
    return _reaches(version, _FIRST_FORWARDING, _FIRST_GLOBAL_MYSQL)


def can_pause(version: str) -> bool:
    """Whether serverless instances of a version can scale to 0 ACU.

    Source: https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/aurora-serverless-v2-auto-pause.html.
    """
    return _reaches(version, _FIRST_PAUSING, _FIRST_PAUSING_MYSQL)


def _reaches(version: str, postgresql: dict[int, int], mysql: tuple[int, int]) -> bool:
    """Whether a version is not below the first one; majors after the table's last have it from the start."""
    if kind_of(version) is _MYSQL:
        major, minor = version.split("mysql_aurora.")[1].split(".")[:2]
        return (int(major), int(minor)) >= mysql
    major, minor = version.split(".")
    first = 0 if int(major) > max(postgresql) else postgresql.get(int(major))
    return first is not None and int(minor) >= first


def parameter_kind(name: str) -> StoreKind | None:
    """Give the engine that alone has a parameter of this name, None if its name does not tell.

    Names with a dot are PostgreSQL's: it writes parameters of extensions so.
    """
    if "." in name or name.startswith(_POSTGRESQL_PREFIXES):
        return _POSTGRESQL
    return _MYSQL if name.startswith(_MYSQL_PREFIXES) else None


def is_reserved(name: str, kind: StoreKind) -> bool:
    """Whether an engine keeps a word for itself; PostgreSQL also keeps names that start with pg_."""
    lower = name.lower()
    return lower in _WORDS[kind] or (kind is _POSTGRESQL and lower.startswith("pg_"))
