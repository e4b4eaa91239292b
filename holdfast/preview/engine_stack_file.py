"""A stack file for a backend that lives as long as a preview: nothing of another backend's in it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import yaml

from .project import usage

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

PLACEHOLDER = '"holdfast: what is encrypted"'
"""Stands, with its quotes, where a ciphertext was."""
# Keys that belong to a backend's encryption, or to Pulumi ESC, which cannot be read offline.
_FOREIGN = frozenset({"encryptionsalt", "encryptedkey", "secretsprovider", "environment"})


def portable_text(file: Path | None) -> str:
    """The text of a stack file without what only its own backend understands.

    The text is cut and not written anew: that could change what its values mean.

    Args:
        file: the stack file; None for none.

    Returns:
        The text, each ciphertext replaced by ``PLACEHOLDER``, ended by a line break.

    Raises:
        PreviewError: it is no valid YAML.
    """
    if file is None:
        return ""
    text = file.read_text(encoding="utf-8-sig")
    try:
        root = yaml.compose(text, Loader=yaml.SafeLoader)
    except yaml.YAMLError as error:
        raise usage(f"{file}: no valid YAML: {error}") from None
    for start, end, replacement in sorted(_edits(root), reverse=True):
        text = text[:start] + replacement + text[end:]
    return text if text.endswith("\n") or not text else text + "\n"


def _edits(root: yaml.Node | None) -> Iterator[tuple[int, int, str]]:
    """Where the text changes: start, end, replacement."""
    if not isinstance(root, yaml.MappingNode):
        return
    for key, value in root.value:
        if key.value in _FOREIGN:
            yield key.start_mark.index, value.end_mark.index, ""
        else:
            yield from _ciphertexts(value)


def _ciphertexts(node: yaml.Node) -> Iterator[tuple[int, int, str]]:
    if isinstance(node, yaml.SequenceNode):
        for item in node.value:
            yield from _ciphertexts(item)
    elif isinstance(node, yaml.MappingNode):
        if len(node.value) == 1 and node.value[0][0].value == "secure":
            value = node.value[0][1]
            if isinstance(value, yaml.ScalarNode) and value.tag == "tag:yaml.org,2002:str":
                line_break = "\n" if value.style in ("|", ">") else ""
                yield value.start_mark.index, value.end_mark.index, PLACEHOLDER + line_break
                return
        for _, item in node.value:
            yield from _ciphertexts(item)
