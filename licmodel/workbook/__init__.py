"""Excel, out and in: the only place that knows a cell."""
