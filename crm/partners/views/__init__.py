"""The screens of the partners: lists, files of people and organizations, the acts of a mandate, the quick entry."""
