"""What the volunteers see of the post room in the admin, one module a list."""
