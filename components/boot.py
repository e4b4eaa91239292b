"""What an instance has to know when it boots, and what cannot boot."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from holdfast.components.auto_scaling_args import AutoScalingServiceArgs
from holdfast.components.container_image import image_problems
from holdfast.components.service_args import ServiceAgent
from holdfast.components.service_environment import environment_problems

_WORD = re.compile(r"[A-Za-z0-9_./:=-]+")
_PATH = re.compile(r"/[A-Za-z0-9._~/?=&-]*")
_ARTEFACT = re.compile(r"s3://([a-z0-9][a-z0-9.-]+[a-z0-9])/([A-Za-z0-9._/=+-]+\.tar\.gz)")


@dataclass(frozen=True, kw_only=True)
class BootAgent:
    """The agent beside the service: a container, which the service never waits for."""

    image: str
    """Container image."""
    memory_mib: int
    """Memory above which it is ended and started anew."""
    command: Sequence[str] = ()
    """What the image is run with; none for its own."""
    environment: Mapping[str, str] = field(default_factory=dict)
    """Its environment variables in the open."""
    secrets: Mapping[str, str] = field(default_factory=dict)
    """Its environment variable → ARN of what holds it."""


@dataclass(frozen=True, kw_only=True)
class Boot:
    """What an instance has to know when it boots."""

    service: str
    """Key of the service."""
    region: str
    """Region that the instance runs in."""
    port: int
    """Port on which the service listens."""
    log_group: str
    """CloudWatch log group for the service's output and the boot's."""
    metrics_namespace: str
    """CloudWatch namespace for memory and disk."""
    image: str | None = None
    """Container image; either this or ``artefact``."""
    artefact: str | None = None
    """``s3://bucket/key.tar.gz`` with an executable ``run`` at its top."""
    environment: Mapping[str, str] = field(default_factory=dict)
    """Environment variables in the open."""
    secrets: Mapping[str, str] = field(default_factory=dict)
    """Environment variable → ARN of the Secrets Manager secret or Parameter Store parameter that holds it."""
    ready_path: str | None = None
    """Path that answers when the service is ready; given, each boot completes the launch lifecycle hook."""
    agent: BootAgent | None = None
    """The agent that takes its telemetry, if there is one."""


def metrics_namespace(args: AutoScalingServiceArgs) -> str:
    """CloudWatch namespace in which a service's instances tell memory and disk."""
    return f"Holdfast/{args['service']}"


def service_boot(
    args: AutoScalingServiceArgs,
    *,
    log_group: str,
    secrets: Mapping[str, str],
    stores: Mapping[str, str],
    agent: Mapping[str, str],
) -> Boot:
    """What the instances of a service have to know.

    Args:
        args: The service.
        log_group: Name of its log group.
        secrets: Environment variable → ARN that holds it.
        stores: Environment variables that its stores set.
        agent: Environment variable of its agent → ARN that holds it.
    """
    workload = args["workload"]
    return Boot(
        service=args["service"],
        region=args["region"],
        port=int(workload["port"]),
        log_group=log_group,
        metrics_namespace=metrics_namespace(args),
        image=workload.get("image"),
        artefact=workload.get("artefact"),
        environment={**workload.get("environment", {}), **stores},
        secrets=secrets,
        ready_path=workload.get("health_path") if "warm_pool" in args["scaling"] else None,
        agent=_agent(workload["agent"], agent) if "agent" in workload else None,
    )


def _agent(args: ServiceAgent, secrets: Mapping[str, str]) -> BootAgent:
    return BootAgent(
        image=args["image"],
        memory_mib=int(args.get("memory_mib", 256)),
        command=args.get("command", ()),
        environment=args.get("environment", {}),
        secrets=secrets,
    )


def artefact_place(artefact: str) -> tuple[str, str]:
    """Bucket and key of an artefact that ``problems`` found nothing wrong with."""
    found = _ARTEFACT.fullmatch(artefact)
    if not found:
        raise ValueError(f"{artefact!r} is not like 's3://bucket/key.tar.gz'")
    return found[1], found[2]


def problems(boot: Boot) -> list[str]:
    """What cannot boot, each in a person's words; no line of it repeats a value of the environment."""
    found = []
    if (boot.image is None) == (boot.artefact is None):
        found.append("give either 'image' or 'artefact', and not both")
    if boot.image is not None:
        found += image_problems(boot.image)
    if boot.artefact is not None and not _ARTEFACT.fullmatch(boot.artefact):
        found.append(f"'artefact' must be like 's3://bucket/key.tar.gz', got {boot.artefact!r}")
    if boot.ready_path is not None and not _PATH.fullmatch(boot.ready_path):
        found.append(f"'health_path' must start with '/' and need no escaping, got {boot.ready_path!r}")
    found += environment_problems(boot.environment, boot.secrets)
    if boot.agent is not None:
        found += [f"agent: {problem}" for problem in _agent_problems(boot.agent)]
    return found


def _agent_problems(agent: BootAgent) -> list[str]:
    found = [*image_problems(agent.image), *environment_problems(agent.environment, agent.secrets)]
    # systemd and the shell would read them otherwise.
    if strange := [word for word in agent.command if not _WORD.fullmatch(word)]:
        found.append(f"'command' has words that need escaping: {', '.join(strange)}")
    return found
