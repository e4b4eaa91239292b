"""Code that runs in AWS Lambda, one folder per function."""
