"""For each rule a single edit of the production preview that trips it; one file an area."""
