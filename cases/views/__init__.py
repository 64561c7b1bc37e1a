"""Pages of the owner's case, a module per task."""
