"""Settings of application performance monitoring."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import AfterValidator, Field

from holdfast.settings import formats
from holdfast.settings.base import Key, SettingsModel
from holdfast.topology.values import ApmBackend, MetricFormat  # noqa: TC001  # pydantic reads them

ApmKey = Annotated[str, AfterValidator(formats.secret_reference)]
ExternalId = Annotated[
    str,
    Field(
        pattern=r"^[A-Za-z0-9+=,.@:/_-]{2,1224}$",
        json_schema_extra={
            "patternErrorMessage": "an external id is what the vendor shows beside its account's id: "
            "letters, digits and +=,.@:/-_, without spaces"
        },
    ),
]
HttpsUrl = Annotated[
    str,
    Field(
        pattern=r"^https://[A-Za-z0-9.-]+(:\d{1,5})?(/[!-~]*)?$",
        max_length=1000,
        json_schema_extra={"patternErrorMessage": "an address that begins with https://"},
    ),
]
LayerArn = Annotated[
    str,
    Field(
        pattern=r"^arn:aws:lambda:(\{region\}|[a-z0-9-]+):\d{12}:layer:[A-Za-z0-9_-]{1,140}:[1-9]\d*$",
        json_schema_extra={
            "patternErrorMessage": "a layer's ARN with its version, which the vendor publishes for each "
            "region, such as arn:aws:lambda:{region}:464622532012:layer:Datadog-Extension-ARM:79"
        },
    ),
]


class DatadogSettings(SettingsModel):
    """Datadog."""

    site: Literal[
        "datadoghq.com",
        "us3.datadoghq.com",
        "us5.datadoghq.com",
        "datadoghq.eu",
        "ap1.datadoghq.com",
        "ap2.datadoghq.com",
    ]
    """Site of the organisation."""
    external_id: ExternalId | None = None
    """External id that Datadog shows for its integration with AWS. Default: no role."""


class NewRelicSettings(SettingsModel):
    """New Relic."""

    account_id: Annotated[
        str,
        Field(
            pattern=r"^\d{1,10}$",
            json_schema_extra={"patternErrorMessage": "an account's id has digits alone; write it in quotes"},
        ),
    ]
    """Id of the account, quoted; also the external id of the role."""
    data_region: Literal["us", "eu"]
    """Where its data is kept."""
    integration: bool = True
    """Whether New Relic reads metrics and tags with a role of its own. Default: true."""


class DynatraceSettings(SettingsModel):
    """Dynatrace SaaS."""

    environment: Annotated[
        str,
        Field(
            pattern=r"^[a-z0-9]{6,12}$",
            json_schema_extra={
                "patternErrorMessage": "an environment's id is what stands before .live.dynatrace.com"
            },
        ),
    ]
    """Id of the environment."""
    endpoint: Literal["global", "us", "eu"] = "global"
    """Which of Dynatrace's endpoints takes metric streams. Default: `global`."""
    external_id: ExternalId | None = None
    """External id that Dynatrace shows for its connection to AWS. Default: no role."""
    cluster_id: Annotated[
        str,
        Field(
            pattern=r"^-?\d{1,12}$",
            json_schema_extra={
                "patternErrorMessage": "a whole number, as Dynatrace shows it for Lambda; write it in quotes"
            },
        ),
    ] = "-1"
    """Cluster's id that Dynatrace shows for Lambda layers, quoted. Default: `-1`."""


class OpenTelemetrySettings(SettingsModel):
    """Any backend that takes OTLP."""

    endpoint: HttpsUrl
    """Address that takes OTLP over HTTP, without `/v1/traces`; or over gRPC with its port."""
    protocol: Literal["http", "grpc"] = "http"
    """How OTLP is sent. Default: `http`."""
    header: Annotated[
        str,
        Field(
            pattern=r"^[A-Za-z0-9-]{1,100}$",
            json_schema_extra={"patternErrorMessage": "a header's name is letters, digits and hyphens"},
        ),
    ] = "Authorization"
    """Header that holds the key. Default: `Authorization`."""
    prefix: Annotated[
        str,
        Field(
            pattern=r"^[A-Za-z-]{0,20} ?$",
            json_schema_extra={"patternErrorMessage": "a word such as 'Bearer ', or nothing"},
        ),
    ] = "Bearer "
    """What stands before the key in it. Default: `Bearer ` with a space."""


