"""Which commands are there? One module a command group; heavy imports wait inside functions."""
