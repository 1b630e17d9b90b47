"""Finding the body: units and their features, the learned model, and the corrections that follow it."""
