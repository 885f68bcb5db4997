"""The screens of the memory in the administration."""
