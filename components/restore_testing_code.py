"""The code of the validation function: its package, what it checks, and the drivers that it asks with."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pulumi

from holdfast.components.lambda_archive import installed_modules, lambda_archive
from holdfast.components.restore_testing_args import DATABASE_TYPES, RestoreChecksArgs

PACKAGE = "restore_validation"
HANDLER = f"{PACKAGE}.handler.handle"
_DRIVERS = ("pg8000", "scramp", "asn1crypto", "PyMySQL")
"""Drivers for PostgreSQL and MySQL with what they need, all in plain Python: as installed beside this
program, so that its lock file says which versions run. ``dateutil`` comes with the runtime's boto3, which
needs it too."""


def validation_code(stores: Mapping[str, RestoreChecksArgs], ca_file: str | None) -> pulumi.AssetArchive:
    """Archive the function.

    Args:
        stores: What each copy must hold, which goes along as ``checks.json``.
        ca_file: File with RDS's authorities, which goes along as ``ca.pem``. Default: none.
    """
    content: dict[str, Any] = {
        **lambda_archive(PACKAGE).assets,
        f"{PACKAGE}/checks.json": pulumi.StringAsset(_checks(stores)),
    }
    if ca_file is not None:
        content[f"{PACKAGE}/ca.pem"] = pulumi.StringAsset(Path(ca_file).read_text(encoding="ascii"))
    databases = any(store["type"] in DATABASE_TYPES for store in stores.values())
    for name in _DRIVERS if databases else ():
        content |= installed_modules(name)
    return pulumi.AssetArchive(content)


def _checks(stores: Mapping[str, RestoreChecksArgs]) -> str:
    told = {
        key: {name: value for name, value in store.items() if name not in {"sources", "port"}}
        for key, store in stores.items()
    }
    return json.dumps(told, sort_keys=True, indent=1)
