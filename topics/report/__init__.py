"""An analysis as a folder: pages, figures, tables, one HTML page, a manifest."""
