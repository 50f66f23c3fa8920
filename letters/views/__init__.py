"""Pages of letters: the list, a draft, an issued document, the templates."""
