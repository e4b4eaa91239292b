"""Messages that chat channels show and people can read in an e-mail too."""

import json
from collections.abc import Mapping, Sequence
from typing import Any


def chat_message(
    title: str, description: str, *, next_steps: Sequence[str] = (), thread: str | None = None
) -> dict[str, Any]:
    """Return a message in the schema for custom notifications of Amazon Q Developer in chat applications.

    Chat channels drop every other text on a topic that is not a message of AWS's own in its own shape
    (https://docs.aws.amazon.com/chatbot/latest/adminguide/custom-notifs.html, 2026-11).

    Args:
        title: What happened, in a line.
        description: More of it.
        next_steps: What to do, a line each. Default: none.
        thread: What messages of one thread share. Default: each stands alone.
    """
    content: dict[str, Any] = {"textType": "client-markdown", "title": title, "description": description}
    if next_steps:
        content["nextSteps"] = list(next_steps)
    message: dict[str, Any] = {"version": "1.0", "source": "custom", "content": content}
    if thread is not None:
        message["metadata"] = {"threadId": thread}
    return message


def message_template(message: Mapping[str, Any], whole: str) -> str:
    """Return a message as the input template of an EventBridge target.

    A variable inside quotes is put in as it is, and a quotation mark in it would end the string; one without
    quotes is put in as JSON (https://docs.aws.amazon.com/eventbridge/latest/userguide/
    eb-transform-target-input.html, 2026-11).

    Args:
        message: The message; texts may name variables as ``<name>``.
        whole: The variable that is a text of its own and may hold anything.
    """
    return json.dumps(message, indent=1, ensure_ascii=False).replace(f'"<{whole}>"', f"<{whole}>")
