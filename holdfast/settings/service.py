"""Settings of services: what serves requests in a region."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import AfterValidator, Field, Tag

from holdfast.settings import formats
from holdfast.settings.base import PER_REGION, Key, LogDays, Path, Percent, Place, Port, SettingsModel
from holdfast.settings.ecs import EcsServiceSettings  # noqa: TC001  # pydantic reads it
from holdfast.settings.eks import EksServiceSettings  # noqa: TC001  # pydantic reads it
from holdfast.settings.function import FunctionSettings  # noqa: TC001  # pydantic reads it
from holdfast.settings.release import ReleasePerRegion  # noqa: TC001  # pydantic reads it
from holdfast.topology.values import LoadBalancingAlgorithm, ServiceKind, ZoneDistribution

Text = Annotated[str, Field(min_length=1, max_length=2048)]
InstanceType = Annotated[str, AfterValidator(formats.instance_type)]
AmiId = Annotated[
    str,
    Field(
        pattern=r"^ami-[0-9a-f]{8,17}$",
        json_schema_extra={"patternErrorMessage": "an AMI's id is ami- and 8 to 17 digits or letters a to f"},
    ),
]
EnvironmentName = Annotated[str, AfterValidator(formats.environment_name)]
SecretArn = Annotated[str, AfterValidator(formats.secret_arn)]
SecretReference = Annotated[str, AfterValidator(formats.secret_reference)]

PerRegion = Annotated[
    Annotated[Text, Tag("<text>")] | Annotated[dict[Place, Text], Tag("<places>")],
    PER_REGION,
]
"""One text for every region, in which `{region}` stands for the region's name, or a text per place."""
SecretPerRegion = Annotated[
    Annotated[SecretArn, Tag("<text>")] | Annotated[dict[Place, SecretArn], Tag("<places>")],
    PER_REGION,
]
"""One ARN for every region, in which `{region}` stands for the region's name, or an ARN per place."""
SecretReferencePerRegion = Annotated[
    Annotated[SecretReference, Tag("<text>")] | Annotated[dict[Place, SecretReference], Tag("<places>")],
    PER_REGION,
]
"""The same, or a reference to a secret or parameter that the stack declares."""


class InstanceSettings(SettingsModel):
    """What a service's instances are, and what one of them carries."""

    types: Annotated[tuple[InstanceType, ...], Field(min_length=1)] = ("m7g.large",)
    """EC2 instance types of one architecture, best first. Default: `m7g.large`."""
    rps: Annotated[float, Field(gt=0)]
    """Requests per second that one instance carries at its scaling target, as measured by a load test."""
    ami: dict[Place, AmiId] | None = None
    """Id of an Amazon Linux 2023 AMI per place; a refresh that fails is then rolled back by AWS, which rolls
    no group back whose AMI is a parameter's reference. Default: the newest, by AWS's public parameter."""
    machine_image: Key | None = None
    """Key of the machine image that each region launches, instead of `ami`: one made of Amazon Linux 2023;
    another source in its settings replaces the instances. AWS rolls no refresh of it back. Default: none."""
    volume_gib: Annotated[int, Field(ge=8, le=16384)] = 20
    """Size of the encrypted root volume in GiB. Default: 20."""


class ScheduleSettings(SettingsModel):
    """A scheduled change of size; a size that is left out is left alone."""

    recurrence: Annotated[str, AfterValidator(formats.cron)]
    """Cron expression with five fields, such as `0 7 * * MON-FRI`."""
    time_zone: Annotated[str, AfterValidator(formats.time_zone)] = "Etc/UTC"
    """IANA time zone of the expression. Default: `Etc/UTC`."""
    minimum: Annotated[int, Field(ge=0)] | None = None
    """Least number of instances from then on. Default: left alone."""
    maximum: Annotated[int, Field(ge=1)] | None = None
    """Greatest number of instances from then on. Default: left alone."""


class WarmPoolSettings(SettingsModel):
    """Instances that have booted already and wait; only with one instance type and without spot."""

    state: Literal["Stopped", "Running"] = "Stopped"
    """State in which they wait. Default: `Stopped`."""
    minimum: Annotated[int, Field(ge=0)] = 0
    """Least number of them. Default: 0, as many as the gap between running and maximum."""
    reuse_on_scale_in: bool = False
    """Whether instances go back into the pool on scale-in. Default: false."""


