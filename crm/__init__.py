"""The CRM: who may sign in, the people and organizations around the council, and its life in time."""
