"""The provider that hosts the components for programs in other languages."""  # noqa: INP001  # a plugin's folder is no package

from __future__ import annotations

import importlib.metadata
import sys
from typing import TYPE_CHECKING

from hosted_api import MultiRegionApi
from input_checks import InputChecks, whole_numbers
from pulumi.errors import InputPropertiesError
from pulumi.provider import main
from pulumi.provider.experimental.component import ComponentProvider
from pulumi.provider.server import ComponentInitError

from holdfast.components.accelerator import GlobalAccelerator
from holdfast.components.air_gapped_vault import AirGappedVault
from holdfast.components.alarm_topic import AlarmTopic
from holdfast.components.alert_channels import AlertChannels
from holdfast.components.api_description import ApiDescription
from holdfast.components.api_gateway_account import ApiGatewayAccount
from holdfast.components.apm_integration import ApmIntegration
from holdfast.components.application_key import ApplicationKey
from holdfast.components.aurora_database import AuroraDatabase
from holdfast.components.auto_scaling_service import AutoScalingService
from holdfast.components.aws_health_events import AwsHealthEvents
from holdfast.components.backup_audit import BackupAudit
from holdfast.components.backup_schedule import BackupSchedule
from holdfast.components.backup_vault import BackupVault
from holdfast.components.cache import RegionalCache
from holdfast.components.canary import Canary
from holdfast.components.canary_code import CanaryBucket
from holdfast.components.certificate_alarm import CertificateAlarm
from holdfast.components.certificates import Certificates
from holdfast.components.cloudflare_load_balancer import CloudflareLoadBalancer
from holdfast.components.cloudflare_notifications import CloudflareNotifications
from holdfast.components.cloudflare_status import CloudflareStatus
from holdfast.components.cloudflare_zone import CloudflareZone
from holdfast.components.cloudfront_distribution import CloudfrontDistribution
from holdfast.components.container_registry import ContainerRegistry
from holdfast.components.cost_anomaly import CostAnomaly
from holdfast.components.deployment_foundation import DeploymentFoundation
from holdfast.components.deployment_role import DeploymentRole
from holdfast.components.dsql_database import DsqlDatabase
from holdfast.components.ecs_cluster import EcsCluster
from holdfast.components.ecs_service import EcsService
from holdfast.components.edge_foundation import EdgeFoundation
from holdfast.components.eks_cluster import EksCluster
from holdfast.components.eks_service import EksService
from holdfast.components.encryption_key import EncryptionKey
from holdfast.components.experiments import Experiments
from holdfast.components.failover_dns import FailoverDns
from holdfast.components.global_cache import GlobalCache
from holdfast.components.global_table import GlobalTable
from holdfast.components.hosted_zone import HostedZone
from holdfast.components.http_api import HttpApi
from holdfast.components.incident_dashboard import IncidentDashboard
from holdfast.components.internet_monitor import InternetMonitor
from holdfast.components.lambda_service import LambdaService
from holdfast.components.load_balancer import LoadBalancer
from holdfast.components.log_bucket import LogBucket
from holdfast.components.machine_image import MachineImage
from holdfast.components.maintenance_switch import MaintenanceSwitch
from holdfast.components.metric_stream import MetricStream
from holdfast.components.monthly_budget import MonthlyBudget
from holdfast.components.multi_region_access_point import MultiRegionAccessPoint
from holdfast.components.network import Network
from holdfast.components.network_load_balancer import NetworkLoadBalancer
from holdfast.components.outside_alarms import OutsideAlarms
from holdfast.components.package_bucket import PackageBucket
from holdfast.components.parameters import Parameters
from holdfast.components.private_access import PrivateAccess
from holdfast.components.private_access_peering import PrivateAccessPeering
from holdfast.components.proxy_fleet import ProxyFleet
from holdfast.components.rds_database import RdsDatabase
from holdfast.components.recovery_automation import RecoveryAutomation
from holdfast.components.recovery_step_function import RecoveryStepFunction
from holdfast.components.region_failed import RegionFailed
from holdfast.components.region_switch_plan import RegionSwitchPlan
from holdfast.components.regional_alarms import RegionalAlarms
from holdfast.components.regional_health import RegionalHealth
from holdfast.components.replicated_bucket import ReplicatedBucket
from holdfast.components.replicated_secret import ReplicatedSecret
from holdfast.components.rest_api import RestApi
from holdfast.components.restore_testing import RestoreTesting
from holdfast.components.routing_controls import RoutingControls
from holdfast.components.service_logs import ServiceLogs
from holdfast.components.shield import Shield
from holdfast.components.state_bucket import StateBucket
from holdfast.components.state_key import StateKey
from holdfast.components.tracing import Tracing
from holdfast.components.watchdog import Watchdog
from holdfast.components.watchdog_probe import WatchdogProbe
from holdfast.components.web_acl import WebAcl
from holdfast.components.zonal_autoshift import ZonalAutoshift
from holdfast.components.zone_export import ZoneExport

