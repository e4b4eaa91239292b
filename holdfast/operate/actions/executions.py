"""As many executions of a function as the whole load takes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from holdfast.operate.actions.planned import PlannedStep, done, todo
from holdfast.operate.call import call
from holdfast.operate.functions import read_executions
from holdfast.operate.steps import StepError

if TYPE_CHECKING:
    from holdfast.contracts.operations import Function
    from holdfast.operate.steps import StepState


@dataclass(frozen=True, kw_only=True, slots=True)
class RaiseExecutions(PlannedStep):
    """See that a function may run what the whole load takes.

    Lambda starts executions by itself; what stops it is a reservation or the account's quota
    (https://docs.aws.amazon.com/lambda/latest/dg/lambda-concurrency.html, 2026-11). A reservation is raised,
    a quota only AWS can raise. What stands ready is left to scaling: without it the first answers are
    slower, and none is missing.
    """

    function: Function
    size: int

    def state(self) -> StepState:
        """Compare what may run with what is needed."""
        region = self.planned.region(self.planned.place)
        found = read_executions(self.planned.clients, region, self.function)
        if found.most >= self.size:
            return done(f"{found.most} executions may run, {self.size} are needed")
        if found.reserved is not None and found.unreserved >= self.size:
            return todo(f"{found.reserved} executions are reserved, {self.size} are needed")
        raise StepError(
            f"{self.function['name']} may run {found.most} executions in {region}, {self.size} are needed: "
            "ask AWS for more concurrent executions (Service Quotas, L-B99A9384)"
        )

    def act(self) -> None:
        """Raise the reservation."""
        call(
            self.planned.clients,
            "lambda",
            self.planned.region(self.planned.place),
            "put_function_concurrency",
            FunctionName=self.function["name"],
            ReservedConcurrentExecutions=self.size,
        )
