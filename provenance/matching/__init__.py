"""Candidates to verified matches, with what was altered and why it is believed."""
