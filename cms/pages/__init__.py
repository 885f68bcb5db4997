"""The library: public pages, their blocks, the agenda and the feeds."""
