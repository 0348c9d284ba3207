"""The whole line: a configuration in, an analysis with every table out."""
