"""How accounts are kept safe: who came in from where, tries at the door, sessions, passwords, what lies idle."""
