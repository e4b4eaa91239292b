"""Pages of HTML, made of the templates beside this file."""

from __future__ import annotations

from importlib import resources
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined


def page(template: str, **values: Any) -> str:  # noqa: ANN401  # what templates read
    """Fill a template in; what a value holds is escaped.

    Args:
        template: Its file.
        **values: What it reads, by name.
    """
    environment = Environment(
        loader=PackageLoader("holdfast.report"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    return environment.get_template(template).render(**values)


def text_of(name: str) -> str:
    """A file beside the templates as it is: a style or a script.

    Args:
        name: Its file.
    """
    return (resources.files("holdfast.report") / "templates" / name).read_text(encoding="utf-8")
