"""Writes the ``#cloud-config`` with which an Amazon Linux 2023 instance starts its service and its agent.

Pure: text in, text out. It holds no secret, only where secrets are. Once it has run, the service starts
again without AWS (the image or artefact and the last secrets are on the machine) until the next reboot,
which reads the secrets anew: they are kept in memory alone.
"""

import json

from holdfast.components import boot_files
from holdfast.components.boot import Boot
from holdfast.components.container_image import ecr_image

MAX_BYTES = 16_384
"""Largest user data before base64 (https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/user-data.html)."""

AGENT = "/opt/aws/amazon-cloudwatch-agent/bin/amazon-cloudwatch-agent-ctl"
AGENT_CONFIG = f"{boot_files.HOME}/amazon-cloudwatch-agent.json"


def render(boot: Boot) -> str:
    """The user data, before base64.

    Raises:
        ValueError: It is larger than EC2 takes.
    """
    config = {"packages": _packages(boot), "write_files": _files(boot), "runcmd": _commands(boot)}
    # JSON is YAML: nothing in a value can end its string, and no YAML library is needed.
    text = "#cloud-config\n" + json.dumps(config, indent=1, ensure_ascii=False) + "\n"
    size = len(text.encode())
    if size > MAX_BYTES:
        raise ValueError(
            f"the user data of {boot.service!r} is {size} bytes and EC2 takes {MAX_BYTES}:"
            " shorten 'environment', or keep long values in a parameter and name it in 'secrets'"
        )
    return text


def _packages(boot: Boot) -> list[str]:
    """Names in the Amazon Linux 2023 repository, which an instance reaches over HTTPS in its own region."""
    images = _images(boot)
    runtime = ["docker"] if images else []
    if any(ecr_image(image) for image in images):
        # https://github.com/awslabs/amazon-ecr-credential-helper names the package.
        runtime.append("amazon-ecr-credential-helper")
    return [*runtime, "amazon-cloudwatch-agent", "logrotate"]


def _images(boot: Boot) -> list[str]:
    own = [] if boot.image is None else [boot.image]
    return own if boot.agent is None else [*own, boot.agent.image]


def _files(boot: Boot) -> list[dict[str, str]]:
    home, unit = boot_files.HOME, boot_files.unit_name(boot)
    files = [
        _file(f"/etc/systemd/system/{unit}.service", boot_files.service_unit(boot), "0644"),
        _file(f"{home}/service.env", boot_files.environment_file(boot)),
        _file(AGENT_CONFIG, agent_config(boot)),
        _file(f"/etc/logrotate.d/{unit}", boot_files.rotation(boot), "0644"),
        _file("/etc/systemd/system/logrotate.timer.d/hourly.conf", boot_files.HOURLY, "0644"),
    ]
    if boot.secrets:
        files.append(_file(f"{home}/fetch-secrets", boot_files.fetch_secrets(boot), "0700"))
    if boot.artefact is not None:
        files.append(_file(f"{home}/fetch-artefact", boot_files.fetch_artefact(boot), "0700"))
    registries = sorted({found.registry for image in _images(boot) if (found := ecr_image(image))})
    if registries:
        helpers = {"credHelpers": dict.fromkeys(registries, "ecr-login")}
        files.append(_file("/root/.docker/config.json", json.dumps(helpers)))
    files += _agent_files(boot)
    if boot.ready_path is not None:
        files.append(_file(f"{home}/ready", boot_files.ready(boot), "0700"))
        ready_unit = boot_files.ready_unit(boot)
        files.append(_file("/etc/systemd/system/holdfast-ready.service", ready_unit, "0644"))
    return files


def _agent_files(boot: Boot) -> list[dict[str, str]]:
    agent, home = boot.agent, boot_files.HOME
    if agent is None:
        return []
    files = [
        _file(f"/etc/systemd/system/{boot_files.AGENT}.service", boot_files.agent_unit(boot, agent), "0644"),
        _file(f"{home}/agent.env", boot_files.agent_environment(agent)),
    ]
    if agent.secrets:
        files.append(_file(f"{home}/fetch-agent-secrets", boot_files.agent_secrets(boot, agent), "0700"))
    return files


def _file(path: str, content: str, permissions: str = "0600") -> dict[str, str]:
    return {"path": path, "permissions": permissions, "content": content}


def _commands(boot: Boot) -> list[list[str]]:
    """What runs once, after the packages: each in its turn, whether or not the one before it failed."""
    start = ["systemctl", "enable", "--now"]
    return [
        ["install", "-d", "-m", "0750", "/var/log/holdfast"],
        ["systemctl", "daemon-reload"],
        *([[*start, "docker.service"]] if _images(boot) else []),
        [*start, "--no-block", f"{boot_files.unit_name(boot)}.service"],
        *([[*start, "--no-block", f"{boot_files.AGENT}.service"]] if boot.agent is not None else []),
        *([[*start, "holdfast-ready.service"]] if boot.ready_path is not None else []),
        [AGENT, "-a", "fetch-config", "-m", "ec2", "-s", "-c", f"file:{AGENT_CONFIG}"],
        ["systemctl", "enable", "logrotate.timer"],
        ["systemctl", "restart", "logrotate.timer"],
    ]


def agent_config(boot: Boot) -> str:
    """What the CloudWatch agent sends: the output of the service and of the boot, memory and disk."""
    streams = {boot.service: boot_files.log_path(boot), "cloud-init": "/var/log/cloud-init-output.log"}
    files = [
        {"file_path": path, "log_group_name": boot.log_group, "log_stream_name": f"{{instance_id}}/{stream}"}
        for stream, path in streams.items()
    ]
    config = {
        "agent": {"metrics_collection_interval": 60, "run_as_user": "root", "omit_hostname": True},
        "metrics": {
            "namespace": boot.metrics_namespace,
            # One series per group, not one per instance: CloudWatch charges by the series.
            "append_dimensions": {"AutoScalingGroupName": "${aws:AutoScalingGroupName}"},
            "metrics_collected": {
                "mem": {"measurement": ["mem_used_percent"]},
                "disk": {"measurement": ["used_percent"], "resources": ["/"], "drop_device": True},
            },
        },
        "logs": {"logs_collected": {"files": {"collect_list": files}}},
    }
    return json.dumps(config, indent=1)
