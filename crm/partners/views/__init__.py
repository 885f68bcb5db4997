"""The screens of the ground floor that are no plain list."""
