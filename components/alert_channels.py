"""Who listens to the topics of a stack: chat channels, web addresses such as PagerDuty's, and people."""

from collections.abc import Sequence
from typing import Any

import pulumi
from pulumi_aws import chatbot, cloudwatch, iam, sns, sqs

from holdfast.components.alarm_notes import described, note_tags
from holdfast.components.alarm_topic import email_name
from holdfast.components.alert_channels_args import (
    AlertChannelsArgs,
    AlertTopicArgs,
    ChatChannelArgs,
    EmailListArgs,
    HookArgs,
    problems_of,
)
from holdfast.components.event_queue import topics_send
from holdfast.components.service_policy import allow, policy_document, trust_document
from holdfast.contracts.runbook import RunbookSection
from holdfast.topology.values import ChatApplication, Severity

CHAT_REGION = "us-east-2"
"""Where the configurations of channels are managed; they count everywhere. One of the four regions that
have the service's endpoints: https://docs.aws.amazon.com/general/latest/gr/chatbot.html (2026-11)."""

# What AWS's own template for notifications allows, so that messages show the alarm's graph:
# https://docs.aws.amazon.com/chatbot/latest/adminguide/chatbot-iam-policies.html (2026-11)
_CHAT_ACTIONS = ("cloudwatch:Describe*", "cloudwatch:Get*", "cloudwatch:List*")
_LONGEST_KEPT_SECONDS = 14 * 86_400


