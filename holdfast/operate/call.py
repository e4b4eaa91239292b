"""One door to AWS's APIs: what is refused for good is said in words, what may pass is left to the engine."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from holdfast.operate.permissions import permission_of
from holdfast.operate.steps import StepError

if TYPE_CHECKING:
    from botocore.exceptions import ClientError

    from holdfast.operate.aws import Clients

_DENIED = frozenset(
    {"AccessDenied", "AccessDeniedException", "UnauthorizedOperation", "AuthorizationError", "403"}
)
_FOR_GOOD = frozenset(
    {
        *("ValidationError", "ValidationException", "InvalidParameterValue", "InvalidParameterCombination"),
        *("InvalidParameterException", "InvalidClientTokenId", "UnrecognizedClientException", "ExpiredToken"),
        *("ExpiredTokenException", "SignatureDoesNotMatch", "NoSuchBucket"),
        *("DBInstanceNotFound", "DBClusterNotFoundFault", "GlobalClusterNotFoundFault"),
        *(
            "GlobalReplicationGroupNotFoundFault",
            "ReplicationGroupNotFoundFault",
            "NoSuchMultiRegionAccessPoint",
        ),
        *("ClusterNotFoundException", "ServiceNotFoundException", "ResourceNotFoundException"),
    }
)
"""Codes that trying again does not change; every other one may pass."""


def call(clients: Clients, service: str, region: str, operation: str, /, **parameters: Any) -> dict[str, Any]:  # noqa: ANN401 - whatever the operation takes
    """Call AWS.

    Service and operation are written as literals, so that the permissions which the operator's role needs
    can be read from the source.

    Args:
        clients: Makes clients.
        service: Name of the service, as boto3 knows it.
        region: AWS region.
        operation: Method of the client.
        **parameters: What the operation takes.

    Returns:
        The answer.

    Raises:
        StepError: AWS refuses it for good.
        botocore.exceptions.ClientError: AWS refuses it for now.
        botocore.exceptions.BotoCoreError: AWS does not answer.
    """
    from botocore.exceptions import ClientError, NoCredentialsError  # noqa: PLC0415  # only who calls AWS pays

    try:
        answer: dict[str, Any] = getattr(clients(service, region), operation)(**parameters)
    except NoCredentialsError as error:
        raise StepError(
            "there are no AWS credentials in the environment: sign in, then run it again"
        ) from error
    except ClientError as error:
        if words := _refusal(error, service, region, operation):
            raise StepError(words) from error
        raise
    return answer


def call_errors() -> tuple[type[Exception], ...]:
    """What ``call`` raises; loaded when it is asked for, since only who calls AWS should pay for that."""
    from botocore.exceptions import BotoCoreError, ClientError  # noqa: PLC0415  # as said

    return BotoCoreError, ClientError, StepError


def code_of(error: ClientError) -> str:
    """AWS's code of an error: ``AccessDenied``."""
    return str(error.response.get("Error", {}).get("Code", ""))


def _refusal(error: ClientError, service: str, region: str, operation: str) -> str | None:
    code = code_of(error)
    message = str(error.response.get("Error", {}).get("Message", "")) or "no reason given"
    if code in _DENIED:
        needed = ", ".join(permission_of(service, operation))
        return f"AWS denies {operation} in {region}: the role needs {needed} ({message})"
    if code in _FOR_GOOD:
        return f"AWS refuses {operation} in {region}: {message} ({code})"
    return None
