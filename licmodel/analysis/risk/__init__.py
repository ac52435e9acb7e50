"""What may come of it, and how likely: distributions, draws, risk, and regret over seats."""
