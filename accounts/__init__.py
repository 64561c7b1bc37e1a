"""People, organisations, their keys, signing in and the unlocked session."""
