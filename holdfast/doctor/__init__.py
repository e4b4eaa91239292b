"""What is missing to preview, to deploy or to operate a stack: looked at, never changed, each with the fix.

A check is a file in ``checks/`` that reads a ``World`` and yields findings; ``examine`` runs them side by
side.
"""
