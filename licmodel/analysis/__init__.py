"""From a scenario to its answers: assemble, evaluate, compare."""
