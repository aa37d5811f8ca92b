"""What is owed? Segments, rent, factors, deductions, tax, due dates, interest, explanation."""
