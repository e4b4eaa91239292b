"""What a watchdog says: to people, to CloudWatch, to its log."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from .decision import Decision, Verdict
from .probes import words as seen

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from .decision import Vote

NAMESPACE = "Holdfast"
"""CloudWatch namespace of the metrics."""
HEARTBEAT = "WatchdogHeartbeat"
"""What is counted in another region for as long as the watchdog lives."""
_SUBJECT_CHARACTERS = 100
"""Longest subject of SNS (https://docs.aws.amazon.com/sns/latest/api/API_Publish.html, 2026-11)."""
_SENTENCES = {
    Decision.NOTHING: "{watched} does not fail any more, or not for long enough. Nothing is done.",
    Decision.UNARMED: "{watched} seems to fail, but this watchdog has never seen it well: look at its probes."
    " Nothing is done.",
    Decision.AWAY: "{watched} fails and is left already. Nothing is done.",
    Decision.HELD_DOWN: "{watched} fails, and the last start is too young for another. Decide by hand.",
    Decision.UNFIT: "{watched} fails, and {place} does not answer either: leaving it would help nobody."
    " Decide by hand.",
    Decision.WOULD_START: "{watched} fails. This watchdog only watches: leave {watched} by hand, or start the"
    " document.",
    Decision.START: "{watched} fails. The document that leaves it is started.",
}


@dataclass(frozen=True, kw_only=True)
class Round:
    """One round: what was seen, what it means, what was done."""

    watched: str
    place: str
    verdict: Verdict
    decision: Decision
    votes: Sequence[Vote]
    own: Mapping[str, str | None]
    public: Mapping[str, str | None]
    words: str


def text(said: Round, runbook: str) -> str:
    """Write what people are told.

    Args:
        said: The round.
        runbook: Where the runbook says what to do.
    """
    sentence = _SENTENCES[said.decision].format(watched=said.watched, place=said.place)
    votes = [f"- {vote.voter}: {_WORDS[vote.fails]} ({vote.detail})" for vote in said.votes]
    lines = [sentence, *([said.words] if said.words else []), "", "Votes:", *votes]
    if said.own:
        lines += ["", f"{said.place} itself: {seen(said.own)}"]
    if said.public:
        lines += [f"Clients' names: {seen(said.public)}"]
    return "\n".join([*lines, "", f"Runbook: {runbook}"])


_WORDS = {True: "fails", False: "is well", None: "abstains"}


def tell(sns: Any, topic_arn: str, said: Round, runbook: str) -> None:  # noqa: ANN401  # as boto3 gives it
    """Tell people; called when the decision changes and not with every round."""
    subject = f"Watchdog of {said.watched}: {said.decision.value}"
    sns.publish(TopicArn=topic_arn, Subject=subject[:_SUBJECT_CHARACTERS], Message=text(said, runbook))


def measure(cloudwatch: Any, stack: str, said: Round) -> None:  # noqa: ANN401  # as boto3 gives it
    """Put what was seen into the own region's metrics."""
    values = {
        "WatchdogFailing": said.verdict is Verdict.FAILS,
        "WatchdogFailingVotes": sum(vote.fails is True for vote in said.votes),
        "WatchdogAbstentions": sum(vote.fails is None for vote in said.votes),
        "WatchdogPublicNamesFailing": sum(failure is not None for failure in said.public.values()),
        "WatchdogStarts": said.decision is Decision.START,
    }
    data = [_datum(name, float(value), stack, said.watched, said.place) for name, value in values.items()]
    cloudwatch.put_metric_data(Namespace=NAMESPACE, MetricData=data)


def heartbeat(cloudwatch: Any, stack: str, watched: str, place: str) -> None:  # noqa: ANN401  # as boto3 gives it
    """Say in another region that the watchdog lives."""
    data = [_datum(HEARTBEAT, 1.0, stack, watched, place)]
    cloudwatch.put_metric_data(Namespace=NAMESPACE, MetricData=data)


def log(said: Round) -> None:
    """Write a round into the log."""
    votes = {vote.voter: {"fails": vote.fails, "detail": vote.detail} for vote in said.votes}
    line = {"verdict": said.verdict.value, "decision": said.decision.value, "votes": votes}
    print(json.dumps({**line, "own": said.own, "public": said.public, "words": said.words}))  # noqa: T201  # Lambda's log


def _datum(name: str, value: float, stack: str, watched: str, place: str) -> dict[str, Any]:
    dimensions = {"Stack": stack, "Watched": watched, "From": place}
    return {
        "MetricName": name,
        "Dimensions": [{"Name": key, "Value": each} for key, each in dimensions.items()],
        "Value": value,
        "Unit": "Count",
    }
