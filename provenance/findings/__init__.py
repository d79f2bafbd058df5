"""What follows from the records: pure functions over model objects, no pixels and no SQL."""
