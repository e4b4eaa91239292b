from __future__ import annotations

import tomllib
from importlib.resources import files

from holdfast.permissions.statements import CONTENT, TAGGED, THROUGH_SERVICES
from holdfast.permissions.table import ERASING, known_actions, known_types
from tests.engine.test_facts import declarable

LEVELS = {"List", "Permissions management", "Read", "Tagging", "Write"}
ALWAYS = {"iam:CreateServiceLinkedRole", "iam:PassRole"}
READ_ALONE = {"aws:acm/certificateValidation:CertificateValidation"}


def named() -> set[str]:
    return {action for one in known_types().values() for action in one.actions(keep_data=False)}


def test_every_type_that_a_component_can_declare_stands_in_the_table() -> None:
    ours = {token for token in declarable() if token.startswith("aws:")}
    assert ours - known_types().keys() == set()
    assert len(ours) > 150


def test_every_action_exists_and_no_row_is_left_over() -> None:
    assert named() | ALWAYS == known_actions().keys()
    assert {one.level for one in known_actions().values()} == LEVELS


def test_every_type_can_be_created_and_read() -> None:
    for token, one in known_types().items():
        assert "read" in one.steps, token
        assert ("create" in one.steps) != (token in READ_ALONE), token


def test_what_is_created_with_tags_can_be_tagged_anew_and_untagged() -> None:
    tags = ("TagResource", "AddTagsToResource", "CreateTags", "AddTags", "TagRole", "TagQueue")
    removes = ("Untag", "RemoveTags", "DeleteTags")
    for token, one in known_types().items():
        every = {action.partition(":")[2] for action in one.actions(keep_data=False)}
        if any(tag in every for tag in tags) and token not in {
            "aws:autoscaling/group:Group",  # CreateOrUpdateTags is its own word
            "aws:ecs/capacityProvider:CapacityProvider",
        }:
            assert any(action.startswith(removes) for action in every), token


def test_what_deletes_data_can_be_left_out() -> None:
    table = known_types()["aws:dynamodb/table:Table"]
    assert "dynamodb:DeleteTable" in set(table.actions(keep_data=False))
    assert "dynamodb:DeleteTable" not in set(table.actions(keep_data=True))
    holding = ("bucket:Bucket", "rds/cluster:", "kms/key:", "dsql/cluster:", "backup/vault:", "secret:Secret")
    for word in holding:
        assert all(one.data for token, one in known_types().items() if word in token), word


def test_nothing_erases_data_when_it_is_kept() -> None:
    kept = {action for one in known_types().values() for action in one.actions(keep_data=True)}
    assert named() >= ERASING
    assert kept & ERASING == set()
    worst = {
        *(
            "backup:DeleteBackupVault",
            "dsql:DeleteCluster",
            "dynamodb:DeleteTable",
            "kms:ScheduleKeyDeletion",
        ),
        *("rds:DeleteDBCluster", "rds:DeleteDBInstance", "rds:DeleteDBInstanceAutomatedBackup"),
        *("s3:DeleteBucket", "secretsmanager:DeleteSecret"),
    }
    assert worst <= named()
    assert kept & worst == set()


def test_nothing_deletes_backups_ever() -> None:
    never = ("DeleteRecoveryPoint", "DeleteDBSnapshot", "DeleteDBClusterSnapshot", "DeleteBackup")
    assert {one for one in named() if one.endswith(never)} == set()


def test_what_the_statements_name_is_in_the_table() -> None:
    bounded = {name for name, one in known_actions().items() if one.bounded}
    for group in (TAGGED, CONTENT, THROUGH_SERVICES):
        assert group <= bounded, group - bounded


def test_scopes_are_of_known_types_and_of_prefixes_that_are_used() -> None:
    text = files("holdfast.permissions").joinpath("scopes.toml").read_text(encoding="utf-8")
    prefixes = {one.partition(":")[0] for one in named()}
    for prefix, templates in tomllib.loads(text).items():
        assert prefix in prefixes
        for token, arns in templates.items():
            assert token == "always" or f"aws:{token}" in known_types(), token  # noqa: S105  # a type's token
            assert all(arn.startswith("arn:aws:") and arn.count(":") >= 5 for arn in arns), arns