class ScalingSettings(SettingsModel):
    """How a service scales and how its instances are replaced."""

    cpu_percent: Annotated[int, Field(ge=10, le=90)] = 60
    """Average CPU that scaling aims at. Default: 60."""
    grace_period_seconds: Annotated[int, Field(ge=30, le=7200)] = 300
    """Seconds after launch in which failing health checks do not count. Default: 300, as in AWS's console."""
    warmup_seconds: Annotated[int, Field(ge=0, le=3600)] = 120
    """Seconds until a new instance counts in metrics. Default: 120."""
    max_factor: Annotated[float, Field(ge=1, le=10)] = 2.0
    """Maximum size as a multiple of the needed size. Default: 2."""
    distribution: ZoneDistribution = ZoneDistribution.BALANCED_BEST_EFFORT
    """Spread over zones when one cannot launch. Default: `balanced-best-effort`."""
    spot_percent_above_minimum: Percent = 0
    """Share of spot instances, or of Fargate Spot, above what the peak needs, which itself is never spot;
    needs two instance types, of tasks at most 99. Default: 0."""
    capacity_reservations: bool = False
    """Reserve the needed capacity in each zone. Default: false; reserved capacity is billed when unused."""
    warm_pool: WarmPoolSettings | None = None
    """Instances kept ready. Default: none."""
    schedules: dict[Key, ScheduleSettings] = Field(default_factory=dict)
    """Scheduled changes of size by name. Default: none."""
    min_healthy_percentage: Annotated[int, Field(ge=0, le=100)] = 100
    """Least share of healthy instances during a replacement. Default: 100, launch before terminating."""
    max_healthy_percentage: Annotated[int, Field(ge=100, le=200)] = 120
    """Greatest share of instances or tasks during a replacement. Default: 120, of tasks 200."""
    max_instance_lifetime_days: Annotated[int, Field(ge=1, le=365)] | None = None
    """Replace instances older than this. Default: never."""


class HealthCheckSettings(SettingsModel):
    """The load balancer's health check of a target."""

    interval_seconds: Annotated[int, Field(ge=5, le=300)] = 10
    """Seconds between checks. Default: 10."""
    timeout_seconds: Annotated[int, Field(ge=2, le=120)] = 5
    """Seconds without an answer that count as a failure. Default: 5."""
    healthy_threshold: Annotated[int, Field(ge=2, le=10)] = 2
    """Successes in a row that admit a target. Default: 2."""
    unhealthy_threshold: Annotated[int, Field(ge=2, le=10)] = 2
    """Failures in a row that eject a target. Default: 2."""
    matcher: Annotated[
        str,
        Field(
            pattern=r"^[2-4]\d\d([,-][2-4]\d\d)*$",
            json_schema_extra={
                "patternErrorMessage": "status codes are written 200, 200,204 or 200-299, between 200 and 499"
            },
        ),
    ] = "200"
    """Status codes that count as success. Default: `200`."""


class StickinessSettings(SettingsModel):
    """Session persistence by cookie."""

    kind: Literal["lb_cookie", "app_cookie"] = "lb_cookie"
    """Whose cookie: the load balancer's or the application's. Default: `lb_cookie`."""
    duration_seconds: Annotated[int, Field(ge=1, le=604800)] = 86400
    """How long a client stays with its target. Default: one day."""
    cookie_name: Annotated[str, AfterValidator(formats.cookie_name)] | None = None
    """The application's cookie, for `app_cookie`. Default: none."""


class TargetSettings(SettingsModel):
    """How load balancers treat a service's targets."""

    algorithm: LoadBalancingAlgorithm = LoadBalancingAlgorithm.LEAST_OUTSTANDING_REQUESTS
    """How a target is picked. Default: `least_outstanding_requests`."""
    anomaly_mitigation: bool = False
    """Send less to targets that behave oddly; with `weighted_random` only. Default: false."""
    slow_start_seconds: Annotated[int, Field(ge=0, le=900)] = 0
    """Seconds over which a new target's share grows, 30 to 900; with `round_robin` only. Default: 0, off."""
    drain_seconds: Annotated[int, Field(ge=0, le=3600)] = 30
    """Seconds that requests in flight get when a target leaves. Default: 30."""
    stickiness: StickinessSettings | None = None
    """Session persistence. Default: none."""
    health_check: HealthCheckSettings = HealthCheckSettings.model_construct()
    """The load balancer's health check. Default: every 10 seconds."""
    dns_failover_percent: Annotated[int, Field(ge=1, le=100)] | None = None
    """Below this share of healthy targets a zone leaves DNS. Default: off, at least one healthy target."""
    routing_failover_percent: Annotated[int, Field(ge=1, le=100)] | None = None
    """Below this share of healthy targets all targets get traffic. Default: off, at least one healthy."""


