from __future__ import annotations

import copy
import uuid
from typing import TYPE_CHECKING, Any

import pytest

from holdfast.operate.aws import clients
from holdfast.operate.documents import DocumentBucket, DocumentFolder, RecordsError, replace_file
from holdfast.operate.records import Records, records_at
from tests.operate.test_engine import record_of

if TYPE_CHECKING:
    from pathlib import Path

    from holdfast.operate.records import Record


def record(run: str, started: str) -> Record:
    return {**copy.deepcopy(record_of([])), "run": run, "started": started}


@pytest.fixture
def bucket(aws: Any) -> str:
    name = f"records-{uuid.uuid4().hex[:8]}"
    aws.client("s3", region_name="eu-west-1").create_bucket(
        Bucket=name, CreateBucketConfiguration={"LocationConstraint": "eu-west-1"}
    )
    return name


@pytest.fixture(params=["folder", "bucket"])
def kept(request: pytest.FixtureRequest, tmp_path: Path) -> Records:
    if request.param == "folder":
        return records_at(str(tmp_path), "prod", clients())
    return records_at(f"s3://{request.getfixturevalue('bucket')}/runs?region=eu-west-1", "prod", clients())


def test_the_newest_come_first_and_a_run_has_one_record(kept: Records) -> None:
    assert kept.newest() == []
    older, newer = (
        record("20261121T1-a", "2026-11-21T03:00:00+00:00"),
        record("20261122T1-b", "2026-11-22T03:00:00+00:00"),
    )
    kept.write(newer)
    kept.write(older)
    newer["outcome"] = "done"
    kept.write(newer)
    assert kept.newest() == [newer, older]


def test_many_are_read_by_the_newest(kept: Records) -> None:
    for number in range(25):
        kept.write(record(f"20261122T{number:02}", f"2026-11-22T{number % 24:02}:00:00+00:00"))
    assert len(kept.newest()) == 20


def test_where_they_are(tmp_path: Path) -> None:
    assert records_at(str(tmp_path), "prod", clients()) == Records(DocumentFolder(tmp_path / "prod"))
    found = records_at("s3://bucket/runs?region=eu-west-1", "prod", clients()).documents
    assert isinstance(found, DocumentBucket)
    assert (found.bucket, found.prefix, found.region) == ("bucket", "runs/prod", "eu-west-1")
    assert found.name == "s3://bucket/runs/prod"


@pytest.mark.parametrize(
    "address", ["s3://bucket/runs", "s3://?region=eu-west-1", "https://bucket?region=eu-west-1"]
)
def test_an_address_without_bucket_or_region_is_refused(address: str) -> None:
    with pytest.raises(RecordsError, match="is no address in S3 that names its region"):
        records_at(address, "prod", clients())


def test_a_folder_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    (tmp_path / "prod").write_text("a file in the way")
    with pytest.raises(RecordsError, match="cannot write to"):
        records_at(str(tmp_path), "prod", clients()).write(record("a", "2026-11-22T03:00:00+00:00"))


@pytest.mark.parametrize(
    ("text", "said"), [("{", "is no record"), ('{"version": 7}', "is no record of version 1")]
)
def test_what_is_no_record_is_told_and_not_passed_over(tmp_path: Path, text: str, said: str) -> None:
    (tmp_path / "x.json").write_text(text)
    with pytest.raises(RecordsError, match=said):
        Records(DocumentFolder(tmp_path)).newest()


def test_a_bucket_that_is_not_there_is_told(aws: Any) -> None:
    del aws
    kept = records_at("s3://records-missing/runs?region=eu-west-1", "prod", clients())
    with pytest.raises(RecordsError, match="cannot read s3://records-missing/runs/prod"):
        kept.newest()


def test_a_file_is_replaced_whole_or_not_at_all(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "operations.json"
    file.write_text("old")

    def broken(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", broken)
    with pytest.raises(OSError, match="No space left"):
        replace_file(file, "new")
    assert file.read_text() == "old"
    assert list(tmp_path.iterdir()) == [file]