class MetricStreamSettings(SettingsModel):
    """A stream of CloudWatch's metrics from each region; charged by the metric update."""

    key: ApmKey
    """Secret of Secrets Manager with the endpoint's key as JSON, `{"api_key": "…"}`, as Amazon Data Firehose
    takes it; ARN with `{region}`, or `secret://<key>`."""
    namespaces: Annotated[
        tuple[
            Annotated[
                str,
                Field(
                    pattern=r"^[A-Za-z0-9_./#:-]{1,255}$",
                    json_schema_extra={"patternErrorMessage": "a namespace of CloudWatch, such as AWS/RDS"},
                ),
            ],
            ...,
        ],
        Field(max_length=100),
    ] = ()
    """CloudWatch's namespaces that are streamed. Default: those of what the stack declares."""
    url: HttpsUrl | None = None
    """Address that takes it; with `opentelemetry` it is needed, the vendors' own are known. Default: the
    vendor's."""
    format: MetricFormat | None = None
    """Format of the stream; with `opentelemetry` only. Default: `opentelemetry1.0`."""


class ApmAgentSettings(SettingsModel):
    """Agents beside the services: containers on instances and in tasks of ECS, layers of functions."""

    key: ApmKey
    """Secret or parameter with the vendor's key as plain text: ARN with `{region}`, `secret://<key>` or
    `parameter://<key>`. For New Relic's layers it has to be a secret with JSON, `{"LicenseKey": "…"}`."""
    image: Annotated[str, Field(min_length=1, max_length=512, pattern=r"^\S+$")] | None = None
    """Image of the agent with a tag or digest that never moves, `{region}` for the region: Datadog's agent,
    or for the others a collector of OpenTelemetry with the exporter `otlphttp` (such as AWS's own). Best a
    copy in your registry in each region. Default: none, needed where services run on instances or ECS."""
    memory_mib: Annotated[int, Field(ge=64, le=4096)] = 256
    """Memory that the agent may take, in MiB. Default: 256 (assumption)."""
    layers: dict[Key, Annotated[tuple[LayerArn, ...], Field(min_length=1, max_length=5)]] = Field(
        default_factory=dict
    )
    """Layers by service of kind `lambda`, in the order in which Lambda lays them. Default: none."""
    collector_config: Annotated[str, Field(min_length=1, max_length=1000, pattern=r"^\S+$")] | None = None
    """With `opentelemetry`, for functions: where their layer's collector finds its configuration, such as
    `/var/task/collector.yaml`. Default: none, needed for such layers."""
    services: Annotated[tuple[Key, ...], Field(min_length=1)] | None = None
    """Services that get an agent. Default: every one on instances or ECS, and those in `layers`."""


class ApmSettings(SettingsModel):
    """Application performance monitoring by a vendor or any backend of OpenTelemetry."""

    backend: ApmBackend
    """Where it goes: `datadog`, `new-relic`, `dynatrace`, `opentelemetry`."""
    datadog: DatadogSettings | None = None
    """Datadog's section. Default: none, needed with that backend."""
    new_relic: NewRelicSettings | None = None
    """New Relic's section. Default: none, needed with that backend."""
    dynatrace: DynatraceSettings | None = None
    """Dynatrace's section. Default: none, needed with that backend."""
    opentelemetry: OpenTelemetrySettings | None = None
    """The section of any other backend. Default: none, needed with that backend."""
    metric_stream: MetricStreamSettings | None = None
    """A stream of CloudWatch's metrics. Default: none."""
    agents: ApmAgentSettings | None = None
    """Agents beside the services. Default: none."""
