"""Running Parvis elsewhere than in its tests: environment, checks, containers and their rehearsal."""
