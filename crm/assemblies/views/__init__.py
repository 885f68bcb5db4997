"""What the screens of the assemblies answer."""
