"""What the neighbourhood wrote elsewhere, a blog or a Facebook page, comes home as drafts."""
