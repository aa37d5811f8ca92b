"""How good was the service? What was measured and recorded, read by the contract's terms."""
