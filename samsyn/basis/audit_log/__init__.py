"""The auditor's view of the own party's trace."""
