"""Can the other side check it? What a seal holds, verification, comparison, signatures."""
