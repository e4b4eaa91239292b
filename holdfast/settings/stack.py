"""Settings of a whole stack."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import AfterValidator, Field

from holdfast.settings import formats
from holdfast.settings.alarms import AlarmSettings
from holdfast.settings.alerts import AlertSettings
from holdfast.settings.apm import ApmSettings  # noqa: TC001  # pydantic reads it
from holdfast.settings.applications import (  # noqa: TC001  # pydantic reads them
    KeySettings,
    MachineImageSettings,
    PackagesSettings,
    ParameterSettings,
    RegistrySettings,
    SecretSettings,
)
from holdfast.settings.aws_regions import JURISDICTIONS, PLACES
from holdfast.settings.backup import BackupSettings  # noqa: TC001  # pydantic reads it
from holdfast.settings.base import Key, OneOf, Place, SettingsModel
from holdfast.settings.cache import CacheSettings  # noqa: TC001  # pydantic reads it
from holdfast.settings.canaries import CanariesSettings  # noqa: TC001  # pydantic reads it
from holdfast.settings.dashboards import DashboardSettings, TraceSettings
from holdfast.settings.ecs import EcsClusterSettings
from holdfast.settings.eks import EksClusterSettings
from holdfast.settings.entrance import EntranceSettings  # noqa: TC001  # pydantic reads it
from holdfast.settings.experiments import ExperimentSettings  # noqa: TC001  # pydantic reads it
from holdfast.settings.internet_monitor import InternetMonitorSettings  # noqa: TC001  # pydantic reads it
from holdfast.settings.network import NetworkSettings, RegionSettings
from holdfast.settings.private_access import PrivateAccessSettings  # noqa: TC001  # pydantic reads it
from holdfast.settings.recovery import RecoverySettings
from holdfast.settings.release import ReleaseSettings
from holdfast.settings.runbook import RunbookSettings
from holdfast.settings.service import ServiceSettings  # noqa: TC001  # pydantic reads it
from holdfast.settings.shield import ShieldSettings  # noqa: TC001  # pydantic reads it
from holdfast.settings.store import StoreSettings  # noqa: TC001  # pydantic reads it
from holdfast.settings.zone_export import ZoneExportSettings  # noqa: TC001  # pydantic reads it
from holdfast.topology.values import Survives  # noqa: TC001  # pydantic reads it

ResourceName = Annotated[
    str,
    Field(
        pattern=r"^[a-z0-9][a-z0-9.-]*$",
        json_schema_extra={
            "patternErrorMessage": "a logical name is what the preview shows, such as use1-orders-table"
        },
    ),
]
ImportId = Annotated[
    str,
    Field(
        min_length=1,
        pattern=r"^\S+$",
        json_schema_extra={"patternErrorMessage": "an id is what `pulumi import` takes, and has no spaces"},
    ),
]


class ObjectiveSettings(SettingsModel):
    """What the stack promises."""

    availability_percent: Annotated[float, Field(gt=0, lt=100)] | None = None
    """Promised availability. Default: none promised."""
    rto_seconds: Annotated[int, Field(gt=0)] | None = None
    """Recovery time objective when a region is lost. Default: none promised."""
    rpo_seconds: Annotated[int, Field(ge=0)] | None = None
    """Recovery point objective when a region is lost. Default: none promised."""
    survives: Survives | None = None
    """Largest loss that running capacity absorbs. Default: `region` with several active regions, else
    `zone`."""
    residency: tuple[Annotated[str, OneOf("jurisdiction or place", (*JURISDICTIONS, *PLACES))], ...] = ()
    """Where data may rest: jurisdictions such as `EU` and `US`, or places. Default: anywhere."""


class BudgetSettings(SettingsModel):
    """A monthly budget for the stack's tags."""

    monthly_usd: Annotated[float, Field(gt=0)]
    """Limit in US dollars."""
    emails: Annotated[
        tuple[Annotated[str, AfterValidator(formats.email)], ...], Field(min_length=1, max_length=10)
    ]
    """Who is told."""


