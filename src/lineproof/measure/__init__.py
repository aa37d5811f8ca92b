"""Was the line up? Samples become slots, votes, states, outages and availability.

Pure functions of columns: no files, no clock, no contract; instants are integer nanoseconds, UTC.
"""
