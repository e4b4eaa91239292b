"""What an offline preview took for granted, as its document has it."""

from __future__ import annotations


def assumption_line(assumption: object) -> str:
    """Say an assumption of a preview in a line, such as ``lookup aws:ec2/getAmi:getAmi: unknown``.

    Args:
        assumption: An item of the document's ``holdfast.assumptions``; what is no object is said as it is.
    """
    if not isinstance(assumption, dict):
        return str(assumption)
    return f"{assumption.get('kind')} {assumption.get('subject')}: {assumption.get('assumed')}"
