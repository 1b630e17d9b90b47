"""Modules that several formats share: the prepared article, fonts, localized words, names, links, atomic files."""
