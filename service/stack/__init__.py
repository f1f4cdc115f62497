"""The local stack: a broker on this machine, and the processes that make it work."""
