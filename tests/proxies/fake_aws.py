"""Stands in for the ``aws`` command: answers from a file, or fails as the file says."""

from __future__ import annotations

import json
import sys
from pathlib import Path

if __name__ == "__main__":
    answers = json.loads(Path(sys.argv[1]).read_text())
    answer = answers.get(sys.argv[3])
    if answer is None:
        sys.exit("Unable to locate credentials")
    if sys.argv[3] == "get-object":
        Path(sys.argv[8]).write_text(answer, encoding="utf-8")
        answer = "{}"
    sys.stdout.write(answer if isinstance(answer, str) else json.dumps(answer["value"]))
