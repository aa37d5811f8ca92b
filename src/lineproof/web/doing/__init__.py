"""What do people do with a contract? Each step by its name, told in the trail."""
