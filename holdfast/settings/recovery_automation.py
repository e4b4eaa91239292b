"""Settings of the automation that leaves a lost region, and of the watchdog that starts it."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from holdfast.settings.base import Place, SettingsModel
from holdfast.settings.service import SecretArn  # noqa: TC001  # pydantic reads it

PrincipalArn = Annotated[
    str,
    Field(
        pattern=r"^arn:aws:(iam::\d{12}:(user|role)/[\w+=,.@/-]+|sts::\d{12}:assumed-role/[\w+=,.@-]+/[\w+=,.@-]+)$",
        json_schema_extra={
            "patternErrorMessage": "an approver is the ARN of a role, of a session of one or of a user, such "
            "as arn:aws:iam::111122223333:role/on-call"
        },
    ),
]
_SECONDS_PER_MINUTE = 60


class RecoveryAutomationSettings(SettingsModel):
    """An SSM Automation document per place to leave, and a watchdog per place that starts it."""

    watchdog: Literal["watch-only", "starts"] = "watch-only"
    """Whether a watchdog starts the document, or only tells when it would. Default: `watch-only`, until the
    team has seen that it is right."""
    probe_from: Annotated[tuple[Place, ...], Field(min_length=2, max_length=6)]
    """Places besides the watchdog's own from which it probes; of any region of AWS, of the stack's or not. A
    watchdog leaves the place out that it watches."""
    approvers: Annotated[tuple[PrincipalArn, ...], Field(max_length=10)] = ()
    """ARNs of who may approve; one of them must, before anything is done. Default: nobody is asked."""
    approval_minutes: Annotated[int, Field(ge=1, le=1440)] = 30
    """Minutes after which a start that nobody approved is given up. Default: 30 (assumption)."""
    interval_seconds: Literal[20, 30, 60] = 30
    """Seconds between two rounds of probes. Default: 30, as Route 53's standard checks."""
    quorum: Annotated[int, Field(ge=2, le=10)] | None = None
    """Votes that must say that a region fails. Default: more than half of those that are asked."""
    failures: Annotated[int, Field(ge=2, le=20)] = 4
    """Rounds that must find a region failing, the last one among them. Default: 4 (assumption)."""
    rounds: Annotated[int, Field(ge=2, le=30)] = 5
    """Last rounds among which they must be. Default: 5 (assumption)."""
    hold_down_minutes: Annotated[int, Field(ge=10, le=10_080)] = 60
    """Minutes after a start in which nothing is started again. Default: 60 (assumption)."""
    cloudflare_token_secret: SecretArn | None = None
    """Secret whose text is an API token of Cloudflare that may edit load balancers; `{region}` stands for the
    region that takes over. Needed with an entrance at Cloudflare. Default: none."""

    @property
    def decision_seconds(self) -> int:
        """Seconds from a region's loss until its document starts to act, at worst, approval included."""
        # A round may have begun just before the loss, and the next invocation begins with the next minute.
        seen = (self.failures + 1) * self.interval_seconds + _SECONDS_PER_MINUTE
        return seen + (self.approval_minutes * _SECONDS_PER_MINUTE if self.approvers else 0)
