"""The post room: composes, sends, hears back."""
