"""Judges what AWS Backup restored in a restore test: does it answer, and does it hold what it should.

Runs in AWS Lambda on Python 3.13, with boto3 as the runtime has it, and with pg8000 and PyMySQL, which are
packed beside it. ``holdfast.components.restore_testing`` declares the function.
"""
