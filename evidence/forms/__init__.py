"""What is asked on the pages about evidence, by what it is about."""
