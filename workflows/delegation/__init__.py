"""Dated delegations and recorded absences: who acts for whom, in which office, until when, on which decision."""
