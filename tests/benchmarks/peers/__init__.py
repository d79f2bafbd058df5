"""Scripts that do the same with other libraries, as people write them. Run as files, so that nothing else loads."""
