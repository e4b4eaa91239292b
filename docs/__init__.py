"""The documentation; a package only so that its hooks can be imported."""
