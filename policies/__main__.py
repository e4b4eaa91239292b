"""Holdfast's policy pack, as the engine starts it."""  # noqa: INP001  # a pack's folder is no package

from resilience import pack

pack()
