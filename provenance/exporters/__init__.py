"""Writers: model objects become text or plain values. Nothing here reads an archive."""
