"""How components refuse arguments: all that is wrong at once, before anything is declared."""

from collections.abc import Iterable


def refuse_if_any(subject: str, problems: Iterable[str]) -> None:
    """Refuse what has problems.

    Args:
        subject: Kind and name of what is refused, such as ``canary 'euw1-shop'``.
        problems: What is wrong with it, a line each; none of what can be declared.

    Raises:
        ValueError: All problems at once, one a line.
    """
    if found := list(problems):
        raise ValueError(f"{subject}:\n" + "\n".join(f"- {one}" for one in found))
