"""What people do to a running API, by what the stack output ``operations`` names."""
