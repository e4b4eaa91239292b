"""Multi-region APIs on AWS that must not go down."""
