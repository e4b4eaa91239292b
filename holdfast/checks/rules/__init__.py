"""The rules, one file each, named by area and number."""
