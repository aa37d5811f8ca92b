"""What is wrong, doubtful or worth a look in a contract? One small rule a question."""
