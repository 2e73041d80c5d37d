"""The manners of the API: errors, sites and languages of a request, caching."""
