"""What the OpenAPI document says of the API as a whole, and what types of clients are called (drf-spectacular)."""

DOCUMENT = {
    "DESCRIPTION": "What a province publishes: its portal, its component sites, their news and pages.",
    "VERSION": "1",
    "OAS_VERSION": "3.1.1",
    "SCHEMA_PATH_PREFIX": "/api/v1",
    "APPEND_COMPONENTS": {"securitySchemes": {"consumer": {"type": "http", "scheme": "bearer"}}},
    "SERVE_INCLUDE_SCHEMA": False,
    "ENABLE_DJANGO_DEPLOY_CHECK": False,  # it describes Wagtail's own addresses too
    "ENUM_NAME_OVERRIDES": {  # types of clients are called so
        "StateEnum": ["live", "redirect", "withdrawn", "gone"],
        "SiteStateEnum": ["open", "closed"],
        "SubmissionStateEnum": "api.submissions.serializers.STATES",
        "RedirectStatusEnum": [(301, 301), (302, 302)],
    },
}
