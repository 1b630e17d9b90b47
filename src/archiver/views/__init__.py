"""Views of parts of a record as data. The Article offers them; each is a module, since the Article itself is long enough."""
