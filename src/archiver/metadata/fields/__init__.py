"""Fields of metadata: one module for each field that is decided."""
