"""A scenario: one situation, its options, and the files that hold it."""
