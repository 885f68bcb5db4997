"""The promise: the memory leaves whole, under open standards, and stands up again elsewhere."""
