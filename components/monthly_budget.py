"""The monthly budget of a stack: who is told when its cost runs away."""

from collections.abc import Mapping, Sequence
from typing import NotRequired, TypedDict

import pulumi
from pulumi_aws import budgets

# An e-mail list of a notification holds at most ten addresses:
# https://docs.aws.amazon.com/cost-management/latest/userguide/budgets-create.html
_MOST_EMAILS = 10

# Notification type → percentages of the limit. Assumption: four fifths leaves time to act.
_ALERTS: tuple[tuple[str, float], ...] = (("ACTUAL", 80.0), ("ACTUAL", 100.0), ("FORECASTED", 100.0))


class MonthlyBudgetArgs(TypedDict):
    """What the budget of a stack needs."""

    limit_usd: float
    """Cost per calendar month in US dollars that the stack should stay under."""
    emails: Sequence[str]
    """Addresses that get every alert; one to ten."""
    tag_key: str
    """Tag that all of the stack's resources carry, for example ``stack``. It must be active as a cost
    allocation tag in the paying account, and counts from then on
    (https://docs.aws.amazon.com/awsaccountbilling/latest/aboutv2/activating-tags.html); before that the
    budget sees no cost at all."""
    tag_value: str
    """Value of that tag on this stack's resources."""
    tags: NotRequired[Mapping[str, str]]
    """Tags of every child that takes tags. Default: none."""
    origin: NotRequired[Mapping[str, str]]
    """Settings path that each planned value came from, registered as the output ``origin``. Default: none."""


class MonthlyBudget(pulumi.ComponentResource):
    """Alerts by e-mail on the monthly cost of one stack, told apart by a tag.

    Declares: an AWS budget with three alerts: 80 % and 100 % of the limit spent, 100 % forecast.

    Survives: the loss of any region of the API; budgets are global and stop nothing when they fail.
    Does not survive: a tag that is not active for cost allocation (no cost is counted, no alert comes),
    resources that carry no tags (data transfer between regions, for one), and AWS's delay: cost data is
    refreshed a few times a day, so an alert is hours late.
    """

    budget_name: pulumi.Output[str]
    """Name of the budget in AWS."""

    def __init__(
        self,
        name: str,
        args: MonthlyBudgetArgs,
        opts: pulumi.ResourceOptions | None = None,
    ) -> None:
        super().__init__("holdfast:index:MonthlyBudget", name, {**args}, opts)
        _check(args)
        emails = list(args["emails"])
        budget = budgets.Budget(
            f"{name}-budget",
            budget_type="COST",
            time_unit="MONTHLY",
            limit_amount=f"{args['limit_usd']:.2f}",
            limit_unit="USD",
            # The form of a user-defined tag: "user:", key, "$", value.
            cost_filters=[{"name": "TagKeyValue", "values": [f"user:{args['tag_key']}${args['tag_value']}"]}],
            notifications=[
                {
                    "notification_type": kind,
                    "comparison_operator": "GREATER_THAN",
                    "threshold": percent,
                    "threshold_type": "PERCENTAGE",
                    "subscriber_email_addresses": emails,
                }
                for kind, percent in _ALERTS
            ],
            tags=args.get("tags"),
            opts=pulumi.ResourceOptions(parent=self),
        )
        self.budget_name = budget.name
        self.register_outputs({"budget_name": self.budget_name, "origin": dict(args.get("origin", {}))})


def _check(args: MonthlyBudgetArgs) -> None:
    mistakes = []
    if args["limit_usd"] <= 0:
        mistakes.append(f"'limit_usd' must be more than 0, got {args['limit_usd']}")
    if not 1 <= len(args["emails"]) <= _MOST_EMAILS:
        mistakes.append(f"'emails' needs one to {_MOST_EMAILS} addresses, got {len(args['emails'])}")
    if mistakes:
        raise ValueError("; ".join(mistakes))
