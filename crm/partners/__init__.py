"""The ground: our council's identity; later people, organizations, seats, contacts and funding."""
