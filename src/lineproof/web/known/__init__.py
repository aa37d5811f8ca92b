"""What is known of a contract? What the stages work out, once for all who ask."""
