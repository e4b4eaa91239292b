"""Secrets with the credentials of databases: of the right service, in every region, and true."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from holdfast.settings import effective_rds, effective_stores
from holdfast.settings.aws_regions import PLACES
from holdfast.settings.mistakes import Problem, key_text, nearest

if TYPE_CHECKING:
    from collections.abc import Iterator

    from holdfast.settings.aurora import AuroraSettings
    from holdfast.settings.mistakes import SettingPath
    from holdfast.settings.rds import RdsSettings
    from holdfast.settings.stack import Settings
    from holdfast.settings.store import StoreSettings

_ARN_REGION = re.compile(r"^arn:aws:secretsmanager:([a-z0-9-]+):")


def of_each_store(settings: Settings) -> Iterator[Problem]:
    """Existing secrets, of databases that are imported or adopted."""
    for key, store in settings.stores.items():
        asked = _database(store)
        if asked is None:
            continue
        path = ("stores", key, effective_stores.store_section(store))
        held = effective_stores.store_places(store, settings)
        if asked.secret_arn is not None:
            yield from _secret((*path, "secret_arn"), asked.secret_arn, held)
            if "password_version" in asked.model_fields_set:
                yield Problem(
                    path=(*path, "password_version"),
                    message="does nothing with secret_arn: that secret's password is not for this program to "
                    "change; leave one of them out",
                    value=asked.password_version,
                )
        if asked.adopt is not None:
            yield from _secret((*path, "adopt", "secret_arn"), asked.adopt.secret_arn, held)


def of_imported_databases(settings: Settings) -> Iterator[Problem]:
    """Secrets of databases that Holdfast would make itself, and so could not know the password of."""
    for key, store in settings.stores.items():
        asked, home = _database(store), effective_stores.store_home(store, settings)
        if asked is None or asked.secret_arn is None or home is None:
            continue
        name = f"{home}-{key}-db"
        if name not in settings.imports:
            yield Problem(
                path=("stores", key, effective_stores.store_section(store), "secret_arn"),
                message=f"is for a database that is imported, and {key_text(('imports',))} has no {name}: a "
                "database that is made gets a password that is not in this secret; leave this out, or import "
                "the database",
                suggestion=nearest(name, settings.imports),
            )


def _database(store: StoreSettings) -> AuroraSettings | RdsSettings | None:
    """Give what a store's database is; None of a store whose kind has no master user."""
    if effective_stores.is_aurora(store):
        return effective_stores.aurora(store)
    return effective_stores.rds(store) if effective_rds.is_rds(store) else None


def _secret(path: SettingPath, arn: str, held: tuple[str, ...]) -> Iterator[Problem]:
    if arn.startswith("arn:aws:ssm:"):
        yield Problem(
            path=path,
            message="is a parameter, and a database's user name and password are read from a secret of "
            "Secrets Manager, arn:aws:secretsmanager:{region}:<account>:secret:<name>",
        )
        return
    fixed = _ARN_REGION.match(arn)
    others = [place for place in held if fixed and PLACES[place].name != fixed[1]]
    if fixed and others:
        yield Problem(
            path=path,
            message=f"lies in {fixed[1]}: services in {', '.join(others)} could not read it when that is "
            "lost; replicate it and write {region}",
        )
