"""OAI-PMH 2.0: other archives gather what the public may see of the memory, and what left it."""
