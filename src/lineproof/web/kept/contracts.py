"""What is kept of a contract? Versions of its text, its schedules and records, its closed months.

Files lie in the vault, by their SHA-256, and are named here. A schedule is what was signed: its
file is the truth, and its circuits are rows so that a million of them can be searched. Records are
facts that people add: their rows are the truth.
"""

from __future__ import annotations

from collections.abc import Container
from typing import Any, ClassVar, Self

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from lineproof.web.kept.bytewise import Bytewise
from lineproof.web.who.people import Organisation, User
from lineproof.web.who.rights import Right, Role, roles_with

_HASH = 64


class Contracts(models.QuerySet["Contract"]):
    """Contracts, as far as a user may do something with them: the one door to everything kept."""

    def for_user(self, user: User, right: Right = Right.SEE) -> Contracts:
        """Return the contracts for which a user has a right."""
        return self.held(roles_with(right), user)

    def held(self, roles: Container[Role], user: User) -> Contracts:
        """Return the contracts for which a user has one of some roles."""
        held = [each for each in user.held if each.role in roles]
        everywhere = {each.organisation for each in held if each.contract is None}
        named = {each.contract for each in held if each.contract is not None}
        found = self.filter(models.Q(organisation__in=everywhere) | models.Q(pk__in=named))
        return found.select_related("organisation")  # every page of a contract names it


class Contract(models.Model):
    """A contract of an organisation; `name` is its `id` in `contract.toml`."""

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="contracts")
    name = models.CharField(max_length=200)
    made_at = models.DateTimeField(default=timezone.now)

    objects: ClassVar[models.Manager[Contract]] = models.Manager.from_queryset(Contracts)()

    class Meta:
        """By name, which is its organisation's only."""

        ordering = ("name", "pk")
        constraints = (
            models.UniqueConstraint(fields=("organisation", "name"), name="contract_name"),
        )

    def __str__(self) -> str:
        """Return what people call it."""
        return self.name

    @property
    def in_force(self) -> Version:
        """The latest version that was approved."""
        approved = Version.objects.filter(contract=self, state=State.APPROVED)
        found: Version | None = approved.order_by("-number").first()
        assert found is not None, "a contract is taken in with a version"
        return found

    def allows(self, user: User, right: Right) -> bool:
        """Whether a user has a right for this contract, which was reached; as `for_user` finds."""
        return self.is_held(roles_with(right), user)

    def is_held(self, roles: Container[Role], user: User) -> bool:
        """Whether a user has one of some roles for it; as `held` finds, without the database."""
        return any(
            each.contract == self.pk
            or (each.contract is None and each.organisation == self.organisation_id)
            for each in user.held
            if each.role in roles
        )


class OfContracts(models.QuerySet[Any]):
    """What belongs to contracts, as far as a user may do something with them."""

    #: How the contract is reached from here.
    path = "contract"

    def for_user(self, user: User, right: Right = Right.SEE) -> Self:
        """Return what belongs to the contracts for which a user has a right."""
        return self.filter(**{f"{self.path}__in": Contract.objects.all().for_user(user, right)})


class OfSchedules(OfContracts):
    """What belongs to a contract's schedules."""

    path = "schedule__contract"


class State(models.TextChoices):
    """Where something stands that two people decide."""

    PROPOSED = "proposed", _("proposed")
    APPROVED = "approved", _("approved")
    REJECTED = "rejected", _("rejected")


class Decided(models.Model):
    """What one person proposes and another approves; nobody does both."""

    state = models.CharField(max_length=10, choices=State.choices, default=State.PROPOSED)
    proposed_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    proposed_at = models.DateTimeField(default=timezone.now)
    decided_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)

    class Meta:
        """Part of others."""

        abstract = True


