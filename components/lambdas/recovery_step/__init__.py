"""Carries out the steps of a recovery that take more than one plain call of an API.

Runs in AWS Lambda on Python 3.13, with boto3 as the runtime has it and nothing else besides the standard
library. ``holdfast.components.recovery_step_function`` declares the function.
"""
