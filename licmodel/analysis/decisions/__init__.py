"""What would change an answer: what-ifs, bridges, break-evens, sensitivity and levers."""
