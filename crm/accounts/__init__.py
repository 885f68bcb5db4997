"""The cellar: who may sign in, in which groups, with which second factor."""
