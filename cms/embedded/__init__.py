"""Parvis on one machine: the embedded broker, and the supervisor that keeps every process."""
