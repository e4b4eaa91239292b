"""What settings of several kinds of databases are made of."""

from __future__ import annotations

from typing import Annotated

from pydantic import AfterValidator, Field

from holdfast.settings import database_formats as formats
from holdfast.settings.base import SettingsModel

EngineVersion = Annotated[str, AfterValidator(formats.engine_version)]
DatabaseName = Annotated[str, AfterValidator(formats.database_name)]
MasterUsername = Annotated[str, AfterValidator(formats.master_username)]
DbInstanceClass = Annotated[str, AfterValidator(formats.db_instance_class)]
MaintenanceWindow = Annotated[str, AfterValidator(formats.maintenance_window)]
SecurityGroupId = Annotated[
    str,
    Field(
        pattern=r"^sg-[0-9a-f]{8,17}$",
        json_schema_extra={
            "patternErrorMessage": "a security group's id is sg- and 8 to 17 digits or letters a to f"
        },
    ),
]
Host = Annotated[
    str,
    Field(
        pattern=r"^([A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.)+[A-Za-z]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?$",
        max_length=253,
        json_schema_extra={
            "patternErrorMessage": "a host name has no scheme, no port and no path, such as "
            "orders.cluster-c1a2b3d4e5f6.eu-west-1.rds.amazonaws.com"
        },
    ),
]
ParameterName = Annotated[
    str,
    Field(
        pattern=r"^[a-z][a-z0-9_.]*$",
        json_schema_extra={
            "patternErrorMessage": "a parameter's name is lower-case letters, digits, underscores and dots, "
            "a letter first, such as rds.force_ssl"
        },
    ),
]
INSIGHTS_DAYS = (7, *(31 * months for months in range(1, 24)), 731)
"""Days for which Performance Insights can keep its data: 7, whole months of 31 days, or 731.

Source: https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_CreateDBCluster.html
(PerformanceInsightsRetentionPeriod).
"""


class AdoptedClusterSettings(SettingsModel):
    """One region's cluster of an existing Aurora database."""

    endpoint: Host
    """The cluster's own endpoint."""
    reader_endpoint: Host
    """The cluster's reader endpoint."""
    security_group_id: SecurityGroupId
    """Security group of its instances; it gets a rule for each service that uses the store."""
