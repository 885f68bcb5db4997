"""The post room's own screens in the admin."""
