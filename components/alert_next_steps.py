"""What people must do by hand before alerts reach them."""

from collections.abc import Iterator

from holdfast.components.alarm_topic import publishers_in
from holdfast.topology.values import ChatApplication, Topology

_APPLICATIONS = {ChatApplication.SLACK: "Slack workspace", ChatApplication.TEAMS: "Microsoft Teams team"}


def listeners(topology: Topology) -> list[str]:
    """Return what each channel needs that no update does, in order.

    Args:
        topology: The plan.
    """
    return [
        *_chat_channels(topology),
        *_addresses(topology),
        *_hooks(topology),
        *_existing_keys(topology),
    ]


def _chat_channels(topology: Topology) -> Iterator[str]:
    teams = {(one.application, one.team_id) for one in topology.alerts.chat_channels}
    for application, team_id in sorted(teams):
        keys = ", ".join(
            one.key
            for one in topology.alerts.chat_channels
            if (one.application, one.team_id) == (application, team_id)
        )
        yield (
            f"The {_APPLICATIONS[application]} {team_id} must be authorised in the console of Amazon Q "
            "Developer in chat applications (https://console.aws.amazon.com/chatbot/) before the update "
            f"that declares its channels ({keys}), and the app be invited to each private one: "
            "/invite @Amazon Q"
        )


def _addresses(topology: Topology) -> Iterator[str]:
    alerts = topology.alerts
    emails = sorted({*alerts.emails, *(email for one in alerts.email_lists for email in one.emails)})
    if emails:
        yield (
            f"{', '.join(emails)}: confirm every e-mail 'AWS Notification - Subscription Confirmation', one "
            "for each region and severity, within 48 hours; an address that did not hears nothing, and no "
            "update says so (docs/alerts.md)"
        )


def _hooks(topology: Topology) -> Iterator[str]:
    waiting = [one.key for one in topology.alerts.hooks if not one.confirms_itself]
    if waiting:
        yield (
            f"The web addresses of {', '.join(waiting)} get one request of type SubscriptionConfirmation for "
            "each region and severity: open its SubscribeURL within 48 hours (docs/alerts.md)"
        )


def _existing_keys(topology: Topology) -> Iterator[str]:
    serving = {endpoint.place for entrance in topology.entrances for endpoint in entrance.endpoints}
    for region in topology.regions:
        if region.key_arn is not None and region.place in serving:
            yield (
                f"The policy of the existing key {region.key_arn} (holdfast:regions.{region.place}.key_arn) "
                f"must let cloudwatch.amazonaws.com, {', '.join(publishers_in(region.region))} use "
                "kms:Decrypt and kms:GenerateDataKey*, or alerts are lost without a word "
                "(https://docs.aws.amazon.com/sns/latest/dg/sns-key-management.html)"
            )
