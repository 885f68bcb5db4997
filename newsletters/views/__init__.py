"""Where the post room speaks HTTP: the public pages of the subscriber, and the admin's own screens."""
