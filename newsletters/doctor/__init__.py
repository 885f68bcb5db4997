"""Examines how our mail leaves: what the DNS says of our domain, how the server answers, what a letter carries."""
