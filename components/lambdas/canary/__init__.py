"""The code of canaries: asks every region of an entrance, its public name, and each DNS provider's path."""
