"""The time series of dyads: its table, and its page of plots."""
