"""The systemd units and scripts with which an Amazon Linux 2023 instance runs its service."""

import re
from collections.abc import Mapping, Sequence

from holdfast.components.boot import Boot, BootAgent
from holdfast.components.service_environment import GIVEN

HOME = "/etc/holdfast"
"""Directory of all that user data writes for the service itself."""
LAUNCH_HOOK = "launch"
"""Name of the lifecycle hook that ``ready`` completes: fixed, since the group and the instance know it."""

AGENT = "holdfast-agent"
"""Name of the agent's container, and of its unit without ``.service``."""

_SECRETS_FILE = "/run/holdfast/secrets.env"
_AGENT_SECRETS_FILE = "/run/holdfast/agent-secrets.env"
# So that Datadog's agent sees the host as well: https://docs.datadoghq.com/containers/docker/ (2026-11)
_DATADOG_MOUNTS = ("/proc/:/host/proc/:ro", "/sys/fs/cgroup/:/host/sys/fs/cgroup:ro")
_DOCKER = "/usr/bin/docker"
_TO_ESCAPE = re.compile(r'[\\"`$]')


def unit_name(boot: Boot) -> str:
    """Name of the service's systemd unit, without ``.service``."""
    # With a prefix, since a service called 'docker' or 'sshd' would take a system unit's place.
    return f"holdfast-{boot.service}"


def log_path(boot: Boot) -> str:
    """File that takes the service's output."""
    return f"/var/log/holdfast/{boot.service}.log"


def service_unit(boot: Boot) -> str:
    """The unit that runs the service, from its image or its artefact."""
    return _container_unit(boot) if boot.image is not None else _artefact_unit(boot)


def environment_file(boot: Boot) -> str:
    """The open environment of the service for systemd."""
    return _environment(_variables(boot))


def agent_environment(agent: BootAgent) -> str:
    """The open environment of the agent for systemd."""
    return _environment(agent.environment)


def agent_secrets(boot: Boot, agent: BootAgent) -> str:
    """The script that puts the agent's secrets into memory."""
    return _fetch(boot.region, _AGENT_SECRETS_FILE, agent.secrets)


def agent_unit(boot: Boot, agent: BootAgent) -> str:
    """The unit that runs the agent, apart from the service: neither waits for the other."""
    secrets = (
        [f"ExecStartPre=+{HOME}/fetch-agent-secrets", f"EnvironmentFile=-{_AGENT_SECRETS_FILE}"]
        if agent.secrets
        else []
    )
    run = [
        f"{_DOCKER} run --rm --init --name {AGENT} --network host --memory {agent.memory_mib}m",
        "--log-driver none --security-opt no-new-privileges",
        *(f"--env {name}" for name in sorted({*agent.environment, *agent.secrets})),
        *([f"--volume {mount}" for mount in _DATADOG_MOUNTS] if "DD_SITE" in agent.environment else []),
        agent.image,
        *agent.command,
    ]
    return "\n".join(
        [
            "[Unit]",
            f"Description=What takes the telemetry of {boot.service}",
            "Wants=network-online.target",
            "Requires=docker.service",
            "After=network-online.target docker.service",
            "StartLimitIntervalSec=0",
            "",
            "[Service]",
            "Environment=HOME=/root",
            f"EnvironmentFile={HOME}/agent.env",
            *secrets,
            f"ExecStartPre=-{_DOCKER} rm --force {AGENT}",
            f"ExecStart={' '.join(run)}",
            f"ExecStop={_DOCKER} stop --time 10 {AGENT}",
            "Restart=always",
            "RestartSec=15",
            "TimeoutStartSec=600",
            "StandardOutput=null",
            "",
            "[Install]",
            "WantedBy=multi-user.target",
            "",
        ]
    )


def _environment(variables: Mapping[str, str]) -> str:
    """Variables for systemd, which takes all but four characters in quotes as they are."""
    quoted = {name: _TO_ESCAPE.sub(r"\\\g<0>", value) for name, value in sorted(variables.items())}
    return "".join(f'{name}="{value}"\n' for name, value in quoted.items())


