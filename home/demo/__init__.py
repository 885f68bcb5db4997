"""A fictional council, loaded by one command: its identity, its agenda, its news and its readers."""