class ServiceSettings(SettingsModel):
    """One service: what runs, on what, and how requests reach it."""

    kind: ServiceKind = ServiceKind.INSTANCES
    """How it runs: `instances` of an Auto Scaling group, containers on `ecs`, a `lambda` function, or pods on
    `eks`. Default: `instances`."""
    port: Port | None = None
    """Port that the service listens on; a function has none, every other kind needs it. Changing it is a
    cut-over: the new target group is empty until new instances answer, so change one region at a time, the
    others on hold, or take a new service key. Default: none."""
    image: PerRegion | None = None
    """Container image; `{region}` and `{release}` are replaced, or one per place. Default: none, then an
    artefact is given."""
    artefact: PerRegion | None = None
    """`s3://bucket/key.tar.gz` holding an executable `run`, or a function's `.zip`; `{region}` and
    `{release}` are replaced, or one per place; `package://<packages>/key` lies in the region's own bucket of
    those. Default: none, then an image is given."""
    release: ReleasePerRegion | None = None
    """What `{release}` in image and artefact stands for: one release for every region, or one per place, so
    that a release reaches one region after the other. Default: none."""
    health_path: Path = "/healthz"
    """Path that answers 200 when the process can serve; shallow, see the docs. Default: `/healthz`."""
    peak_rps: Annotated[float, Field(gt=0)]
    """Requests per second at the peak, over all regions together."""
    instance: InstanceSettings | None = None
    """Of kind `instances`: what they are, and what one of them carries. Default: none."""
    ecs: EcsServiceSettings | None = None
    """Of kind `ecs`: the tasks, and what one of them carries. Default: none."""
    function: FunctionSettings | None = None
    """Of kind `lambda`: the function, and what one concurrent execution carries. Default: none."""
    eks: EksServiceSettings | None = None
    """Of kind `eks`: the pods, and what one of them carries. Default: none."""
    environment: dict[EnvironmentName, str] = Field(default_factory=dict)
    """Environment variables of the process, beside `AWS_REGION`, `AWS_DEFAULT_REGION` and `PORT`, which it
    has already. Default: none."""
    secrets: dict[EnvironmentName, SecretReferencePerRegion] = Field(default_factory=dict)
    """Environment variable to the ARN of a secret or parameter, never a value; `secret://<key>` and
    `parameter://<key>` are the stack's own, each region's. Default: none."""
    stores: tuple[Key, ...] = ()
    """Stores that the service uses: it gets their addresses as environment variables, the permissions and the
    way through the network. Default: none."""
    caches: tuple[Key, ...] = ()
    """Caches that the service uses: it gets their addresses as environment variables, which secret opens
    them, and the way through the network. Default: none."""
    keys: tuple[Key, ...] = ()
    """Keys of KMS that the service encrypts and decrypts with: it gets the ARN of the region's own as
    `KEY_<KEY>_ARN`, and the permission. Default: none."""
    paths: Annotated[
        tuple[Annotated[str, AfterValidator(formats.path_pattern)], ...], Field(min_length=1)
    ] = ("/*",)
    """Path patterns that a load balancer sends to this service, with `hosts` at most 5. Default: all."""
    hosts: tuple[Annotated[str, AfterValidator(formats.host_pattern)], ...] = ()
    """Host names that a load balancer sends to this service: the domains of its entrances and the regions'
    own hosts, the only names with a certificate. Each region adds its own host. Default: any."""
    priority: Annotated[int, Field(ge=1, le=50000)] = 1000
    """Order of the routing rule, lowest first; no two services of an entrance share one. Default: 1000."""
    target: TargetSettings = TargetSettings.model_construct()
    """How load balancers treat the service's targets. Default: fewest outstanding requests, 30 s of drain."""
    scaling: ScalingSettings = ScalingSettings.model_construct()
    """How the service scales and how its instances are replaced. Default: at 60 % CPU, launched first."""
    log_retention_days: LogDays = 30
    """How long CloudWatch Logs keeps the service's logs, one of its own steps; 0 keeps them for ever.
    Default: 30."""
