"""The keys of an entrance's clients: made once, the same in every region."""

from collections.abc import Iterable

import pulumi
import pulumi_random as random

_LENGTH = 40
"""Characters of a key, of the 20 to 128 that API Gateway takes
(https://docs.aws.amazon.com/apigateway/latest/developerguide/api-key-file-format.html)."""


def declare_client_keys(
    name: str, clients: Iterable[str], child: pulumi.ResourceOptions
) -> dict[str, pulumi.Output[str]]:
    """Declare ``<name>-key-<client>``: a random key per client, which every region's API takes.

    A key is made in no region, so that none has to be there for another to be made. It lies in the stack's
    state as a secret and in API Gateway of each region, where those read it who may; it is in no setting, no
    preview and no output of the stack.

    Args:
        name: What logical names begin with, such as ``global-public``.
        clients: Keys of the clients in the settings.
        child: Options that name the parent.

    Returns:
        Client → key, secret.
    """
    return {
        client: random.RandomPassword(
            f"{name}-key-{client}", length=_LENGTH, special=False, opts=child
        ).result
        for client in sorted(clients)
    }
