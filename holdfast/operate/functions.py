"""How many executions of a function AWS lets run, and how many stand ready."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from holdfast.operate.call import call, code_of

if TYPE_CHECKING:
    from holdfast.contracts.operations import Function
    from holdfast.operate.aws import Clients

_NONE_READY = "ProvisionedConcurrencyConfigNotFoundException"


@dataclass(frozen=True, kw_only=True, slots=True)
class Executions:
    """A function's executions: reserved for it, left by the account, and those that stand ready.

    ``reserved`` is None where none are; ``ready_status`` is AWS's word, None where none are asked for.
    """

    reserved: int | None
    unreserved: int
    asked_ready: int
    ready: int
    ready_status: str | None

    @property
    def most(self) -> int:
        """Executions that AWS lets run at once."""
        return self.unreserved if self.reserved is None else self.reserved


def read_executions(clients: Clients, region: str, function: Function) -> Executions:
    """Read what AWS lets a function run.

    Args:
        clients: Makes clients.
        region: AWS region.
        function: Its names.
    """
    from botocore.exceptions import ClientError  # noqa: PLC0415  # only who calls AWS pays

    reserved = call(clients, "lambda", region, "get_function_concurrency", FunctionName=function["name"])
    account = call(clients, "lambda", region, "get_account_settings")
    try:
        ready = call(
            clients,
            "lambda",
            region,
            "get_provisioned_concurrency_config",
            FunctionName=function["name"],
            Qualifier=function["alias"],
        )
    except ClientError as error:
        if code_of(error) != _NONE_READY:
            raise
        ready = {}
    return Executions(
        reserved=reserved.get("ReservedConcurrentExecutions"),
        unreserved=account["AccountLimit"]["UnreservedConcurrentExecutions"],
        asked_ready=ready.get("RequestedProvisionedConcurrentExecutions", 0),
        ready=ready.get("AvailableProvisionedConcurrentExecutions", 0),
        ready_status=ready.get("Status"),
    )
