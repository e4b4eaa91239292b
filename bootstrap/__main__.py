"""Declare what deploying needs before anything is deployed: read the settings, declare, export."""

from __future__ import annotations

import asyncio
import os

import pulumi
from pulumi.runtime import config

from holdfast.components.deployment_foundation import DeploymentFoundation
from holdfast.settings.bootstrap import foundation_args
from holdfast.settings.bootstrap_loading import load_bootstrap
from holdfast.settings.mistakes import SettingsError

try:
    settings = load_bootstrap(
        config.CONFIG.get() or config.get_config_env(),
        stack=pulumi.get_stack(),
        file=os.environ.get("HOLDFAST_STACK_FILE"),  # where the offline preview took the settings from
        secret_keys=config._SECRET_KEYS.get() or config.get_config_secret_keys_env(),  # noqa: SLF001 - no public way
    )
    foundation = DeploymentFoundation("global", foundation_args(settings))
except (SettingsError, ValueError) as error:
    raise pulumi.RunError(str(error)) from error

pulumi.export("state", foundation.state)
pulumi.export("role_arns", foundation.role_arns)

pulumi.run(lambda: asyncio.sleep(0))  # one turn of the event loop starts every registration
