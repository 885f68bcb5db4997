"""One search for the whole site, in French that forgives, with the same answers on every database."""