def rotation(boot: Boot) -> str:
    """The logrotate rule that keeps the service's output from filling the disk."""
    return _ROTATION.format(log=log_path(boot))


def fetch_secrets(boot: Boot) -> str:
    """The script that puts the secrets into memory."""
    return _fetch(boot.region, _SECRETS_FILE, boot.secrets)


def _fetch(region: str, target: str, secrets: Mapping[str, str]) -> str:
    wanted = "".join(f"{name} {arn}\n" for name, arn in sorted(secrets.items()))
    return _FETCH_SECRETS.format(region=region, target=target, wanted=wanted)


def fetch_artefact(boot: Boot) -> str:
    """The script that unpacks the artefact."""
    return _FETCH_ARTEFACT.format(region=boot.region, artefact=boot.artefact, place=_artefact_place(boot))


def ready(boot: Boot) -> str:
    """The script that completes the launch lifecycle hook once the service answers."""
    url = f"http://127.0.0.1:{boot.port}{boot.ready_path}"
    return _READY.format(region=boot.region, url=url, hook=LAUNCH_HOOK)


def ready_unit(boot: Boot) -> str:
    """The unit that runs ``ready`` at each boot, the first start from a warm pool among them."""
    return _READY_UNIT.format(after=f"{unit_name(boot)}.service", home=HOME)


def _variables(boot: Boot) -> dict[str, str]:
    """The open environment, with what every service here may count on."""
    given = dict(zip(GIVEN, (boot.region, boot.region, str(boot.port)), strict=True))
    return {name: value for name, value in {**given, **boot.environment}.items() if name not in boot.secrets}


def _artefact_place(boot: Boot) -> str:
    return f"/opt/holdfast/{boot.service}"


def _service_section(boot: Boot, lines: Sequence[str]) -> str:
    """A unit that is restarted for ever and writes to the file that the agent follows.

    Not Docker's ``awslogs`` driver: with that a container does not start while CloudWatch Logs is away.
    """
    # '+' runs as root; '-' in front of a file lets it be absent, as it is before the first fetch.
    secrets = (
        [f"ExecStartPre=+{HOME}/fetch-secrets", f"EnvironmentFile=-{_SECRETS_FILE}"] if boot.secrets else []
    )
    return "\n".join(
        [
            "[Service]",
            f"EnvironmentFile={HOME}/service.env",
            *secrets,
            *lines,
            "Restart=always",
            "RestartSec=2",
            "TimeoutStartSec=600",
            "TimeoutStopSec=45",
            f"StandardOutput=append:{log_path(boot)}",
            "StandardError=inherit",
            "",
            "[Install]",
            "WantedBy=multi-user.target",
            "",
        ],
    )


def _unit_section(boot: Boot, more: Sequence[str]) -> str:
    lines = ["[Unit]", f"Description=The service {boot.service}", "Wants=network-online.target"]
    return "\n".join([*lines, "StartLimitIntervalSec=0", *more, "", ""])


def _container_unit(boot: Boot) -> str:
    run = [
        f"{_DOCKER} run --rm --init --name {boot.service} --publish {boot.port}:{boot.port}",
        "--log-driver none --security-opt no-new-privileges",
        # A name without a value is taken from the unit's own environment, line breaks and all.
        *(f"--env {name}" for name in sorted({*_variables(boot), *boot.secrets})),
        str(boot.image),
    ]
    present = f"{_DOCKER} image inspect {boot.image} >/dev/null 2>&1"
    lines = [
        "Environment=HOME=/root",
        f"ExecStartPre=-{_DOCKER} rm --force {boot.service}",
        f"ExecStartPre=/bin/sh -c '{present} || exec {_DOCKER} pull --quiet {boot.image}'",
        f"ExecStart={' '.join(run)}",
        f"ExecStop={_DOCKER} stop --time 30 {boot.service}",
    ]
    needs = ["Requires=docker.service", "After=network-online.target docker.service"]
    return _unit_section(boot, needs) + _service_section(boot, lines)


