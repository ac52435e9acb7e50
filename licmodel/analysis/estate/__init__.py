"""What is licensed and until when: personas and plans, seats, agreements and their dates."""
