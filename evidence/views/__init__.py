"""The owner's pages about her evidence, by what she does there."""
