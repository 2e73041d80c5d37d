"""The one background process: jobs, the drain of the publication log, the timetable, what follows the log."""
