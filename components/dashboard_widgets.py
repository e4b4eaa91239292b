"""Widgets of CloudWatch dashboards, and where they stand: rows of three under the title of their section.

Their structure: https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/
CloudWatch-Dashboard-Body-Structure.html (2026-11).
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

import pulumi

Widget: TypeAlias = Mapping[str, Any]

_WIDTH, _COLUMNS = 24, 3
_CHART_HEIGHT, _TITLE_HEIGHT, _TEXT_HEIGHT, _LOG_HEIGHT = 6, 1, 4, 8
_ALARMS_A_ROW, _ALARM_ROW_HEIGHT = 4, 1
_MOST_ALARMS = 100
"""Alarms that one widget shows."""


@dataclass(frozen=True, kw_only=True)
class Section:
    """What belongs together: a title, charts in rows of three, and what is as wide as the page."""

    title: str
    charts: Sequence[Widget] = ()
    wide: Sequence[Widget] = ()


def text(markdown: pulumi.Input[str]) -> Widget:
    """Return a text as wide as the page, in Markdown."""
    return _wide("text", _TEXT_HEIGHT, {"markdown": markdown})


def alarm_states(title: str, arns: Sequence[pulumi.Input[str]]) -> list[Widget]:
    """Return the states of alarms, a hundred in a widget at most.

    Args:
        title: Title of each widget.
        arns: ARNs of the alarms, of one region: a widget that also asks a lost region may show nothing.
    """
    parts = [arns[first : first + _MOST_ALARMS] for first in range(0, len(arns), _MOST_ALARMS)]
    return [
        _wide(
            "alarm",
            2 + -(-len(part) // _ALARMS_A_ROW) * _ALARM_ROW_HEIGHT,
            {"title": title, "alarms": list(part)},
        )
        for part in parts
    ]


def alarm_chart(title: str, arn: pulumi.Input[str], region: str) -> Widget:
    """Return what an alarm watches, with its threshold, as the alarm itself computes it."""
    properties = {
        "title": title,
        "region": region,
        "view": "timeSeries",
        "stacked": False,
        "annotations": {"alarms": [arn]},
    }
    return _chart(properties)


@dataclass(frozen=True, kw_only=True)
class Line:
    """A metric in a chart: what it is called there, and how CloudWatch finds it."""

    label: str
    region: str
    namespace: str
    metric: str
    dimensions: Mapping[str, pulumi.Input[str]]
    stat: str = "Sum"


def metric_chart(
    title: str, lines: Iterable[Line], region: str, *, least: float | None = 0, minutes: int = 1
) -> Widget:
    """Return a chart of metrics whose regions may differ.

    Args:
        title: Title of the chart.
        lines: The metrics.
        region: AWS region of the chart itself.
        least: Lower end of the axis. Default: 0.
        minutes: Minutes from one point to the next, as often as the metrics come. Default: 1.
    """
    properties: dict[str, Any] = {
        "title": title,
        "region": region,
        "view": "timeSeries",
        "stacked": False,
        "period": 60 * minutes,
        "metrics": [
            [
                line.namespace,
                line.metric,
                *(part for pair in sorted(line.dimensions.items()) for part in pair),
                {"label": line.label, "region": line.region, "stat": line.stat},
            ]
            for line in lines
        ],
    }
    if least is not None:
        properties["yAxis"] = {"left": {"min": least}}
    return _chart(properties)


def log_table(title: str, groups: Sequence[pulumi.Input[str]], query: str, region: str) -> Widget:
    """Return the table that a query of CloudWatch Logs Insights finds in log groups of one region."""
    sources = pulumi.Output.all(*groups).apply(lambda names: " | ".join(f"SOURCE '{name}'" for name in names))
    properties = {
        "title": title,
        "region": region,
        "view": "table",
        "query": pulumi.Output.concat(sources, " | ", query),
    }
    return _wide("log", _LOG_HEIGHT, properties)


def body(head: Widget, sections: Iterable[Section]) -> pulumi.Output[str]:
    """Lay out a dashboard from top to bottom.

    Args:
        head: What stands above all sections.
        sections: The sections in order; one without content is left out.

    Returns:
        The body as JSON text.
    """
    placed = [{**head, "x": 0, "y": 0}]
    row = int(head["height"])
    for section in sections:
        if not section.charts and not section.wide:
            continue
        title = _wide("text", _TITLE_HEIGHT, {"markdown": f"## {section.title}"})
        placed.append({**title, "x": 0, "y": row})
        row += _TITLE_HEIGHT
        for widget in section.wide:
            placed.append({**widget, "x": 0, "y": row})
            row += int(widget["height"])
        for number, widget in enumerate(section.charts):
            column, line = number % _COLUMNS, number // _COLUMNS
            placed.append({**widget, "x": column * int(widget["width"]), "y": row + line * _CHART_HEIGHT})
        row += -(-len(section.charts) // _COLUMNS) * _CHART_HEIGHT
    return pulumi.Output.json_dumps({"start": "-PT3H", "periodOverride": "inherit", "widgets": placed})


def _chart(properties: Mapping[str, Any]) -> Widget:
    return {
        "type": "metric",
        "width": _WIDTH // _COLUMNS,
        "height": _CHART_HEIGHT,
        "properties": properties,
    }


def _wide(kind: str, height: int, properties: Mapping[str, Any]) -> Widget:
    return {"type": kind, "width": _WIDTH, "height": height, "properties": properties}
