"""Files for translators outside: taken out of the desk, brought in again, with a report before anything is written."""
