"""What is it? The values every stage shares: money, periods, records, findings, explanations."""
