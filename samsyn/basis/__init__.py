"""What is agreed before anyone arrives."""
