"""People: inviting and closing them; giving and ending posts and seats; writing the rights that follow."""

from sites.accounts.actions.holding import (
    Term,
    amend,
    end_post,
    end_seat,
    give_many,
    give_post,
    give_seat,
    keep_seat_kind,
)
from sites.accounts.actions.locking import lock_person, report_leak, unlock_person
from sites.accounts.actions.people import (
    Personal,
    close_person,
    correct_person,
    hash_of,
    invite,
    invite_administrator,
    invite_administrator_by_mail,
    invite_person,
    open_plain_account,
    send_forgotten_link,
    send_link,
    set_password,
)
from sites.accounts.actions.writing import compare_rights, rights_follow, settle_alarm, write_rights

__all__ = [
    "Personal",
    "Term",
    "amend",
    "close_person",
    "compare_rights",
    "correct_person",
    "end_post",
    "end_seat",
    "give_many",
    "give_post",
    "give_seat",
    "hash_of",
    "invite",
    "invite_administrator",
    "invite_administrator_by_mail",
    "invite_person",
    "keep_seat_kind",
    "lock_person",
    "open_plain_account",
    "report_leak",
    "rights_follow",
    "send_forgotten_link",
    "send_link",
    "set_password",
    "settle_alarm",
    "unlock_person",
    "write_rights",
]