class AlertChannels(pulumi.ComponentResource):
    """Everybody who listens to the topics of a stack's regions.

    Declares: per chat channel a configuration that names the topics of all regions, with a role and a
    guardrail that can read CloudWatch and nothing else; per web address a subscription to each topic, and
    per region a queue for what an address did not take, with an alarm; per address of a list a subscription.
    Survives: the loss of any region, of whose topics alone it then hears nothing. Does not survive: an
    address that nobody confirmed, a workspace that nobody authorised.
    """

    def __init__(
        self, name: str, args: AlertChannelsArgs, opts: pulumi.ResourceOptions | None = None
    ) -> None:
        """See ``AlertChannelsArgs``.

        Raises:
            ValueError: A channel, an address or a topic cannot be as it is said.
        """
        super().__init__("holdfast:index:AlertChannels", name, {**args}, opts)
        if problems := problems_of(args):
            raise ValueError(f"alert channels {name!r}: " + "; ".join(problems))
        self._name, self._args = name, args
        self._child = pulumi.ResourceOptions(parent=self)
        channels = args.get("chat_channels", {})
        if channels:
            role, guardrail = self._chat_role()
            for key in sorted(channels):
                self._chat(key, channels[key], role, guardrail)
        hooks = args.get("hooks", {})
        queues = self._queues() if hooks else {}
        for key in sorted(hooks):
            self._hook(key, hooks[key], queues)
        for _, listed in sorted(args.get("email_lists", {}).items()):
            self._email_list(listed)
        self.register_outputs({"origin": dict(args.get("origin", {}))})

    def _topics(self, severities: Sequence[str]) -> list[tuple[str, AlertTopicArgs]]:
        return [
            (key, topic)
            for key, topic in sorted(self._args["topics"].items())
            if topic["severity"] in severities
        ]

    def _tags(self, name: str) -> dict[str, str]:
        return {**self._args.get("tags", {}), "Name": name}

    def _chat_role(self) -> "tuple[iam.Role, iam.Policy]":
        name = f"{self._name}-chat"
        # AWS documents no condition key for this trust; the role reads metrics and nothing else.
        role = iam.Role(
            f"{name}-role",
            description="Amazon Q Developer in chat applications shows alarms in channels",
            assume_role_policy=trust_document("chatbot.amazonaws.com"),
            tags=self._tags(f"{name}-role"),
            opts=self._child,
        )
        policy = iam.Policy(
            f"{name}-policy",
            description="What chat channels can see, and the most that anybody can do from them",
            policy=policy_document([allow("ShowAlarms", _CHAT_ACTIONS, ["*"])]),
            tags=self._tags(f"{name}-policy"),
            opts=self._child,
        )
        iam.RolePolicyAttachment(
            f"{name}-attachment", role=role.name, policy_arn=policy.arn, opts=self._child
        )
        return role, policy

    def _chat(self, key: str, channel: ChatChannelArgs, role: "iam.Role", guardrail: "iam.Policy") -> None:
        name = f"{self._name}-{key}"
        arns = [topic["topic_arn"] for _, topic in self._topics(channel["severities"])]
        # Project names may have dots, which names of configurations may not.
        given = f"{pulumi.get_project()}-{pulumi.get_stack()}-{key}".replace(".", "-")
        shared: dict[str, Any] = {
            "region": CHAT_REGION,
            "configuration_name": given,
            "iam_role_arn": role.arn,
            # Without one it is AdministratorAccess.
            "guardrail_policy_arns": [guardrail.arn],
            "user_authorization_required": True,
            "logging_level": "ERROR",
            "sns_topic_arns": arns,
            "tags": self._tags(name),
            "opts": self._child,
        }
        if channel["application"] == ChatApplication.SLACK:
            chatbot.SlackChannelConfiguration(
                name,
                slack_team_id=channel["team_id"],
                slack_channel_id=channel["channel_id"],
                **shared,
            )
        else:
            chatbot.TeamsChannelConfiguration(
                name,
                team_id=channel["team_id"],
                tenant_id=channel["tenant_id"],
                channel_id=channel["channel_id"],
                **shared,
            )

    def _hook(self, key: str, hook: HookArgs, queues: "dict[str, sqs.Queue]") -> None:
        for prefix, topic in self._topics(hook["severities"]):
            queue = queues[topic["place"]]
            sns.TopicSubscription(
                f"{prefix}-{key}",
                region=topic["region"],
                topic=topic["topic_arn"],
                protocol="https",
                endpoint=pulumi.Output.secret(hook["url"]),
                endpoint_auto_confirms=hook.get("confirms_itself", False),
                redrive_policy=pulumi.Output.json_dumps({"deadLetterTargetArn": queue.arn}),
                filter_policy=topic.get("filter_policy"),
                filter_policy_scope="MessageAttributes" if "filter_policy" in topic else None,
                opts=self._child,
            )

    def _email_list(self, listed: EmailListArgs) -> None:
        for prefix, topic in self._topics(listed["severities"]):
            for email in sorted(set(listed["emails"])):
                sns.TopicSubscription(
                    email_name(f"{prefix}-listed", email),
                    region=topic["region"],
                    topic=topic["topic_arn"],
                    protocol="email",
                    endpoint=email,
                    filter_policy=topic.get("filter_policy"),
                    filter_policy_scope="MessageAttributes" if "filter_policy" in topic else None,
                    opts=self._child,
                )

    def _queues(self) -> "dict[str, sqs.Queue]":
        """A queue in each region for what addresses did not take, and an alarm on it."""
        wanted = {
            severity for hook in self._args.get("hooks", {}).values() for severity in hook["severities"]
        }
        topics = self._topics(sorted(wanted))
        queues: dict[str, sqs.Queue] = {}
        for place, region in sorted({topic["place"]: topic["region"] for _, topic in topics}.items()):
            name = f"{place}-undelivered"
            queues[place] = sqs.Queue(
                name,
                region=region,
                # Alerts hold no data of clients; a customer key would have to admit SNS.
                sqs_managed_sse_enabled=True,
                message_retention_seconds=_LONGEST_KEPT_SECONDS,
                tags=self._tags(name),
                opts=self._child,
            )
            here = [topic["topic_arn"] for _, topic in topics if topic["place"] == place]
            sqs.QueuePolicy(
                f"{name}-policy",
                region=region,
                queue_url=queues[place].url,
                policy=pulumi.Output.all(queues[place].arn, *here).apply(
                    lambda arns: topics_send(arns[0], arns[1:])
                ),
                opts=self._child,
            )
            self._alarm(name, place, region, queues[place])
        return queues

    def _alarm(self, name: str, place: str, region: str, queue: "sqs.Queue") -> None:
        notes, section = self._args.get("notes"), RunbookSection.MONITORING
        here = [topic for _, topic in self._topics([Severity.TICKET]) if topic["place"] == place]
        # A vault's topic alone where there is no other: nobody is told twice.
        tickets = [topic["topic_arn"] for topic in here if "filter_policy" not in topic] or [
            topic["topic_arn"] for topic in here
        ]
        cloudwatch.MetricAlarm(
            f"{name}-alarm",
            region=region,
            alarm_description=described(
                f"A web address did not take alerts of {region} within an hour: they lie in the queue "
                f"{name}. See whether the address and its key still hold.",
                section,
                notes,
            ),
            namespace="AWS/SQS",
            metric_name="ApproximateNumberOfMessagesVisible",
            dimensions={"QueueName": queue.name},
            statistic="Maximum",
            period=300,
            evaluation_periods=1,
            threshold=0,
            comparison_operator="GreaterThanThreshold",
            treat_missing_data="ignore",
            alarm_actions=tickets,
            tags={**self._tags(f"{name}-alarm"), **note_tags(section, notes)},
            opts=self._child,
        )
