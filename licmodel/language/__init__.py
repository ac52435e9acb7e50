"""The calculation language: a model is an ordered list of named rows.

A row is a small expression over inputs and rows above it. The engine (`evaluate`), the
spreadsheet's formulas (`formulas`) and the explanation (`words`) all read that same row.
"""