def _artefact_unit(boot: Boot) -> str:
    lines = [
        f"ExecStartPre=+{HOME}/fetch-artefact",
        f"ExecStart={_artefact_place(boot)}/run",
        f"WorkingDirectory=-{_artefact_place(boot)}",
        "DynamicUser=yes",
        f"StateDirectory={unit_name(boot)}",
        "AmbientCapabilities=CAP_NET_BIND_SERVICE",
        "CapabilityBoundingSet=CAP_NET_BIND_SERVICE",
        "ProtectHome=yes",
    ]
    return _unit_section(boot, ["After=network-online.target"]) + _service_section(boot, lines)


_ROTATION = """\
{log} {{
  size 100M
  rotate 3
  copytruncate
  missingok
  notifempty
}}
"""

HOURLY = """\
[Timer]
OnCalendar=
OnCalendar=hourly
AccuracySec=1m
"""

_FETCH_SECRETS = """\
#!/bin/bash
# Puts the secrets into memory for systemd. Where they cannot be had, the last ones stay in force.
set -uo pipefail
umask 077
export AWS_REGION={region} AWS_RETRY_MODE=standard AWS_MAX_ATTEMPTS=5
target=${{1:-{target}}}

read_one() {{
  case $1 in
    arn:*:secretsmanager:*)
      aws secretsmanager get-secret-value --secret-id "$1" --query SecretString --output text ;;
    arn:*:ssm:*)
      aws ssm get-parameter --name "$1" --with-decryption --query Parameter.Value --output text ;;
    *) echo "$1 is neither a secret nor a parameter" >&2; return 1 ;;
  esac
}}

read_all() {{
  local name arn value
  while read -r name arn; do
    value=$(read_one "$arn" </dev/null) || return 1
    printf '%s="%s"\\n' "$name" "$(printf '%s' "$value" | sed 's/[\\\\"`$]/\\\\&/g')"
  done <<'WANTED'
{wanted}WANTED
}}

mkdir -p "${{target%/*}}"
if read_all > "$target.new"; then
  mv "$target.new" "$target"
else
  rm -f "$target.new"
  [ -e "$target" ] && echo "secrets cannot be read now: the last ones are used" >&2
fi
"""

_FETCH_ARTEFACT = """\
#!/bin/bash
# Unpacks the artefact once: it is part of the launch template, and a new one comes with a new instance.
set -euo pipefail
place=${{1:-{place}}}
[ -x "$place/run" ] && exit 0
export AWS_REGION={region} AWS_RETRY_MODE=standard AWS_MAX_ATTEMPTS=5
rm -rf "$place.new" "$place"
mkdir -p "$place.new"
aws s3 cp --quiet {artefact} - | tar -xz --no-same-owner -C "$place.new"
test -x "$place.new/run" || {{ echo "{artefact} has no executable 'run' at its top" >&2; exit 1; }}
chmod -R a+rX "$place.new"
mv "$place.new" "$place"
"""

_READY = """\
#!/bin/bash
# Lets the group go on with this instance once the service answers; the hook's own timeout is the limit.
set -uo pipefail
export AWS_REGION={region} AWS_RETRY_MODE=standard AWS_MAX_ATTEMPTS=5
until curl --silent --fail --max-time 5 --output /dev/null '{url}'; do sleep 2; done
metadata=http://169.254.169.254/latest
token=$(curl --silent --fail -X PUT -H 'X-aws-ec2-metadata-token-ttl-seconds: 300' $metadata/api/token)
instance=$(curl --silent --fail -H "X-aws-ec2-metadata-token: $token" $metadata/meta-data/instance-id)
group=$(aws autoscaling describe-auto-scaling-instances --instance-ids "$instance" \\
  --query 'AutoScalingInstances[0].AutoScalingGroupName' --output text)
aws autoscaling complete-lifecycle-action --lifecycle-hook-name {hook} --lifecycle-action-result CONTINUE \\
  --auto-scaling-group-name "$group" --instance-id "$instance" || echo "the group waits for nothing"
"""

_READY_UNIT = """\
[Unit]
Description=Tells the Auto Scaling group that the service answers
After=network-online.target {after}

[Service]
ExecStart={home}/ready

[Install]
WantedBy=multi-user.target
"""