if TYPE_CHECKING:
    import pulumi
    from pulumi.provider import ConstructResult
    from pulumi.provider.experimental.analyzer import ComponentDefinition

PACKAGE = "holdfast"
COMPONENTS: tuple[type[pulumi.ComponentResource], ...] = (
    AirGappedVault,
    AlarmTopic,
    AlertChannels,
    ApiDescription,
    ApiGatewayAccount,
    ApmIntegration,
    ApplicationKey,
    AuroraDatabase,
    AutoScalingService,
    AwsHealthEvents,
    BackupAudit,
    BackupSchedule,
    BackupVault,
    Canary,
    CanaryBucket,
    CertificateAlarm,
    Certificates,
    CloudflareLoadBalancer,
    CloudflareNotifications,
    CloudflareStatus,
    CloudflareZone,
    CloudfrontDistribution,
    ContainerRegistry,
    CostAnomaly,
    DeploymentFoundation,
    DeploymentRole,
    DsqlDatabase,
    EcsCluster,
    EcsService,
    EdgeFoundation,
    EksCluster,
    EksService,
    EncryptionKey,
    Experiments,
    FailoverDns,
    GlobalAccelerator,
    GlobalCache,
    GlobalTable,
    HostedZone,
    HttpApi,
    IncidentDashboard,
    InternetMonitor,
    LambdaService,
    LoadBalancer,
    LogBucket,
    MachineImage,
    MaintenanceSwitch,
    MetricStream,
    MonthlyBudget,
    MultiRegionAccessPoint,
    MultiRegionApi,
    Network,
    NetworkLoadBalancer,
    OutsideAlarms,
    PackageBucket,
    Parameters,
    PrivateAccess,
    PrivateAccessPeering,
    ProxyFleet,
    RdsDatabase,
    RecoveryAutomation,
    RecoveryStepFunction,
    RegionFailed,
    RegionSwitchPlan,
    RegionalAlarms,
    RegionalCache,
    RegionalHealth,
    ReplicatedBucket,
    ReplicatedSecret,
    RestApi,
    RestoreTesting,
    RoutingControls,
    ServiceLogs,
    Shield,
    StateBucket,
    StateKey,
    Tracing,
    Watchdog,
    WatchdogProbe,
    WebAcl,
    ZonalAutoshift,
    ZoneExport,
)
"""What is hosted: every component but those that take a plan, which only a Python program can make."""


class HoldfastProvider(ComponentProvider):
    """Hosts the components, and tells a mistake in their inputs as such and without a traceback."""

    def __init__(self) -> None:
        super().__init__(list(COMPONENTS), PACKAGE, version=importlib.metadata.version(PACKAGE))
        self._checks = InputChecks(self._type_defs)

    def map_inputs(self, inputs: pulumi.Inputs, component_def: ComponentDefinition) -> pulumi.Inputs:
        """Give the inputs their Python names, once they are what the schema says."""
        problems = list(self._checks.problems(inputs, component_def.inputs))
        if problems:
            raise _error(component_def.name, problems)
        return super().map_inputs(whole_numbers(inputs), component_def)

    def construct(
        self,
        name: str,
        resource_type: str,
        inputs: pulumi.Inputs,
        options: pulumi.ResourceOptions | None = None,
    ) -> ConstructResult:
        """Declare a component."""
        try:
            return super().construct(name, resource_type, inputs, options)
        except ComponentInitError as error:
            if isinstance(error.inner, ValueError):  # a component's word to whoever configured it
                problems = str(error.inner).splitlines()
                raise _error(f"{resource_type.rsplit(':', 1)[-1]} '{name}'", problems) from error
            raise


def serve() -> None:
    """Serve the components to the engine that started this process."""
    main(HoldfastProvider(), sys.argv[1:])


def _error(what: str, problems: list[str]) -> InputPropertiesError:
    """Word the problems as one text.

    They are not given one by one: the engine would print beside each the value that it finds at its path,
    credentials included. The list may be empty, but where there is none the SDK fails to send the error.
    """
    lines = (f"{what} cannot be declared:", *(f"  {problem}" for problem in problems))
    return InputPropertiesError("\n".join(lines), [])
