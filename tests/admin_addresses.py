"""Every address of the admin, and what keeps people of other sites out of it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver


@dataclass(frozen=True)
class Address:
    """One address: its name, the names of its parameters, its path."""

    name: str
    parameters: tuple[str, ...]
    pattern: str


# The policy that Wagtail's view asks looks at the page, the picture, the file itself; or we put ours in its place.
CHECKED: Mapping[str, str] = {
    "wagtailadmin_home": "our panels",
    "wagtailadmin_api:*": "explorable pages; pictures and files of one's own collections",
    "wagtailadmin_explore*": "explorable pages",
    "wagtail_bulk_action": "pages, pictures and files by their policies; people not at all",
    "wagtailadmin_pages:*": "the page's permission tester",
    "wagtailadmin_choose_page": "own pages, and what is live",
    "wagtailadmin_choose_page_child": "own pages, and what is live",
    "wagtailadmin_choose_page_search": "own pages, and what is live",
    "wagtailadmin_choose_page_chosen_multiple": "own pages, and what is live",
    "wagtailadmin_tag_autocomplete": "tags of one's own things",
    "wagtailadmin_tag_model_autocomplete": "tags of one's own pages, and public ones",
    "wagtailadmin_editing_sessions:*": "the page's permission tester; the session is one's own",
    "cms_pages_draft_translation": "the page's permission tester",
    "private_picture": "a folder that nobody can guess",
    "wagtaildocs:*": "the collection's policy",
    "wagtailimages:*": "the collection's policy",
    "wagtaildocs_chooser:*": "the collection's policy",
    "wagtailimages_chooser:*": "the collection's policy",
    "wagtailsettings:*": "no settings are registered",
    "preview_page*": "may_read: whose page it is, who is asked",
    "preview_bundle*": "may_read_bundle: whose site it is, who is asked, every draft in it",
    "preview_readings": "sites_read_about: whom the rule of the site names",
    "preview_addresses:*": "the site of the row, asked by every view of one row",
    "erasing_*": "whom the rule names for the page; the second person is another",
    "emergency_*": "who decides in the chain of the page; the second person is another",
    "endings_*": "who decides in the chain of the page; the second person is another; one's own sites",
    "passage_change": "the page's permission tester",
    "bundles:*": "visible_to: whose site it is, who is asked",
    "desk_bundle": "the same",
    "translation:*": "may_see, reasons_not_to_begin: who writes in that language there, and who decides about it",
    "bureaus:*": "languages_of: who translates into that language; text_named; a file is of whoever took or brought it",
    "machine:*": "may_see, reasons_not_to_ask: who writes that text; what was sent on one's own sites",
    "labels:*": "covers: who writes in that language on the site of the row; what has no site is the portal's",
    "coverage:*": "sites_covered_by: one's own sites; of all sites whom the rule names",
    "upkeep:question": "who decides about the translation",
    "upkeep:*": "one's own sites; the page's permission tester",
    "promotion:*": "may_see_proposal, may_see_copy, may_browse: the unit, and the desk of the portal",
    "desk_item": "may_know_of: whose page it is, who is asked",
    "desk_notices_read": "one's own notices",
    "desk_*": "the collection's policy, in the place of Wagtail's lists and chooser",
    "category:*": "the site of the row, asked by every view of one row",
    "siteidentity:*": "the site of the row, asked by every view of one row",
    "people:*": "reach_of: administrators, and whoever manages the people of a site",
    "contributions:*": "the desk of the site, by rule; accounts: whom the rule names",
    "secrecy:*": "whom the rule names for the clearing of finds on the site",
    "passage_declare": "the page's permission tester",
    "security:own": "one's own account",
    "security:password": "one's own account",
    "security:*": "reach_of: administrators, and whoever manages the people of a site",
    "reviews:*": "reach_of: administrators, and whoever manages the people of a site",
    "changes:*": "who proposed it, and who may approve it, by the rule",
    "page_comment*": "may_know_of: whose page it is, who is asked",
    "page_privacy": "who decides in the chain of the page",
    "redirect:*": "the site of the row, asked by every view of one row",
    "term:*": "the site of the row, asked by every view of one row",
    "terms_import": "the sites that one administers",
    "terms_export": "the terms of the province, and of the sites that one administers",
    "redirects_import": "the sites that one administers",
    "consumers:*": "consumers_of: what reads one's own sites alone, where the rule says so",
    "webhooks:*": "the same: a webhook is of a consumer",
    "delegations:*": "what concerns oneself; everything for administrators",
    "set_password": "the signature of the link",
}
# Screens of administrators: their policy says no to everybody else.
ADMINISTRATORS = (
    "agency:*", "agencyname:*", "public_sites:*", "host:*", "post:*", "seat:*", "rule:*", "legalbasis:*",
    "opening:*", "provincedomain:*", "ruleoverride:*", "calendarday:*", "chains:*",
    "languages:*", "synonym:*",
)  # fmt: skip
# Says the same to everybody, or only what belongs to oneself.
HARMLESS: Mapping[str, str] = {
    "": "Wagtail's page for what is not there",
    "wagtailadmin_choose_page_external_link": "a form for an address",
    "wagtailadmin_choose_page_email_link": "a form for an address",
    "wagtailadmin_choose_page_phone_link": "a form for a number",
    "wagtailadmin_choose_page_anchor_link": "a form for an anchor",
    "wagtailadmin_account": "one's own account",
    "wagtailadmin_logout": "oneself",
    "wagtailadmin_dismissibles": "one's own hints",
    "wagtailadmin_block_preview": "a block with its sample values",
    "wagtailadmin_sprite": "icons",
    "wagtailadmin_login": "the door",
    "wagtailadmin_password_reset*": "the door; the link is mailed",
    "wagtailadmin_javascript_catalog": "words",
}


def addresses(prefix: str = "admin/") -> list[Address]:
    """Every address below the admin."""
    return [address for address in _walk(get_resolver(), "", ()) if address.pattern.startswith(prefix)]


def _walk(resolver: Any, path: str, names: tuple[str, ...], known: tuple[str, ...] = ()) -> Iterator[Address]:
    for entry in resolver.url_patterns:
        pattern, parameters = path + str(entry.pattern), (*known, *entry.pattern.converters)
        if isinstance(entry, URLResolver):
            inner = (*names, entry.namespace) if entry.namespace else names
            yield from _walk(entry, pattern, inner, parameters)
        elif isinstance(entry, URLPattern):
            groups = getattr(getattr(entry.pattern, "regex", None), "groupindex", {})
            name = ":".join((*names, entry.name)) if entry.name else ""
            yield Address(name, tuple(dict.fromkeys((*parameters, *groups))), pattern)
