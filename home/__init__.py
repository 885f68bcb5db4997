"""The porch: the front page, arranging what the rooms offer; and the demo council."""
