"""Whole or not at all: folders of a command, files that belong together, and what a stop leaves."""
