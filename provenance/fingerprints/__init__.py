"""Pure functions from pixels to comparable values. Nothing here reads an archive."""
