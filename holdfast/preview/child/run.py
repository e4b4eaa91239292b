"""Entry: run one Pulumi program against a monitor in this process or by the real CLI, or one policy pack.

Started by file path with two arguments: ``session``, ``cli`` or ``pack``, and the path of a JSON request. The
result goes to the file that the request names; progress goes to an inherited pipe, one JSON object per line.
"""

from __future__ import annotations

import gc
import importlib
import importlib.util
import json
import os
import sys
from pathlib import Path

# Reference cycles live as long as this short process: collecting them costs more than half of its time.
gc.disable()


def _load_package() -> None:
    """Load this folder as ``_holdfast_preview``, off the module path: nothing of it may shadow a program."""
    folder = Path(__file__).resolve().parent
    sys.path[:] = [entry for entry in sys.path if entry and Path(entry).resolve() != folder]
    location = folder / "__init__.py"
    spec = importlib.util.spec_from_file_location(
        "_holdfast_preview", location, submodule_search_locations=[str(folder)]
    )
    if spec is None or spec.loader is None:
        raise ImportError(f"cannot load {location}")
    package = importlib.util.module_from_spec(spec)
    sys.modules["_holdfast_preview"] = package
    spec.loader.exec_module(package)


def _without_pulumi(request_file: Path, error: ImportError) -> int:
    request = json.loads(request_file.read_text(encoding="utf-8"))
    message = (
        f"the Python that would run it ({sys.executable}) cannot import pulumi: {error}; "
        "install what the program requires into it"
    )
    Path(request["result"]).write_text(
        json.dumps({"problems": [{"message": message}], "error": message}), encoding="utf-8"
    )
    return 1


def _main(what: str, request_file: Path) -> int:
    _load_package()
    try:
        importlib.import_module("pulumi")
    except ImportError as error:
        return _without_pulumi(request_file, error)
    module = importlib.import_module(f"_holdfast_preview.{what}")
    code: int = module.main(request_file)
    return code


if __name__ == "__main__":
    code = _main(sys.argv[1], Path(sys.argv[2]))
    sys.stdout.flush()
    sys.stderr.flush()
    # Nothing is left to clean up, and freeing a large program's objects one by one takes long.
    os._exit(code)
