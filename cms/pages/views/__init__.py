"""What the library says over HTTP, a subject a file."""
