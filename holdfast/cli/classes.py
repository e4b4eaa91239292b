"""Commands and groups of them as typer makes them, with the house's own help."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

from typer.core import TyperCommand, TyperGroup

if TYPE_CHECKING:
    from collections.abc import Mapping

    from typer._click.core import Context
    from typer.core import TyperOption

NO_EXAMPLES: Mapping[str, str] = MappingProxyType({})


class _Helped:
    """What commands and groups share."""

    def get_help_option(self, ctx: Context) -> TyperOption | None:
        """``--help``; said by nobody it is False, since typer loads pydantic to make sense of None."""
        option: TyperOption | None = super().get_help_option(ctx)  # type: ignore[misc]  # typer's classes have it
        if option is not None:
            option.default = False
            option.help = "Show this help."
        return option


class Command(_Helped, TyperCommand):
    """A command whose help is a page of ours."""

    examples = NO_EXAMPLES
    """Commands, each with what it does."""
    page = ""
    """The page in ``docs/`` that has more."""

    def get_help(self, ctx: Context) -> str:
        """The help, for the terminal that there is."""
        from holdfast.cli.help_page import command_page  # noqa: PLC0415  # a run that helps nobody needs none

        return command_page(self, ctx)


class Group(_Helped, TyperGroup):
    """A command with commands of its own."""

    examples = NO_EXAMPLES
    """See ``Command``."""
    page = ""
    """See ``Command``."""

    def get_help(self, ctx: Context) -> str:
        """The help, for the terminal that there is."""
        from holdfast.cli.help_page import group_page  # noqa: PLC0415  # see above

        return group_page(self, ctx, self.panels())

    def panels(self) -> Mapping[str, Mapping[str, str]]:
        """Headings, each with its commands and what they do."""
        return {
            "Commands": {name: (one.help or "").partition("\n")[0] for name, one in self.commands.items()}
        }
