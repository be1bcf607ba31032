"""Letters: planned, rendered, released, printed, and checked by those who write them."""
