"""What the memory answers over HTTP."""
