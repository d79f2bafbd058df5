"""Measurements of cost and of what is found. Not tests: nothing here passes or fails, it prints and writes.

    python -m tests.benchmarks [NAME...] [--quick] [--json FILE] [--photos FOLDER] [--cache DIR] [--core N]

How each number is obtained stands in the module that makes it: check, ingest, index, memory, found, claims.
What holds for all of them:

- Time is processor time (user and system) of the whole process tree, from ``os.wait4``, or of this process
  where the caller is already running. Wall time is used once, for two workers against one, and says so.
- What is compared is run in turns, never in blocks, and medians are compared: a busy machine slows both.
- Targets are ratios within one run, so that they hold on another machine. Only the rebuild of the index and
  the memory have plain limits.
- ``--quick`` makes everything small. Timed targets are then not judged; results such as recall still are.
"""
