"""Answers on paper and screen: tables, charts and words."""
