"""Forms of the registry. Days come in from the view: a form reads no clock."""
