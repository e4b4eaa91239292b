"""Holdfast's components for programs in other languages, as the engine starts them."""  # noqa: INP001  # a plugin's folder is no package

from hosting import serve

serve()
