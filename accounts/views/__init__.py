"""The ways in, the ways out, and how the pages behave for one owner."""
