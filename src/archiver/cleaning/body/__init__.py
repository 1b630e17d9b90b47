"""The body finder: features of units, the learned model, and the corrections of its decisions."""
