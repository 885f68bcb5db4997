"""What the public gets of the masters: made anew, without a place or a person's data in it."""