def by_two(name: str) -> models.CheckConstraint:
    """Return what lets the database itself refuse that one person does both."""
    return models.CheckConstraint(
        condition=models.Q(decided_by__isnull=True)
        | ~models.Q(decided_by=models.F("proposed_by"))
        | models.Q(state=State.REJECTED),
        name=name,
    )


class Schedule(models.Model):
    """A file of circuits as it was signed, or the price lines of a contract's text."""

    contract = models.ForeignKey(Contract, models.CASCADE, related_name="schedules")
    file = models.CharField(max_length=500)
    sheet = models.CharField(max_length=200, blank=True)
    sha256 = models.CharField(max_length=_HASH)
    digits = models.PositiveSmallIntegerField()
    row_count = models.PositiveIntegerField()

    objects: ClassVar[models.Manager[Schedule]] = models.Manager.from_queryset(OfContracts)()

    class Meta:
        """What has been read once isn't read again for another version."""

        constraints = (
            models.UniqueConstraint(
                fields=("contract", "sha256", "sheet", "digits"), name="schedule_once"
            ),
        )

    def __str__(self) -> str:
        """Return its file."""
        return self.file


class Version(Decided):
    """A contract's text, with the files that it names: path → SHA-256."""

    contract = models.ForeignKey(Contract, models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    text = models.BinaryField()
    sha256 = models.CharField(max_length=_HASH)
    files = models.JSONField(default=dict)
    schedules = models.ManyToManyField(Schedule, related_name="versions")
    why = models.CharField(max_length=500, blank=True)

    objects: ClassVar[models.Manager[Version]] = models.Manager.from_queryset(OfContracts)()

    class Meta:
        """Numbered from 1; one at a time waits for a decision."""

        ordering = ("number",)
        constraints = (
            by_two("version_by_two"),
            models.UniqueConstraint(fields=("contract", "number"), name="version_number"),
            models.UniqueConstraint(
                fields=("contract",),
                condition=models.Q(state=State.PROPOSED),
                name="one_open_version",
            ),
        )

    def __str__(self) -> str:
        """Return its number."""
        return str(self.number)


class Circuit(models.Model):
    """A row of a schedule. Money in minor units; bandwidth as it is written, exactly."""

    schedule = models.ForeignKey(Schedule, models.CASCADE, related_name="circuits", db_index=False)
    row = models.PositiveIntegerField()
    line = models.TextField()
    circuit = models.TextField(blank=True)
    site = models.TextField(blank=True)
    service = models.TextField(blank=True)
    bandwidth = models.TextField(blank=True)
    quantity = models.PositiveIntegerField(default=1)
    monthly_rent = models.BigIntegerField()
    start = models.DateField(null=True)
    end = models.DateField(null=True)
    group = models.TextField(blank=True)

    objects: ClassVar[models.Manager[Circuit]] = models.Manager.from_queryset(OfSchedules)()

    class Meta:
        """In the order they stand in; a line, circuit or site is found by how it begins."""

        ordering = ("pk",)
        indexes = (
            models.Index(fields=("schedule", "id"), name="circuit_in_order"),
            *(
                models.Index("schedule", Bytewise(name), "id", name=f"circuit_{name}_bytes")
                for name in ("line", "circuit", "site", "service")
            ),
        )

    def __str__(self) -> str:
        """Return its line."""
        return self.line


class RecordFile(models.Model):
    """A kind of record that a contract has a file of, as it came: its path and SHA-256, if it did.

    count: how many rows came in it; with more than those, it is written anew when it is given back.
    findings: what reading had to say that didn't stop it.
    """

    contract = models.ForeignKey(Contract, models.CASCADE, related_name="record_files")
    kind = models.CharField(max_length=30)
    path = models.CharField(max_length=500)
    sha256 = models.CharField(max_length=_HASH, blank=True)
    count = models.PositiveIntegerField()
    findings = models.JSONField(default=list)

    objects: ClassVar[models.Manager[RecordFile]] = models.Manager.from_queryset(OfContracts)()

    class Meta:
        """One file a kind."""

        constraints = (
            models.UniqueConstraint(fields=("contract", "kind"), name="record_file_kind"),
        )

    def __str__(self) -> str:
        """Return its path."""
        return self.path


class Record(models.Model):
    """Something that happened. values: the kind's own columns, as `model.record` declares them."""

    contract = models.ForeignKey(Contract, models.CASCADE, related_name="records", db_index=False)
    kind = models.CharField(max_length=30)
    row = models.PositiveIntegerField()
    name = models.TextField()
    recorded_at = models.DateTimeField()
    by = models.TextField()
    evidence = models.CharField(max_length=_HASH, blank=True)
    replaces = models.TextField(blank=True)
    line = models.TextField(blank=True)
    values = models.JSONField()
    batch = models.ForeignKey("web.Batch", models.PROTECT, null=True, related_name="records")

    objects: ClassVar[models.Manager[Record]] = models.Manager.from_queryset(OfContracts)()

    class Meta:
        """In the order they stand in; each named once."""

        ordering = ("kind", "row")
        constraints = (
            models.UniqueConstraint(fields=("contract", "kind", "name"), name="record_name"),
        )
        indexes = (
            models.Index(fields=("contract", "line"), name="record_line"),
            models.Index(fields=("contract", "id"), name="record_last"),
        )

    def __str__(self) -> str:
        """Return its id."""
        return self.name


class SealedMonth(models.Model):
    """A closed month: its files in the vault, by name, as `seal.json` lists them."""

    contract = models.ForeignKey(Contract, models.PROTECT, related_name="sealed")
    month = models.CharField(max_length=7)
    revision = models.PositiveIntegerField()
    files = models.JSONField()
    result_hash = models.CharField(max_length=_HASH)
    sealed_at = models.DateTimeField(default=timezone.now)

    objects: ClassVar[models.Manager[SealedMonth]] = models.Manager.from_queryset(OfContracts)()

    class Meta:
        """Two can't seal the same revision: the second is told."""

        ordering = ("month", "revision")
        constraints = (
            models.UniqueConstraint(fields=("contract", "month", "revision"), name="sealed_once"),
        )

    def __str__(self) -> str:
        """Return its place in a folder."""
        return f"settled/{self.month}/r{self.revision}"


class SealProposal(Decided):
    """A month that somebody proposes to close, as it came to when they did.

    result_hash: what the month came to; it is closed only if it still does.
    """

    contract = models.ForeignKey(Contract, models.CASCADE, related_name="proposals")
    month = models.CharField(max_length=7)
    result_hash = models.CharField(max_length=_HASH)
    payable = models.BigIntegerField()
    sealed = models.OneToOneField(SealedMonth, models.PROTECT, null=True, related_name="proposal")

    objects: ClassVar[models.Manager[SealProposal]] = models.Manager.from_queryset(OfContracts)()

    class Meta:
        """One open proposal a month."""

        ordering = ("-pk",)
        constraints = (
            by_two("sealproposal_by_two"),
            models.UniqueConstraint(
                fields=("contract", "month"),
                condition=models.Q(state=State.PROPOSED),
                name="one_open_proposal",
            ),
        )

    def __str__(self) -> str:
        """Return its month."""
        return self.month


class KeptFile(models.Model):
    """Any other file of a contract's folder, by its path in it."""

    contract = models.ForeignKey(Contract, models.CASCADE, related_name="files")
    path = models.CharField(max_length=500)
    sha256 = models.CharField(max_length=_HASH)
    size = models.PositiveBigIntegerField()

    objects: ClassVar[models.Manager[KeptFile]] = models.Manager.from_queryset(OfContracts)()

    class Meta:
        """One a path."""

        ordering = ("path",)
        constraints = (models.UniqueConstraint(fields=("contract", "path"), name="file_path"),)

    def __str__(self) -> str:
        """Return its path."""
        return self.path
