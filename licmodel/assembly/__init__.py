"""From a scenario to a model: every line, option and measure as rows of one program."""
