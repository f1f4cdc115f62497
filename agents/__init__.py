"""Faust: one module per agent, and the one place that promises delivery."""
