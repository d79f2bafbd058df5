"""Fingerprints to candidates. Derived and deletable; nothing here decides that two items match."""
