"""Many sources: which there are, where each one's exports go, and one after the other or side by side, past those that fail."""
