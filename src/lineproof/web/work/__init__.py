"""What is done in the background? Jobs, the worker, and what people are told of."""
