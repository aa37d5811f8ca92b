"""Who may do what? Seven roles, and the rights that each has; nothing else decides it.

It doesn't know whom a role belongs to, nor for which contracts: that is a membership.
"""

from __future__ import annotations

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Right(TextChoices):
    """One thing that a person may do with a contract."""

    SEE = "see", _("see")
    EXPORT = "export", _("export")
    RECORD = "record", _("record what happened")
    ANSWER = "answer", _("propose a version")
    APPROVE_VERSION = "approve_version", _("approve a version")
    PROPOSE_SEAL = "propose_seal", _("propose a seal")
    APPROVE_SEAL = "approve_seal", _("approve a seal")
    SEE_CHECKS = "see_checks", _("see how bills are checked and paid")
    CHECK_BILLS = "check_bills", _("bring in bills and dispute them")
    PAY = "pay", _("record payments and keep the ledger")
    COMMENT = "comment", _("comment")
    CLAIM = "claim", _("claim that time doesn't count, and answer the other side's claims")
    SIGN = "sign", _("sign a score")
    SEE_TRAIL = "see_trail", _("read the audit trail")
    SEE_PEOPLE = "see_people", _("see who has which role")
    MANAGE_PEOPLE = "manage_people", _("add people and give roles")


class Role(TextChoices):
    """What a person is, for an organisation's contracts or for one of them."""

    VIEWER = "viewer", _("Viewer")
    OPERATIONS = "operations", _("Operations")
    CONTRACT_MANAGER = "contract_manager", _("Contract manager")
    FINANCE = "finance", _("Finance")
    PROVIDER = "provider", _("Provider")
    AUDITOR = "auditor", _("Auditor")
    ADMIN = "admin", _("Administrator")


#: Who proposes never approves the same thing, whatever the rights: `Decided` sees to that.
RIGHTS: dict[Role, frozenset[Right]] = {
    Role.VIEWER: frozenset({Right.SEE, Right.SEE_CHECKS}),
    Role.OPERATIONS: frozenset({
        Right.SEE, Right.EXPORT, Right.RECORD, Right.COMMENT, Right.CLAIM, Right.SEE_CHECKS,
    }),
    Role.CONTRACT_MANAGER: frozenset({
        Right.SEE, Right.EXPORT, Right.RECORD, Right.ANSWER, Right.APPROVE_VERSION,
        Right.PROPOSE_SEAL, Right.CHECK_BILLS, Right.COMMENT, Right.CLAIM, Right.SIGN,
        Right.SEE_CHECKS,
    }),
    Role.FINANCE: frozenset({
        Right.SEE, Right.EXPORT, Right.APPROVE_VERSION, Right.PROPOSE_SEAL, Right.APPROVE_SEAL,
        Right.CHECK_BILLS, Right.PAY, Right.COMMENT, Right.SEE_CHECKS,
    }),
    Role.PROVIDER: frozenset({Right.SEE, Right.COMMENT, Right.CLAIM, Right.SIGN}),
    Role.AUDITOR: frozenset({
        Right.SEE, Right.EXPORT, Right.SEE_CHECKS, Right.SEE_TRAIL, Right.SEE_PEOPLE,
    }),
    Role.ADMIN: frozenset({
        Right.SEE, Right.SEE_CHECKS, Right.SEE_TRAIL, Right.SEE_PEOPLE, Right.MANAGE_PEOPLE,
    }),
}  # fmt: skip


def roles_with(right: Right) -> list[Role]:
    """Return the roles that have a right."""
    return [role for role in Role if right in RIGHTS[role]]
