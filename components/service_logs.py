"""What is read from the logs of a region's services: errors counted, and queries that are ready to run."""

from collections.abc import Mapping, Sequence
from typing import NotRequired, TypedDict

import pulumi
from pulumi_aws import cloudwatch

NAMESPACE = "Holdfast/Logs"
_WORD = 40
_MOST_GROUPS = 50
"""Log groups that one query reads
(https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_StartQuery.html, 2026-11)."""


class ServiceLogsArgs(TypedDict):
    """What reading the logs of a region's services needs."""

    region: str
    """AWS region of the log groups."""
    folder: str
    """Folder of the saved queries, such as ``orders-prod/use1``; part of the metric's name."""
    log_groups: Mapping[str, pulumi.Input[str]]
    """Names of log groups by the key of the service."""
    error_words: Sequence[str]
    """Words, each as it is written, one of which makes a line an error: letters, digits, underscores."""
    origin: NotRequired[Mapping[str, str]]
    """Settings path that each planned value came from, registered as the output ``origin``. Default: none."""


class ServiceLogs(pulumi.ComponentResource):
    """Errors that services log, as a metric, and saved queries over their logs.

    Declares: per service a metric filter that counts lines with one of the words, 0 in minutes in which
    others came; queries of CloudWatch Logs Insights: the latest errors, errors by what they say, how many
    lines come per service and minute.
    Survives: the loss of any other region. Does not survive: the loss of its region, with the logs that are
    kept there.
    """

    def __init__(self, name: str, args: ServiceLogsArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        """See ``ServiceLogsArgs``.

        Raises:
            ValueError: CloudWatch would refuse a pattern; every reason is listed.
        """
        super().__init__("holdfast:index:ServiceLogs", name, {**args}, opts)
        _refuse(name, args)
        child = pulumi.ResourceOptions(parent=self)
        # A question mark before each term makes it any of them:
        # https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/FilterAndPatternSyntax.html (2026-11)
        pattern = " ".join(f"?{word}" for word in args["error_words"])
        for key, group in sorted(args["log_groups"].items()):
            cloudwatch.LogMetricFilter(
                f"{name}-{key}-error-lines",
                region=args["region"],
                log_group_name=group,
                pattern=pattern,
                metric_transformation={
                    "namespace": NAMESPACE,
                    "name": error_metric(args["folder"], key),
                    "value": "1",
                    "default_value": "0",
                    "unit": "Count",
                },
                opts=child,
            )
        for noun, query in queries(args["error_words"]).items():
            cloudwatch.QueryDefinition(
                f"{name}-{noun}",
                region=args["region"],
                name=f"{args['folder']}/{noun}",
                log_group_names=[group for _, group in sorted(args["log_groups"].items())],
                query_string=query,
                opts=child,
            )
        self.register_outputs({"origin": dict(args.get("origin", {}))})


def error_metric(folder: str, service: str) -> str:
    """Name the metric that counts a service's lines with errors.

    A filter with a default value cannot have dimensions
    (https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_MetricTransformation.html,
    2026-11), so stack and service are part of the name.

    Args:
        folder: Folder of the saved queries.
        service: Key of the service.
    """
    return f"{folder}/{service}/ErrorLines"


def latest_errors(words: Sequence[str], *, lines: int) -> str:
    """Return the query that finds the latest lines with errors.

    Args:
        words: Words that make a line an error.
        lines: How many lines.
    """
    return (
        f"fields @timestamp, @log, @message | filter @message like /{'|'.join(words)}/ "
        f"| sort @timestamp desc | limit {lines}"
    )


def queries(words: Sequence[str]) -> dict[str, str]:
    """Return the saved queries by name.

    Args:
        words: Words that make a line an error.
    """
    return {
        "latest-errors": latest_errors(words, lines=100),
        "errors-by-pattern": f"filter @message like /{'|'.join(words)}/ | pattern @message | limit 50",
        "errors-by-minute": (
            f"filter @message like /{'|'.join(words)}/ | stats count(*) as errors by bin(1m), @log"
        ),
        "lines-by-minute": "stats count(*) as lines by bin(1m), @log",
    }


def _refuse(name: str, args: ServiceLogsArgs) -> None:
    problems = []
    if not args["log_groups"]:
        problems.append("'log_groups' needs at least one service")
    if len(args["log_groups"]) > _MOST_GROUPS:
        problems.append(f"'log_groups' has at most {_MOST_GROUPS}, got {len(args['log_groups'])}")
    if not args["error_words"]:
        problems.append("'error_words' needs at least one word")
    problems += [
        f"'error_words' are letters, digits and underscores, {_WORD} at most, got {word!r}"
        for word in args["error_words"]
        if not word.replace("_", "").isalnum() or len(word) > _WORD
    ]
    if problems:
        raise ValueError(f"service logs '{name}': " + "; ".join(problems))
