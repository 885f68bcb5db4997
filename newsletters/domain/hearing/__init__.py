"""What comes back after a letter has left: refusals, delays, complaints, and what they mean for the person."""
