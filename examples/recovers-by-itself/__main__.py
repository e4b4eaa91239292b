"""Declare the stack that ``Pulumi.<stack>.yaml`` describes: read its settings, plan, declare, export."""

from __future__ import annotations

import asyncio
import os

import pulumi
from pulumi.runtime import config

from holdfast.components.multi_region_api import MultiRegionApi
from holdfast.settings import SettingsError, load
from holdfast.topology.plan import plan

try:
    settings = load(
        config.CONFIG.get() or config.get_config_env(),
        stack=pulumi.get_stack(),
        file=os.environ.get("HOLDFAST_STACK_FILE"),  # where the offline preview took the settings from
        secret_keys=config._SECRET_KEYS.get() or config.get_config_secret_keys_env(),  # noqa: SLF001 - no public way
    )
    topology = plan(settings, project=pulumi.get_project(), stack=pulumi.get_stack())
    api = MultiRegionApi("api", {"topology": topology})
except (SettingsError, ValueError) as error:  # a ValueError is a component's word to whoever configured it
    raise pulumi.RunError(str(error)) from error

pulumi.export("endpoints", api.endpoints)
pulumi.export("name_servers", api.name_servers)
pulumi.export("next_steps", api.next_steps)
pulumi.export("operations", api.operations)

# One turn of the event loop starts every registration. Without it the SDK waits for all outputs anew each
# time that one of them is done, which is 40 % of the program's CPU time (measured: `make bench`).
pulumi.run(lambda: asyncio.sleep(0))
