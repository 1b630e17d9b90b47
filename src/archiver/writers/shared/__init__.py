"""What several formats need: the prepared article, fonts, words in the article's language, names, links, files that appear whole."""
