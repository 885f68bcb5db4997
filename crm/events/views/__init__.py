"""The screens where a volunteer keeps the agenda: the list and the form, and the acts that the public hears of."""
