"""Settings: base, then local, production or test on top. Only these modules read the environment."""
