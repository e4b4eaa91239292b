"""A restore test by hand: newest backup, restore into the closed network, verdict, deletion, times."""
