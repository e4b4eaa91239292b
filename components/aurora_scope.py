"""Where the parts of an Aurora database are declared, and its arguments."""

from dataclasses import dataclass

from holdfast.components.aurora_args import AuroraDatabaseArgs, AuroraMemberArgs
from holdfast.components.database_scope import DatabaseScope


@dataclass(frozen=True, kw_only=True)
class AuroraScope(DatabaseScope):
    """What all children of one ``AuroraDatabase`` have in common."""

    args: AuroraDatabaseArgs
    """Arguments of the component, checked."""

    @property
    def home(self) -> AuroraMemberArgs:
        """The founding member."""
        return self.args["members"][self.args["home"]]
