"""What a run tells other regions: which regions failed as seen from here, for alarms that count views."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import boto3
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from types_boto3_cloudwatch.type_defs import MetricDatumTypeDef

# Whoever cannot be told at once is not waited for: the run has to end before the next begins.
_HASTY = Config(retries={"total_max_attempts": 1}, connect_timeout=1, read_timeout=2)


def views(failed: Mapping[str, bool], *, places: Mapping[str, Any], here: str) -> dict[str, bool]:
    """Tell which other regions failed as seen from here.

    Nothing, where nothing at all answered: then it is this place that sees nothing, or everything is down,
    and nobody can take over.

    Args:
        failed: Step → whether it failed.
        places: Regions that were asked, by place.
        here: The place that looks.
    """
    if all(failed.values()):
        return {}
    return {place: failed[place] for place in sorted(places) if place != here}


def tell(
    seen: Mapping[str, bool],
    *,
    regions: Mapping[str, str],
    namespace: str,
    metric: str,
    dimensions: Mapping[str, str],
) -> list[str]:
    """Put the views into every region that counts them: no region hears of itself.

    Args:
        seen: Place → whether it failed.
        regions: Place → AWS region of those that count.
        namespace: CloudWatch namespace.
        metric: Name of the metric; 1 for failed.
        dimensions: Its dimensions, but for ``Region``.

    Returns:
        The regions that could not be told.
    """
    untold = []
    for place, region in sorted(regions.items()):
        data: list[MetricDatumTypeDef] = [
            {
                "MetricName": metric,
                "Dimensions": [
                    {"Name": name, "Value": value} for name, value in {**dimensions, "Region": other}.items()
                ],
                "Value": float(failed),
            }
            for other, failed in seen.items()
            if other != place
        ]
        if not data:
            continue
        try:
            client = boto3.client("cloudwatch", region_name=region, config=_HASTY)
            client.put_metric_data(Namespace=namespace, MetricData=data)
        except (BotoCoreError, ClientError) as problem:
            untold.append(region)
            print(json.dumps({"level": "WARN", "untold": region, "problem": type(problem).__name__}))  # noqa: T201  # Lambda's log
    return untold
