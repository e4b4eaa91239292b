"""What runs inside the program's own Python: Pulumi's SDK and the standard library, nothing of Holdfast.

The folder is loaded as the package ``_holdfast_preview`` by ``run.py``, so that none
of its modules can shadow a module of the program.
"""
