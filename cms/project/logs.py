"""Where log lines go: to standard error, JSON in production, plain in the demo."""

from typing import Any

from cms.project.config import Mode

PLAIN = {"format": "{asctime} {levelname} {name} {message}", "style": "{"}
JSON_LINES = {"()": "api.operations.logs.JsonLines"}
AT_ONCE = "api.operations.logs.AtOnce"


def logging_of(mode: Mode) -> dict[str, Any]:
    """Django's `LOGGING`. A line for each request is written in production only."""
    is_production = mode == "production"
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"line": JSON_LINES if is_production else PLAIN},
        "handlers": {"stderr": {"class": AT_ONCE if is_production else "logging.StreamHandler", "formatter": "line"}},
        "root": {"handlers": ["stderr"], "level": "WARNING"},
        "loggers": {
            "wagtail": {"level": "WARNING"},
            "procrastinate": {"level": "WARNING"},
            "requests": {"level": "INFO" if is_production else "WARNING"},
            "django.request": {"level": "ERROR"},  # it writes addresses as they are, words that open something included
        },
    }


def gunicorn_logging(mode: Mode) -> dict[str, Any]:
    """The same for the server's own lines."""
    ours = logging_of(mode)
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": ours["formatters"],
        "handlers": ours["handlers"],
        "root": ours["root"],
        "loggers": {"gunicorn.error": {"level": "WARNING", "handlers": ["stderr"], "propagate": False}},
    }
