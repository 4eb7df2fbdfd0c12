"""Tables of tools that no device has: what the model meets only in a header. table.py says how they are written."""
