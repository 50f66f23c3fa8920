"""Pages of the registry; the organization's own page is composed in a room above."""
