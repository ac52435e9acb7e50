"""The building blocks people write in a scenario: months, figures and where they come from."""
