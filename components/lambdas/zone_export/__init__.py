"""Exports DNS zones, with what their records depend on, into a bucket.

Runs in AWS Lambda on Python 3.13, with boto3 as the runtime has it and nothing else besides the standard
library. ``holdfast.components.zone_export`` declares the function.
"""
