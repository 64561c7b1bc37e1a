"""Forms of the owner's journey, a module per task."""
