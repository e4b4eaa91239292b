"""Settings of the exports of DNS zones: what is planned of them, and what is refused."""

from __future__ import annotations

import pytest
import yaml

from holdfast.settings import SettingsError, load
from holdfast.topology.plan import plan
from tests.settings.stack_files import PAIR, as_pulumi_gives_it, mistakes, patched

SECRET = "arn:aws:secretsmanager:eu-central-1:111122223333:secret:cloudflare-AbCdEf"  # noqa: S105  # an ARN
BACKUPS = "holdfast:regions: { euc1: { role: backup }, eun1: { role: backup } }"
EXPORT = "holdfast:zone_export: { place: euc1, copy_to: [eun1] }"
CLOUDFLARE = """
holdfast:entrances:
  public:
    cloudflare:
      account_id: 0123456789abcdef0123456789abcdef
      zone: { name: example.com, id: 0123456789abcdef0123456789abcdef }
"""


def export(**more: object) -> str:
    return yaml.safe_dump({"holdfast:zone_export": more})


def test_what_is_said_is_planned_with_where_it_was_said() -> None:
    config = patched(PAIR, BACKUPS, EXPORT)
    found = plan(load(as_pulumi_gives_it(config), stack="prod"), project="holdfast", stack="prod").zone_export

    assert found is not None
    assert (found.place, found.region, dict(found.copies)) == ("euc1", "eu-central-1", {"eun1": "eu-north-1"})
    assert (found.every_hours, found.retention_days) == (6, 365)
    assert found.cloudflare_token_secret is None
    assert found.origin["copies"] == "holdfast:zone_export.copy_to"
    assert found.origin["every_hours"] == "holdfast:zone_export.every_hours (default)"


def test_nothing_is_exported_unasked() -> None:
    config = patched(PAIR)
    topology = plan(load(as_pulumi_gives_it(config), stack="prod"), project="holdfast", stack="prod")
    assert topology.zone_export is None


def test_names_that_aws_would_refuse_are_refused_before() -> None:
    settings = load(as_pulumi_gives_it(patched(PAIR, BACKUPS, EXPORT)), stack="prod")
    with pytest.raises(SettingsError, match="euc1-zone-export-bucket"):
        plan(settings, project="a-project-with-a-long-name", stack="prod")


@pytest.mark.parametrize(
    "files",
    [
        (PAIR, BACKUPS, EXPORT),
        (PAIR, "holdfast:regions: { euc1: { role: backup } }", export(place="euc1", copy_to=["euw1"])),
        (
            PAIR,
            BACKUPS,
            CLOUDFLARE,
            export(place="euc1", copy_to=["eun1"], cloudflare_token_secret=SECRET),
        ),
    ],
)
def test_good_ones_load_and_give_backup_regions_something_to_do(files: tuple[str, ...]) -> None:
    assert mistakes(*files) == ()


@pytest.mark.parametrize(
    ("files", "key", "said"),
    [
        ((export(place="euw1", copy_to=["eun1"]),), "holdfast:zone_export.place", "answers requests itself"),
        (
            (export(place="euw2", copy_to=["eun1"]),),
            "holdfast:zone_export.place",
            "is no region of this stack",
        ),
        (
            (export(place="euc1", copy_to=["euw2"]),),
            "holdfast:zone_export.copy_to[0]",
            "is no region of this",
        ),
        (
            (export(place="euc1", copy_to=["euc1"]),),
            "holdfast:zone_export.copy_to[0]",
            "holds the export already",
        ),
        ((export(place="euc1", copy_to=["eun1", "eun1"]),), "holdfast:zone_export.copy_to", "2 times"),
        ((export(place="euc1", copy_to=[]),), "holdfast:zone_export.copy_to", "at least"),
        ((export(place="euc1"),), "holdfast:zone_export.copy_to", "missing"),
        ((export(place="euc1", copy_to=["eun1"], every_hours=25),), "holdfast:zone_export.every_hours", "24"),
        (
            (CLOUDFLARE, EXPORT),
            "holdfast:zone_export.cloudflare_token_secret",
            "is needed: a zone at Cloudflare is read with an API token",
        ),
        (
            (export(place="euc1", copy_to=["eun1"], cloudflare_token_secret=SECRET),),
            "holdfast:zone_export.cloudflare_token_secret",
            "no entrance has a zone at Cloudflare",
        ),
        (
            (
                CLOUDFLARE,
                export(
                    place="euc1",
                    copy_to=["eun1"],
                    cloudflare_token_secret=SECRET.replace("central", "west"),
                ),
            ),
            "holdfast:zone_export.cloudflare_token_secret",
            "must be a secret of Secrets Manager in eu-central-1",
        ),
    ],
)
def test_what_cannot_be_is_refused_where_it_is_said(files: tuple[str, ...], key: str, said: str) -> None:
    found = [one for one in mistakes(PAIR, BACKUPS, *files) if one.key == key]
    assert any(said in one.message or said in str(one) for one in found), mistakes(PAIR, BACKUPS, *files)


def test_exports_rest_where_data_may_rest() -> None:
    abroad = "holdfast:regions: { euc1: { role: backup }, usw2: { role: backup } }"
    files = (PAIR, abroad, export(place="euc1", copy_to=["usw2"]))
    outside = [
        one
        for one in mistakes(*files, "holdfast:objectives: { residency: [EU] }")
        if one.key == "holdfast:regions.usw2"
    ]
    assert len(outside) == 1
    assert "lies outside holdfast:objectives.residency (EU), and exports of DNS zones and logs" in str(
        outside[0]
    )
    assert mistakes(*files, "holdfast:objectives: { residency: [EU, US] }") == ()
