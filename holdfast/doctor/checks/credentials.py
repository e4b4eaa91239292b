"""Who signs in to AWS, whether that is the stack's account, and whether this machine's clock is right."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdfast.doctor.model import Finding, Purpose, State

if TYPE_CHECKING:
    from collections.abc import Iterator

    from holdfast.doctor.world import World

PURPOSE, SUBJECT = Purpose.DEPLOY, "credentials"
_SKEW_SECONDS = 300
"""AWS refuses requests signed more than five minutes away from its own time.

Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv.html (2026-11).
"""


def check(world: World) -> Iterator[Finding]:
    """Ask STS."""
    from botocore.exceptions import (  # noqa: PLC0415  # see operate/aws.py
        BotoCoreError,
        ClientError,
        ConnectionError,  # noqa: A004  # botocore's own: no answer, as of a name that is not found
        HTTPClientError,
    )

    if world.offline:
        yield Finding(PURPOSE, SUBJECT, State.UNKNOWN, world.unasked)
        return
    try:
        found = world.identity
    except ClientError as error:
        yield Finding(
            PURPOSE,
            SUBJECT,
            State.MISSING,
            f"AWS refuses: {error}",
            "sign in anew: aws sso login, or new keys",
        )
        return
    except (ConnectionError, HTTPClientError) as error:
        fix = "let this machine reach AWS: network, HTTPS_PROXY, AWS_ENDPOINT_URL"
        yield Finding(PURPOSE, SUBJECT, State.MISSING, str(error), fix)
        return
    except BotoCoreError as error:
        yield Finding(
            PURPOSE,
            SUBJECT,
            State.MISSING,
            str(error),
            "sign in: aws sso login, AWS_PROFILE, or a role of the pipeline",
        )
        return
    wanted = None if world.plan is None else world.plan.account_id
    if wanted is None or wanted == found.account:
        yield Finding(PURPOSE, SUBJECT, State.OK, f"{found.arn} in {found.account}")
    else:
        yield Finding(
            PURPOSE,
            SUBJECT,
            State.MISSING,
            f"{found.arn} signs in to {found.account}, and holdfast:account is {wanted}",
            "sign in to the stack's account (AWS_PROFILE), or correct holdfast:account",
        )
    skew = round((found.asked - found.clock).total_seconds())
    is_right = abs(skew) < _SKEW_SECONDS
    yield Finding(
        PURPOSE,
        "clock",
        State.OK if is_right else State.MISSING,
        f"{abs(skew)} s {'ahead of' if skew > 0 else 'behind'} AWS's",
        "" if is_right else "set the clock by NTP: AWS refuses requests that are five minutes away",
    )
