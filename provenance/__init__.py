"""Was this picture seen before, and what was it said to show?"""

__version__ = "0.1.0"
