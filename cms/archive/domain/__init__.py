"""The verbs of the memory: describe, publish, withhold, take down."""
