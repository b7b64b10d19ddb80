"""What can be offered: interventions with target group and places."""
