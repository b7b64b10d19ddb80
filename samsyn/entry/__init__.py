"""A person comes in: person, case, consent, referral, selection, enrolment."""
