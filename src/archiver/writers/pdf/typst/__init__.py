"""PDF by Typst: the article becomes data for one fixed template (stylesheets/article.typ)."""
