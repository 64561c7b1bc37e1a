"""What proves the case: taken in sealed, shown blurred, opened only with an entry in the log."""
