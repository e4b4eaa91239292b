"""The steps of docs/bootstrap.md and docs/region-down.md, with an emulated S3 and KMS."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib import request

import boto3
import moto.kms.models
import moto.kms.utils
import pytest
import yaml
from moto.server import ThreadedMotoServer

from tests.needs import needs_engine

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

pytestmark = needs_engine

HOME, COPY = "eu-north-1", "eu-west-3"
REGION_OF = {"state-home": HOME, "state-copy": COPY}
ALIAS = "alias/holdfast-bootstrap-prod-state"
PROGRAM = """
import pulumi

pulumi.export("password", pulumi.Config().require_secret("password"))
"""


@dataclass(frozen=True, kw_only=True)
class Backend:
    """A stack whose state is in a bucket, and whose secrets a key encrypts."""

    folder: Path
    environment: dict[str, str]
    lost: set[str]
    """Regions of which KMS answers no more."""

    def run(self, *command: str) -> tuple[bool, str]:
        """Run a command of the CLI: whether it succeeded, and what it said."""
        ran = subprocess.run(  # noqa: S603  # the CLI itself
            ["pulumi", *command],  # noqa: S607
            cwd=self.folder,
            env=self.environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
        )
        return ran.returncode == 0, ran.stdout

    def does(self, *command: str) -> str:
        """Run a command that must succeed."""
        good, said = self.run(*command)
        assert good, said
        return said

    def login(self, bucket: str, path: str = "") -> None:
        self.does("login", f"s3://{bucket}{path}?region={REGION_OF[bucket]}&awssdk=v2&use_path_style=true")

    def switch_region(self, file: str) -> None:
        """What ``sed -i 's/region=eu-north-1/region=eu-west-3/'`` does."""
        path = self.folder / file
        text = path.read_text(encoding="utf-8")
        assert f"region={HOME}" in text
        path.write_text(text.replace(f"region={HOME}", f"region={COPY}"), encoding="utf-8")


def provider(region: str) -> str:
    return f"awskms://{ALIAS}?region={region}&awssdk=v2"


@pytest.fixture
def address(monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    # Moto keeps 36 characters of a key's id in a ciphertext, and a multi-Region key's id has more.
    length = len("mrk-00000000-0000-0000-0000-000000000000")
    utils: Any = moto.kms.utils
    monkeypatch.setattr(utils, "KEY_ID_LEN", length)
    monkeypatch.setattr(utils, "HEADER_LEN", length + utils.IV_LEN + utils.TAG_LEN)
    monkeypatch.setattr(utils, "CIPHERTEXT_HEADER_FORMAT", f">{length}s{utils.IV_LEN}s{utils.TAG_LEN}s")
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    yield f"http://{host}:{port}"
    request.urlopen(request.Request(f"http://{host}:{port}/moto-api/reset", method="POST")).close()  # ours
    server.stop()


@pytest.fixture
def backend(address: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Backend:
    for name, value in {
        "AWS_ENDPOINT_URL": address,
        "AWS_ACCESS_KEY_ID": "emulated",
        "AWS_SECRET_ACCESS_KEY": "emulated",
    }.items():
        monkeypatch.setenv(name, value)
    key = boto3.client("kms", region_name=HOME).create_key(MultiRegion=True)["KeyMetadata"]["KeyId"]
    boto3.client("kms", region_name=HOME).create_alias(AliasName=ALIAS, TargetKeyId=key)
    boto3.client("kms", region_name=HOME).replicate_key(KeyId=key, ReplicaRegion=COPY)  # the alias too, here
    for bucket, region in REGION_OF.items():
        s3: Any = boto3.client("s3", region_name=region)
        s3.create_bucket(Bucket=bucket, CreateBucketConfiguration={"LocationConstraint": region})
    lost = lose_kms(monkeypatch)
    folder = tmp_path / "program"
    folder.mkdir()
    project = {"name": "small", "runtime": {"name": "python", "options": {"virtualenv": sys.prefix}}}
    (folder / "Pulumi.yaml").write_text(yaml.safe_dump(project), encoding="utf-8")
    (folder / "__main__.py").write_text(PROGRAM, encoding="utf-8")
    own = {name: value for name, value in os.environ.items() if not name.startswith("PULUMI_")}
    environment = {**own, "PULUMI_HOME": str(tmp_path / "home"), "PULUMI_SKIP_UPDATE_CHECK": "true"}
    return Backend(folder=folder, environment=environment, lost=lost)


def lose_kms(monkeypatch: pytest.MonkeyPatch) -> set[str]:
    lost: set[str] = set()
    real = moto.kms.models.KmsBackend.decrypt

    def decrypt(self: Any, *args: Any, **kwargs: Any) -> Any:
        if self.region_name in lost:
            raise RuntimeError("this region is lost")
        return real(self, *args, **kwargs)

    monkeypatch.setattr(moto.kms.models.KmsBackend, "decrypt", decrypt)
    return lost


def replicate() -> None:
    """What S3 has copied by then."""
    source = boto3.resource("s3", region_name=HOME).Bucket("state-home")
    target = boto3.client("s3", region_name=COPY)
    for one in source.objects.all():
        target.copy_object(
            Bucket="state-copy", Key=one.key, CopySource={"Bucket": "state-home", "Key": one.key}
        )


def lose_bucket() -> None:
    bucket = boto3.resource("s3", region_name=HOME).Bucket("state-home")
    bucket.objects.all().delete()
    bucket.delete()


def made(backend: Backend) -> None:
    backend.login("state-home")
    backend.does("stack", "init", "prod", "--secrets-provider", provider(HOME))
    backend.does("config", "set", "--secret", "password", "planted", "--stack", "prod")
    backend.does("up", "--yes", "--skip-preview", "--stack", "prod")


def test_the_state_and_its_secrets_are_used_without_the_region_that_held_them(backend: Backend) -> None:
    made(backend)
    replicate()
    lose_bucket()
    backend.lost.add(HOME)
    assert not backend.run("preview", "--stack", "prod")[0]  # the bucket is gone

    backend.login("state-copy")
    assert not backend.run("preview", "--stack", "prod")[0]  # the key is, too
    backend.switch_region("Pulumi.prod.yaml")
    backend.does("stack", "export", "--stack", "prod", "--file", "state.json")  # nothing is decrypted
    backend.switch_region("state.json")

    backend.login("state-copy", "/taken-over")
    backend.does("stack", "init", "prod", "--secrets-provider", provider(COPY))
    backend.does("stack", "import", "--stack", "prod", "--file", "state.json")
    assert backend.does("stack", "output", "password", "--show-secrets", "--stack", "prod") == "planted\n"
    assert "1 unchanged" in backend.does("preview", "--stack", "prod")
    backend.does("config", "set", "--secret", "password", "changed", "--stack", "prod")
    backend.does("up", "--yes", "--skip-preview", "--stack", "prod")
    assert backend.does("stack", "output", "password", "--show-secrets", "--stack", "prod") == "changed\n"
    keys = {one.key for one in boto3.resource("s3", region_name=COPY).Bucket("state-copy").objects.all()}
    assert "taken-over/.pulumi/stacks/small/prod.json" in keys


def test_the_key_that_the_stack_has_is_kept_when_its_region_changes(backend: Backend) -> None:
    made(backend)
    file = backend.folder / "Pulumi.prod.yaml"
    before = yaml.safe_load(file.read_text(encoding="utf-8"))
    replicate()
    backend.lost.add(HOME)
    backend.switch_region("Pulumi.prod.yaml")
    backend.login("state-copy", "/taken-over")
    backend.does("stack", "init", "prod", "--secrets-provider", provider(COPY))

    after = yaml.safe_load(file.read_text(encoding="utf-8"))
    assert after == {**before, "secretsprovider": provider(COPY)}
    assert backend.does("config", "get", "password", "--stack", "prod") == "planted\n"


def test_a_state_that_names_the_lost_region_cannot_be_used_by_editing_the_stack_file_alone(
    backend: Backend,
) -> None:
    made(backend)
    replicate()
    backend.lost.add(HOME)
    backend.switch_region("Pulumi.prod.yaml")
    backend.login("state-copy")
    good, said = backend.run("stack", "output", "password", "--show-secrets", "--stack", "prod")
    assert not good, said
    assert "KMS" in said


def test_a_state_moves_from_a_folder_into_the_bucket(backend: Backend, tmp_path: Path) -> None:
    folder = tmp_path / "first"
    folder.mkdir()
    backend.environment["PULUMI_CONFIG_PASSPHRASE"] = "for an hour"  # noqa: S105  # planted
    backend.does("login", folder.as_uri())
    backend.does("stack", "init", "prod", "--secrets-provider", "passphrase")
    backend.does("config", "set", "--secret", "password", "planted", "--stack", "prod")
    backend.does("up", "--yes", "--skip-preview", "--stack", "prod")

    backend.does("stack", "change-secrets-provider", provider(HOME), "--stack", "prod")
    backend.does("stack", "export", "--stack", "prod", "--file", "state.json")
    backend.login("state-home")
    backend.does("stack", "init", "prod", "--secrets-provider", provider(HOME))
    backend.does("stack", "import", "--stack", "prod", "--file", "state.json")
    del backend.environment["PULUMI_CONFIG_PASSPHRASE"]
    assert "1 unchanged" in backend.does("preview", "--stack", "prod")
    assert backend.does("stack", "output", "password", "--show-secrets", "--stack", "prod") == "planted\n"


STATE = ".pulumi/stacks/small/prod.json"


def kept(backend: Backend) -> Any:
    """A stack whose bucket keeps former versions, as that of ``bootstrap/`` does."""
    s3: Any = boto3.client("s3", region_name=HOME)
    s3.put_bucket_versioning(Bucket="state-home", VersioningConfiguration={"Status": "Enabled"})
    made(backend)
    return s3


def is_well(backend: Backend) -> bool:
    said = backend.does("preview", "--stack", "prod")
    secret = backend.does("stack", "output", "password", "--show-secrets", "--stack", "prod")
    return "1 unchanged" in said and secret == "planted\n"  # noqa: S105  # planted


def put_back_from_versions(s3: Any) -> None:
    found = s3.list_object_versions(Bucket="state-home", Prefix=STATE)["Versions"]
    last = next(one["VersionId"] for one in found if one["Key"] == STATE)
    body = s3.get_object(Bucket="state-home", Key=STATE, VersionId=last)["Body"].read()
    s3.put_object(Bucket="state-home", Key=STATE, Body=body)


def test_a_broken_state_comes_back_from_the_end_of_the_last_update(backend: Backend) -> None:
    s3 = kept(backend)
    s3.put_object(Bucket="state-home", Key=STATE, Body=b'{"version": 3, "checkp')
    good, said = backend.run("preview", "--stack", "prod")
    assert not good
    assert "checkpoint" in said

    found = s3.list_objects_v2(Bucket="state-home", Prefix=".pulumi/history/small/prod/")["Contents"]
    last = max(one["Key"] for one in found if one["Key"].endswith(".checkpoint.json"))
    s3.copy_object(Bucket="state-home", Key=STATE, CopySource={"Bucket": "state-home", "Key": last})
    assert is_well(backend)


def test_a_deleted_state_comes_back_from_its_versions(backend: Backend) -> None:
    s3 = kept(backend)
    s3.delete_object(Bucket="state-home", Key=STATE)
    good, said = backend.run("preview", "--stack", "prod")
    assert not good
    assert "no stack named 'prod' found" in said

    put_back_from_versions(s3)
    assert is_well(backend)


def test_a_stack_that_was_removed_by_mistake_comes_back_from_its_versions_and_git(backend: Backend) -> None:
    s3 = kept(backend)
    file = backend.folder / "Pulumi.prod.yaml"
    in_git = file.read_text(encoding="utf-8")
    backend.does("stack", "rm", "prod", "--yes", "--force")
    assert not file.exists()
    history = s3.list_objects_v2(Bucket="state-home", Prefix=".pulumi/history/small/prod/")
    assert history["KeyCount"] == 0

    file.write_text(in_git, encoding="utf-8")
    put_back_from_versions(s3)
    assert is_well(backend)


def test_what_is_written_has_the_checksum_without_which_a_locked_bucket_takes_nothing(
    backend: Backend,
) -> None:
    s3 = kept(backend)
    found = [one["Key"] for one in s3.list_objects_v2(Bucket="state-home")["Contents"]]
    sent = [one for one in found if not one.endswith((".bak", ".checkpoint.json"))]  # S3 copies those itself
    assert {one.split("/")[1] for one in sent} == {"meta.yaml", "stacks", "history", "backups"}
    for key in sent:
        head = s3.head_object(Bucket="state-home", Key=key, ChecksumMode="ENABLED")
        assert any(name.startswith("Checksum") for name in head), key


def test_a_lock_leaves_a_marker_behind_that_stops_nobody(backend: Backend) -> None:
    s3 = kept(backend)
    markers = s3.list_object_versions(Bucket="state-home")["DeleteMarkers"]
    assert {one["Key"].split("/")[1] for one in markers} == {"locks"}
    backend.does("up", "--yes", "--skip-preview", "--stack", "prod")
