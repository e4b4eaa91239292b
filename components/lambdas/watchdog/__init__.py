"""Watches a region from the one that would take over, and starts what leaves it.

Runs in AWS Lambda on Python 3.13, with boto3 as the runtime has it and nothing else besides the standard
library. ``holdfast.components.watchdog`` and ``holdfast.components.watchdog_probe`` declare the functions.
"""
