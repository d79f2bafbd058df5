"""Everything durable, and the only SQL."""
