"""ARC's routing control, by the cluster's data plane: five endpoints, of which any two may be gone."""

from __future__ import annotations

import random
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from holdfast.operate.aws import AvoidedRegionError
from holdfast.operate.call import call, code_of
from holdfast.operate.levers.lever import Position
from holdfast.operate.steps import StepError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from typing import TypeVar

    from holdfast.operate.aws import Clients

    Answer = TypeVar("Answer")

_ON, _OFF = "On", "Off"
_SAFETY_RULE = "ConflictException"


@dataclass(frozen=True, kw_only=True, slots=True)
class RoutingControlLever:
    """A control that is ``On`` lets clients go to the place.

    Endpoints are asked in random order, until one answers, as AWS advises
    (https://docs.aws.amazon.com/r53recovery/latest/dg/route53-arc-best-practices.html, 2026-11). Taking a
    place out switches the others on in the same call, so that no safety rule sees all of them off.
    """

    clients: Clients
    place: str
    arn: str
    others: tuple[str, ...]
    endpoints: Mapping[str, str]

    @property
    def by(self) -> str:
        """What it is."""
        return "routing-control"

    def read(self) -> Position:
        """Ask for the control's state."""

        def ask(clients: Clients, region: str) -> str:
            found = call(
                clients,
                "route53-recovery-cluster",
                region,
                "get_routing_control_state",
                RoutingControlArn=self.arn,
            )
            return str(found["RoutingControlState"])

        state = self._by_any(ask)
        return Position(out=state == _OFF, detail=f"the routing control of {self.place} is {state}")

    def take_out(self) -> None:
        """Switch it off, and the others on."""
        self._set({self.arn: _OFF, **dict.fromkeys(self.others, _ON)})

    def let_in(self) -> None:
        """Switch it on; the others stay."""
        self._set({self.arn: _ON})

    def _set(self, states: Mapping[str, str]) -> None:
        from botocore.exceptions import ClientError  # noqa: PLC0415  # only who calls AWS pays

        entries = [
            {"RoutingControlArn": arn, "RoutingControlState": state} for arn, state in sorted(states.items())
        ]

        def ask(clients: Clients, region: str) -> None:
            try:
                call(
                    clients,
                    "route53-recovery-cluster",
                    region,
                    "update_routing_control_states",
                    UpdateRoutingControlStateEntries=entries,
                )
            except ClientError as error:
                if code_of(error) == _SAFETY_RULE:
                    raise StepError(f"a safety rule of ARC refuses it: {error}") from error
                raise

        self._by_any(ask)

    def _by_any(self, ask: Callable[[Clients, str], Answer]) -> Answer:
        from botocore.exceptions import BotoCoreError, ClientError  # noqa: PLC0415  # only who calls AWS pays

        last: Exception = AvoidedRegionError("no endpoint of the routing-control cluster is left")
        for region, endpoint in random.sample(sorted(self.endpoints.items()), len(self.endpoints)):
            try:
                return ask(_at(self.clients, endpoint), region)
            except (AvoidedRegionError, BotoCoreError, ClientError) as error:
                last = error
        raise last


def _at(clients: Clients, endpoint: str) -> Clients:
    """A maker whose clients talk to one endpoint."""

    def made(service: str, region: str, *, endpoint_url: str | None = None) -> Any:  # noqa: ANN401  # as Clients says
        return clients(service, region, endpoint_url=endpoint_url or endpoint)

    return made
