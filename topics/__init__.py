"""Topics of countries in news text, with intervals."""
