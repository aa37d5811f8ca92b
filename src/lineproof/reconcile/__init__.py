"""Is the bill right? Matching, differences by cause, tolerance, dispute."""
