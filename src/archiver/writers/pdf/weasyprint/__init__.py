"""PDF by WeasyPrint: layout, checks of the layout, tags, metadata, and the patches that these need."""
