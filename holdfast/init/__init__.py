"""A stranger's answers turned into a stack file: asked, decided, written.

Nothing here knows a command line or a cloud: what answers come to is judged by the settings and the plan
alone. ``questions`` is what is asked, ``decide`` finds the cheapest design that keeps what is promised,
``stack_text`` and ``project_files`` write it down.
"""
