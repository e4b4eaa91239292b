"""The user data of instances, as cloud-init, systemd and a shell take it."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import tarfile
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
import yaml

from holdfast.components import boot_files, user_data
from holdfast.components.boot import Boot, artefact_place, problems
from holdfast.components.container_image import ecr_image

if TYPE_CHECKING:
    from pathlib import Path

IMAGE = "111122223333.dkr.ecr.eu-west-1.amazonaws.com/team/orders:1.4.2"
SECRET = "arn:aws:secretsmanager:eu-west-1:111122223333:secret:orders-db-AbCdEf"  # noqa: S105  # an ARN
PARAMETER = "arn:aws:ssm:eu-west-1:111122223333:parameter/orders/key"

CONTAINER = Boot(
    service="orders",
    region="eu-west-1",
    port=8080,
    log_group="orders-logs",
    metrics_namespace="Holdfast/orders",
    image=IMAGE,
    environment={"MODE": "live"},
    secrets={"API_KEY": PARAMETER, "DB_PASSWORD": SECRET},
)
ARTEFACT = replace(CONTAINER, image=None, artefact="s3://orders-builds/orders/1.4.2.tar.gz", secrets={})
WARM = replace(CONTAINER, ready_path="/healthz")
BOOTS = {"container": CONTAINER, "artefact": ARTEFACT, "warm": WARM}

# https://docs.cloud-init.io/en/22.2.2/topics/modules.html: its schema lets a misspelt top-level key pass.
TOP_LEVEL_KEYS = {
    "packages",
    "package_update",
    "package_upgrade",
    "write_files",
    "runcmd",
    "bootcmd",
    "users",
}


def config(boot: Boot) -> dict[str, Any]:
    text = user_data.render(boot)
    assert text.startswith("#cloud-config\n")
    loaded = yaml.safe_load(text)
    assert isinstance(loaded, dict)
    return loaded


def files(boot: Boot) -> dict[str, str]:
    return {one["path"]: one["content"] for one in config(boot)["write_files"]}


@pytest.mark.parametrize("boot", BOOTS.values(), ids=BOOTS)
def test_top_level_keys_are_known(boot: Boot) -> None:
    assert config(boot).keys() <= TOP_LEVEL_KEYS


@pytest.mark.parametrize("boot", BOOTS.values(), ids=BOOTS)
@pytest.mark.skipif(shutil.which("cloud-init") is None, reason="cloud-init is not installed")
def test_cloud_init_takes_it(boot: Boot, tmp_path: Path) -> None:
    file = tmp_path / "user-data"
    file.write_text(user_data.render(boot), encoding="utf-8")
    # A fixed command, on a file of ours.
    done = subprocess.run(  # noqa: S603
        ["cloud-init", "schema", "--config-file", str(file)],  # noqa: S607
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize("boot", BOOTS.values(), ids=BOOTS)
def test_json_means_the_same_to_a_yaml_reader(boot: Boot) -> None:
    assert config(boot) == json.loads(user_data.render(boot).partition("\n")[2])


def test_the_container_starts_with_its_agent() -> None:
    loaded = config(CONTAINER)
    assert loaded["packages"] == [
        "docker",
        "amazon-ecr-credential-helper",
        "amazon-cloudwatch-agent",
        "logrotate",
    ]
    agent = "/opt/aws/amazon-cloudwatch-agent/bin/amazon-cloudwatch-agent-ctl"
    settings = "file:/etc/holdfast/amazon-cloudwatch-agent.json"
    assert loaded["runcmd"] == [
        ["install", "-d", "-m", "0750", "/var/log/holdfast"],
        ["systemctl", "daemon-reload"],
        ["systemctl", "enable", "--now", "docker.service"],
        ["systemctl", "enable", "--now", "--no-block", "holdfast-orders.service"],
        [agent, "-a", "fetch-config", "-m", "ec2", "-s", "-c", settings],
        ["systemctl", "enable", "logrotate.timer"],
        ["systemctl", "restart", "logrotate.timer"],
    ]
    assert {one["path"]: one["permissions"] for one in loaded["write_files"]} == {
        "/etc/systemd/system/holdfast-orders.service": "0644",
        "/etc/holdfast/service.env": "0600",
        "/etc/holdfast/amazon-cloudwatch-agent.json": "0600",
        "/etc/holdfast/fetch-secrets": "0700",
        "/etc/logrotate.d/holdfast-orders": "0644",
        "/etc/systemd/system/logrotate.timer.d/hourly.conf": "0644",
        "/root/.docker/config.json": "0600",
    }


def test_the_container_unit() -> None:
    unit = files(CONTAINER)["/etc/systemd/system/holdfast-orders.service"].splitlines()
    assert (
        "ExecStart=/usr/bin/docker run --rm --init --name orders --publish 8080:8080 --log-driver none"
        " --security-opt no-new-privileges --env API_KEY --env AWS_DEFAULT_REGION --env AWS_REGION"
        f" --env DB_PASSWORD --env MODE --env PORT {IMAGE}"
    ) in unit
    assert "Requires=docker.service" in unit
    assert "Restart=always" in unit
    assert "ExecStartPre=+/etc/holdfast/fetch-secrets" in unit
    assert "EnvironmentFile=-/run/holdfast/secrets.env" in unit
    assert "StandardOutput=append:/var/log/holdfast/orders.log" in unit


def test_the_registry_is_logged_in_to_by_role() -> None:
    docker = json.loads(files(CONTAINER)["/root/.docker/config.json"])
    assert docker == {"credHelpers": {"111122223333.dkr.ecr.eu-west-1.amazonaws.com": "ecr-login"}}


def test_a_public_image_needs_no_registry_login() -> None:
    public = replace(CONTAINER, image="public.ecr.aws/nginx/nginx:1.29", secrets={})
    assert "/root/.docker/config.json" not in files(public)
    assert config(public)["packages"] == ["docker", "amazon-cloudwatch-agent", "logrotate"]
    assert "fetch-secrets" not in user_data.render(public)


def test_the_agent_sends_the_services_and_the_boots_output() -> None:
    agent = json.loads(files(CONTAINER)["/etc/holdfast/amazon-cloudwatch-agent.json"])
    assert agent["metrics"]["namespace"] == "Holdfast/orders"
    assert agent["logs"]["logs_collected"]["files"]["collect_list"] == [
        {
            "file_path": "/var/log/holdfast/orders.log",
            "log_group_name": "orders-logs",
            "log_stream_name": "{instance_id}/orders",
        },
        {
            "file_path": "/var/log/cloud-init-output.log",
            "log_group_name": "orders-logs",
            "log_stream_name": "{instance_id}/cloud-init",
        },
    ]


def test_an_artefact_is_run_by_systemd() -> None:
    loaded, unit = config(ARTEFACT), files(ARTEFACT)["/etc/systemd/system/holdfast-orders.service"]
    assert "docker" not in user_data.render(ARTEFACT)
    assert loaded["packages"] == ["amazon-cloudwatch-agent", "logrotate"]
    assert "ExecStart=/opt/holdfast/orders/run" in unit.splitlines()
    assert "DynamicUser=yes" in unit.splitlines()


def test_a_warm_instance_says_when_it_is_ready() -> None:
    loaded = config(WARM)
    assert ["systemctl", "enable", "--now", "holdfast-ready.service"] in loaded["runcmd"]
    script = files(WARM)["/etc/holdfast/ready"]
    assert "http://127.0.0.1:8080/healthz" in script
    assert f"--lifecycle-hook-name {boot_files.LAUNCH_HOOK} " in script


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="systemd is not installed")
@pytest.mark.parametrize("boot", BOOTS.values(), ids=BOOTS)
def test_systemd_understands_every_line(boot: Boot, tmp_path: Path) -> None:
    units = [path for path in files(boot) if path.endswith(".service")]
    for path in units:
        file = tmp_path / path.rpartition("/")[2]
        file.write_text(files(boot)[path], encoding="utf-8")
        done = subprocess.run(  # noqa: S603  # a fixed command, on a file of ours
            ["systemd-analyze", "verify", str(file)],  # noqa: S607
            capture_output=True,
            text=True,
            check=False,
        )
        # What a unit names is not on this machine; what it cannot read it reports as 'Unknown' or 'ignoring'.
        assert not [line for line in done.stderr.splitlines() if "Unknown" in line or "gnoring" in line]


@pytest.mark.skipif(shutil.which("bash") is None, reason="bash is not installed")
def test_the_environment_reaches_the_service_as_it_is() -> None:
    value = 'a "quoted" $HOME `date` \\ back\nnext é 😀'
    text = boot_files.environment_file(replace(CONTAINER, environment={"TRICKY": value}))
    # Bash and systemd agree on these four escapes, so that bash can stand in for systemd.
    shown = _bash(f'{text}printf %s "$TRICKY"')
    assert shown.stdout == value


@pytest.mark.skipif(shutil.which("bash") is None, reason="bash is not installed")
def test_secrets_are_fetched_into_a_file_of_their_own(tmp_path: Path) -> None:
    target = tmp_path / "run" / "secrets.env"
    _aws(tmp_path, 'case "$*" in *AbCdEf*) echo \'p"a$s`s\\\';; *parameter/orders/key*) echo k3y;; esac')
    script = boot_files.fetch_secrets(CONTAINER)
    assert _run(script, tmp_path, target).returncode == 0
    assert target.stat().st_mode & 0o777 == 0o600
    shown = _bash(f'. {target}; printf "%s|%s" "$DB_PASSWORD" "$API_KEY"')
    assert shown.stdout == 'p"a$s`s\\|k3y'

    _aws(tmp_path, "exit 255")
    again = _run(script, tmp_path, target)
    assert again.returncode == 0
    assert "the last ones are used" in again.stderr
    assert "k3y" in target.read_text(encoding="utf-8")

    target.unlink()
    assert _run(script, tmp_path, target).returncode != 0
    assert not target.exists()


@pytest.mark.skipif(shutil.which("bash") is None, reason="bash is not installed")
def test_the_artefact_is_unpacked_once(tmp_path: Path) -> None:
    place = tmp_path / "orders"
    run = tmp_path / "run"
    run.write_text("#!/bin/sh\n", encoding="utf-8")
    run.chmod(0o755)
    with tarfile.open(tmp_path / "artefact.tar.gz", "w:gz") as archive:
        archive.add(run, "run")
    _aws(tmp_path, f"cat {tmp_path}/artefact.tar.gz")
    script = boot_files.fetch_artefact(ARTEFACT)
    assert _run(script, tmp_path, place).returncode == 0
    assert os.access(place / "run", os.X_OK)

    _aws(tmp_path, "exit 255")
    assert _run(script, tmp_path, place).returncode == 0
    shutil.rmtree(place)
    assert _run(script, tmp_path, place).returncode != 0
    assert not place.exists()


def test_no_secret_value_has_a_way_in() -> None:
    text = user_data.render(CONTAINER)
    assert SECRET in text
    assert "AWS_SECRET_ACCESS_KEY" not in text


def test_the_order_of_settings_changes_nothing() -> None:
    turned = replace(CONTAINER, secrets=dict(reversed(list(CONTAINER.secrets.items()))))
    assert user_data.render(turned) == user_data.render(CONTAINER)


def test_more_than_ec2_takes_is_refused() -> None:
    with pytest.raises(
        ValueError, match=r"of 'orders' is \d+ bytes and EC2 takes 16384: shorten 'environment'"
    ):
        user_data.render(replace(CONTAINER, environment={"LONG": "x" * 16_384}))


def test_the_size_is_counted_in_bytes() -> None:
    room = user_data.MAX_BYTES - len(user_data.render(CONTAINER).encode()) - 20
    user_data.render(replace(CONTAINER, environment={"MODE": "live", "A": "x" * (room // 2)}))
    with pytest.raises(ValueError, match="EC2 takes"):
        user_data.render(replace(CONTAINER, environment={"MODE": "live", "A": "é" * room}))


@pytest.mark.parametrize(
    ("boot", "message"),
    [
        (replace(CONTAINER, image=None), "give either 'image' or 'artefact', and not both"),
        (replace(CONTAINER, artefact="s3://builds/a.tar.gz"), "give either 'image' or 'artefact'"),
        (replace(CONTAINER, image="orders; reboot"), "'image' is not a container image's name"),
        (replace(ARTEFACT, artefact="s3://builds/a.zip"), "'artefact' must be like 's3://bucket/key.tar.gz'"),
        (replace(CONTAINER, environment={"A-B": "x"}), "'A-B' is no name for an environment variable"),
        (
            replace(CONTAINER, environment={"API_KEY": "x"}),
            "'API_KEY' is both in 'environment' and in 'secrets'",
        ),
        (replace(CONTAINER, environment={"A": "\x00"}), "'A' holds a character that cannot be printed"),
        (replace(WARM, ready_path="health'"), "'health_path' must start with '/'"),
    ],
)
def test_what_cannot_boot_is_told(boot: Boot, message: str) -> None:
    assert [problem for problem in problems(boot) if message in problem]


@pytest.mark.parametrize("boot", BOOTS.values(), ids=BOOTS)
def test_what_boots_has_no_problems(boot: Boot) -> None:
    assert problems(boot) == []


def test_an_ecr_image_is_known_by_its_registry() -> None:
    found = ecr_image(IMAGE)
    assert found is not None
    assert (found.account, found.region, found.repository) == ("111122223333", "eu-west-1", "team/orders")
    digest = ecr_image(f"{IMAGE.rpartition(':')[0]}@sha256:{'0' * 64}")
    assert digest is not None
    assert digest.repository == "team/orders"
    dual_stack = ecr_image("111122223333.dkr-ecr.eu-west-1.on.aws/orders:1")
    assert dual_stack is not None
    assert dual_stack.registry == "111122223333.dkr-ecr.eu-west-1.on.aws"
    assert ecr_image("nginx:1.29") is None


def test_an_artefact_has_a_bucket_and_a_key() -> None:
    assert artefact_place("s3://builds/orders/1.tar.gz") == ("builds", "orders/1.tar.gz")
    with pytest.raises(ValueError, match=r"is not like 's3://bucket/key\.tar\.gz'"):
        artefact_place("builds/1.tar.gz")


def _aws(folder: Path, body: str) -> None:
    """An ``aws`` command of the test's own."""
    command = folder / "bin" / "aws"
    command.parent.mkdir(exist_ok=True)
    command.write_text(f"#!/bin/bash\n{body}\n", encoding="utf-8")
    command.chmod(0o755)


def _run(script: str, folder: Path, target: Path) -> subprocess.CompletedProcess[str]:
    return _bash(script, str(target), path=f"{folder}/bin:{os.environ['PATH']}")


def _bash(script: str, *arguments: str, path: str | None = None) -> subprocess.CompletedProcess[str]:
    return subprocess.run(  # noqa: S603  # scripts of ours
        ["bash", "-c", script, "script", *arguments],  # noqa: S607
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "PATH": path or os.environ["PATH"]},
    )