class Settings(SettingsModel):
    """Everything that a stack file says under `holdfast:`."""

    account: Annotated[
        str,
        Field(
            pattern=r"^\d{12}$",
            json_schema_extra={
                "patternErrorMessage": "an account's id has twelve digits; write it in quotes, since YAML "
                "drops the "
                "zeros that a bare number starts with"
            },
        ),
    ]
    """The AWS account's id, twelve digits, quoted."""
    regions: Annotated[dict[Place, RegionSettings], Field(min_length=1)]
    """The regions by place."""
    network: NetworkSettings = NetworkSettings.model_construct()
    """What all networks have in common. Default: NAT and flow logs as below."""
    services: Annotated[dict[Key, ServiceSettings], Field(min_length=1)]
    """The services by name."""
    stores: dict[Key, StoreSettings] = Field(default_factory=dict)
    """The stores by name. Default: none."""
    entrances: Annotated[dict[Key, EntranceSettings], Field(min_length=1)]
    """The entrances by name."""
    caches: dict[Key, CacheSettings] = Field(default_factory=dict)
    """The caches by name. Default: none."""
    ecs: EcsClusterSettings = EcsClusterSettings.model_construct()
    """What the ECS clusters have in common. Default: as below; no cluster without a service of that kind."""
    eks: EksClusterSettings = EksClusterSettings.model_construct()
    """What the EKS clusters have in common. Default: as below; no cluster without a service of that kind."""
    private_access: PrivateAccessSettings | None = None
    """Private ways in, for partners and offices. Default: none."""
    shield: ShieldSettings | None = None
    """AWS Shield Advanced. Default: none."""
    alerts: AlertSettings = AlertSettings.model_construct()
    """Whom alarms tell. Default: topics in each region without addresses."""
    apm: ApmSettings | None = None
    """Application performance monitoring. Default: none, CloudWatch's own."""
    alarms: AlarmSettings | None = AlarmSettings.model_construct()
    """From which value each alarm rings; null declares none of them. Default: on, as below."""
    runbook: RunbookSettings = RunbookSettings.model_construct()
    """Who answers for the stack, where its runbook stands, and whom to call. Default: the team's tag, and the
    file that `holdfast runbook` writes."""
    recovery: RecoverySettings = RecoverySettings.model_construct()
    """How a region is left, and by whom. Default: by people, with `holdfast failover`."""
    canaries: CanariesSettings | None = None
    """Canaries that ask every region and the public name. Default: none, since each run costs."""
    internet_monitor: InternetMonitorSettings | None = None
    """Internet Monitor for the networks of clients. Default: none, since each network costs."""
    experiments: ExperimentSettings | None = None
    """Experiments of AWS Fault Injection Service. Default: none, since they hurt real clients."""
    backups: BackupSettings | None = None
    """Backups of the stores. Default: none."""
    zone_export: ZoneExportSettings | None = None
    """Exports of the entrances' DNS zones. Default: none."""
    registry: RegistrySettings | None = None
    """Repositories of container images. Default: none."""
    machine_images: dict[Key, MachineImageSettings] = Field(default_factory=dict)
    """Machine images by name. Default: none."""
    packages: dict[Key, PackagesSettings] = Field(default_factory=dict)
    """Buckets for packages by name. Default: none."""
    parameters: dict[Key, ParameterSettings] = Field(default_factory=dict)
    """Values in the open by name. Default: none."""
    secrets: dict[Key, SecretSettings] = Field(default_factory=dict)
    """Secrets by name; none of their values stands here. Default: none."""
    keys: dict[Key, KeySettings] = Field(default_factory=dict)
    """KMS keys for services' own use by name. Default: none."""
    objectives: ObjectiveSettings = ObjectiveSettings.model_construct()
    """What the stack promises. Default: nothing in figures."""
    releases: ReleaseSettings = ReleaseSettings.model_construct()
    """How a new release reaches the regions. Default: one after the other, 30 minutes each."""
    dashboards: DashboardSettings | None = DashboardSettings.model_construct()
    """Dashboards and saved queries; null for none. Default: as below."""
    traces: TraceSettings | None = None
    """Traces of requests. Default: none."""
    budget: BudgetSettings | None = None
    """A monthly budget. Default: none."""
    tags: Annotated[
        dict[
            Annotated[str, AfterValidator(formats.tag_key)], Annotated[str, AfterValidator(formats.tag_value)]
        ],
        Field(max_length=40),
    ] = Field(default_factory=dict)
    """Tags of every resource, besides those that Holdfast sets itself. Default: none."""
    protection: Literal["enforced", "lifted"] = "enforced"
    """Whether stateful and traffic-bearing resources refuse to be deleted. Default: `enforced`."""
    imports: dict[ResourceName, ImportId] = Field(default_factory=dict)
    """Existing AWS resources to take over: the logical name of the resource as the preview shows it, and the
    id that `pulumi import` takes; its region is added. An entry stays as long as the resource does. Default:
    none."""
    hold: tuple[Place, ...] = ()
    """Regions whose resources an update leaves as they are. Default: none."""
