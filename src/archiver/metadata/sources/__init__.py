"""Sources of metadata: one module for each place that metadata come from."""
