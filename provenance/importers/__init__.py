"""Readers: a path becomes an iterator of ``Intake`` and ``Problem``. Importers never write."""
