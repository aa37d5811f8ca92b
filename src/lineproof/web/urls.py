"""Which address is which page? Every one of them stands here."""

from __future__ import annotations

from allauth.account import views as account
from allauth.mfa.base import views as second_factor
from allauth.mfa.recovery_codes import views as recovery_codes
from allauth.mfa.totp import views as totp
from allauth.mfa.webauthn import views as passkeys
from allauth.socialaccount import views as elsewhere
from allauth.socialaccount.providers.openid_connect import urls as openid
from django.urls import URLPattern, URLResolver, include, path, re_path, register_converter
from django.urls.converters import StringConverter
from django.views.i18n import set_language

from lineproof.model.period import parse_month
from lineproof.model.record import RECORDS
from lineproof.web.api.application import urls as api
from lineproof.web.pages import (
    acceptance,
    bills,
    circuit_history,
    circuit_list,
    circuits,
    contracts,
    disputes,
    documents,
    exclusions,
    home,
    imports,
    jobs,
    ledger,
    months,
    new_contract,
    notices,
    payments,
    people,
    programs,
    reconciliation,
    recording,
    records,
    said,
    scorecard,
    service,
    updating,
)
from lineproof.web.pages import account as mine
from lineproof.web.server import health


class Month:
    """A month in an address, such as 2025-03."""

    regex = r"[0-9]{4}-[0-9]{2}"

    def to_python(self, text: str) -> str:
        """Return the month; ValueError, which is no page, for 2025-13."""
        parse_month(text)
        return text

    def to_url(self, month: str) -> str:
        """Return it as it is."""
        return month


class RecordKind:
    """A kind of record in an address, such as lifecycle."""

    regex = "|".join(RECORDS)

    def to_python(self, text: str) -> str:
        """Return the kind."""
        return text

    def to_url(self, kind: str) -> str:
        """Return it as it is."""
        return kind


class Spoken(StringConverter):
    """A language of a document in an address."""

    regex = "en|zh"


class Paper(StringConverter):
    """What a document is written on."""

    regex = "pdf|xlsx"


register_converter(Month, "month")
register_converter(Spoken, "spoken")
register_converter(Paper, "paper")
register_converter(RecordKind, "kind")

#: What django-allauth has, as far as people need it: nobody signs up or changes their address.
ENTRANCE: list[URLPattern | URLResolver] = [
    path("login/", account.login, name="account_login"),
    path("logout/", account.logout, name="account_logout"),
    path("signup/", account.signup, name="account_signup"),
    path("inactive/", account.account_inactive, name="account_inactive"),
    path("reauthenticate/", account.reauthenticate, name="account_reauthenticate"),
    path("password/change/", account.password_change, name="account_change_password"),
    path("password/set/", mine.no_password, name="account_set_password"),
    path("password/reset/", account.password_reset, name="account_reset_password"),
    path("password/reset/done/", account.password_reset_done, name="account_reset_password_done"),
    re_path(  # the key has a hyphen of its own
        r"^password/reset/key/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>[^/]+)/$",
        account.password_reset_from_key,
        name="account_reset_password_from_key",
    ),
    path(
        "password/reset/key/done/",
        account.password_reset_from_key_done,
        name="account_reset_password_from_key_done",
    ),
    path("2fa/", second_factor.index, name="mfa_index"),
    path("2fa/authenticate/", second_factor.authenticate, name="mfa_authenticate"),
    path("2fa/reauthenticate/", second_factor.reauthenticate, name="mfa_reauthenticate"),
    path("2fa/totp/activate/", totp.activate_totp, name="mfa_activate_totp"),
    path("2fa/totp/deactivate/", totp.deactivate_totp, name="mfa_deactivate_totp"),
    path("2fa/codes/", recovery_codes.view_recovery_codes, name="mfa_view_recovery_codes"),
    path(
        "2fa/codes/generate/",
        recovery_codes.generate_recovery_codes,
        name="mfa_generate_recovery_codes",
    ),
    path(
        "2fa/codes/download/",
        recovery_codes.download_recovery_codes,
        name="mfa_download_recovery_codes",
    ),
    path("2fa/keys/", passkeys.list_webauthn, name="mfa_list_webauthn"),
    path("2fa/keys/add/", passkeys.add_webauthn, name="mfa_add_webauthn"),
    path("2fa/keys/login/", passkeys.login_webauthn, name="mfa_login_webauthn"),
    path("2fa/keys/again/", passkeys.reauthenticate_webauthn, name="mfa_reauthenticate_webauthn"),
    path("2fa/keys/<int:pk>/", passkeys.edit_webauthn, name="mfa_edit_webauthn"),
    path("2fa/keys/<int:pk>/remove/", passkeys.remove_webauthn, name="mfa_remove_webauthn"),
    path("elsewhere/cancelled/", elsewhere.login_cancelled, name="socialaccount_login_cancelled"),
    path("elsewhere/error/", elsewhere.login_error, name="socialaccount_login_error"),
    path("elsewhere/signup/", elsewhere.signup, name="socialaccount_signup"),
    path("elsewhere/", elsewhere.connections, name="socialaccount_connections"),
    path("", include(openid)),
]

urlpatterns: list[URLPattern | URLResolver] = [
    path("", home.home, name="home"),
    path("contracts/", contracts.contracts, name="contracts"),
    path("contracts/new", new_contract.new_contract, name="contract-new"),
    path("contracts/take", new_contract.take, name="contract-take"),
    path("contracts/<int:pk>/", contracts.contract, name="contract"),
    path("contracts/<int:pk>/export.zip", contracts.export, name="export"),
    path("contracts/<int:pk>/signed/add", documents.add, name="document-add"),
    path("contracts/<int:pk>/signed/<int:file>", documents.document, name="document"),
    path("contracts/<int:pk>/answer", contracts.answer, name="answer"),
    path("contracts/<int:pk>/versions/<int:number>/", contracts.version, name="version"),
    path(
        "contracts/<int:pk>/versions/<int:number>/approve",
        contracts.decide_version,
        {"decision": "approve"},
        name="version-approve",
    ),
    path(
        "contracts/<int:pk>/versions/<int:number>/reject",
        contracts.decide_version,
        {"decision": "reject"},
        name="version-reject",
    ),
    path("contracts/<int:pk>/circuits/", circuits.circuits, name="circuits"),
    path(
        "contracts/<int:pk>/circuits/circuits.csv",
        circuit_list.export,
        {"ending": "csv"},
        name="circuits-csv",
    ),
    path(
        "contracts/<int:pk>/circuits/circuits.xlsx",
        circuit_list.export,
        {"ending": "xlsx"},
        name="circuits-xlsx",
    ),
    path("contracts/<int:pk>/circuits/edit", circuit_list.edit, name="circuits-edit"),
    path("contracts/<int:pk>/circuits/views/save", circuit_list.save_view, name="view-save"),
    path(
        "contracts/<int:pk>/circuits/views/<int:view>/delete",
        circuit_list.delete_view,
        name="view-delete",
    ),
    path("contracts/<int:pk>/circuits/<int:circuit>/", circuits.circuit, name="circuit"),
    path("contracts/<int:pk>/months/", months.months, name="months"),
    path("contracts/<int:pk>/months/<month:month>/", months.month, name="month"),
    path("contracts/<int:pk>/months/<month:month>/parts.svg", months.picture, name="month-picture"),
    path("contracts/<int:pk>/months/<month:month>/r<int:revision>.zip", months.seal, name="seal"),
    path(
        "contracts/<int:pk>/months/<month:month>/r<int:revision>/verify",
        months.verify,
        name="seal-verify",
    ),
    path("contracts/<int:pk>/months/<month:month>/explain", months.explain, name="explain"),
    path(
        "contracts/<int:pk>/months/<month:month>/scorecard", scorecard.scorecard, name="scorecard"
    ),
    path(
        "contracts/<int:pk>/months/<month:month>/scorecard/figure",
        scorecard.give,
        name="score-figure",
    ),
    path(
        "contracts/<int:pk>/months/<month:month>/scorecard/sign",
        scorecard.sign,
        name="score-sign",
    ),
    path(
        "contracts/<int:pk>/months/<month:month>/exclusions",
        exclusions.exclusions,
        name="exclusions",
    ),
    path(
        "contracts/<int:pk>/months/<month:month>/exclusions/claim",
        exclusions.add,
        name="exclusion-add",
    ),
    path(
        "contracts/<int:pk>/months/<month:month>/exclusions/answer",
        exclusions.answer,
        name="exclusion-answer",
    ),
    path("contracts/<int:pk>/claims/<int:claimed>/proof", exclusions.proof, name="claim-proof"),
    path("acceptance/", acceptance.inbox, name="acceptance"),
    path("contracts/<int:pk>/acceptance/", acceptance.of_contract, name="acceptance-of-contract"),
    path("contracts/<int:pk>/acceptance/decide", acceptance.decide, name="acceptance-decide"),
    path("contracts/<int:pk>/scorecards/", scorecard.scorecards, name="scorecards"),
    path("contracts/<int:pk>/comments", said.add, name="comment-add"),
    path(
        "contracts/<int:pk>/comments/<int:comment>/withdraw",
        said.take_back,
        name="comment-withdraw",
    ),
    path(
        "contracts/<int:pk>/months/<month:month>/availability",
        service.availability,
        name="availability",
    ),
    path(
        "contracts/<int:pk>/months/<month:month>/availability.svg",
        service.picture,
        name="availability-picture",
    ),
    path("contracts/<int:pk>/months/<month:month>/propose", months.propose, name="seal-propose"),
    path("contracts/<int:pk>/seals/<int:proposal>/approve", months.approve, name="seal-approve"),
    path("contracts/<int:pk>/seals/<int:proposal>/reject", months.reject, name="seal-reject"),
    path("contracts/<int:pk>/jobs/", jobs.contract_jobs, name="contract-jobs"),
    path("contracts/<int:pk>/jobs/settle", jobs.settle_months, name="job-settle"),
    path("contracts/<int:pk>/jobs/export", jobs.export_contract, name="job-export"),
    path("jobs/", jobs.jobs, name="jobs"),
    path("jobs/<int:pk>/", jobs.job, name="job"),
    path("jobs/<int:pk>/file", jobs.job_file, name="job-file"),
    path("jobs/<int:pk>/cancel", jobs.cancel_job, name="job-cancel"),
    path("jobs/<int:pk>/retry", jobs.retry_job, name="job-retry"),
    path(
        "contracts/<int:pk>/circuits/<int:circuit>/history",
        circuit_history.history,
        name="circuit-history",
    ),
    path("contracts/<int:pk>/evidence/<int:file>", circuit_history.evidence, name="evidence"),
    path("contracts/<int:pk>/imports/", imports.imports, name="imports"),
    path("contracts/<int:pk>/imports/upload", imports.upload, name="import-upload"),
    path("contracts/<int:pk>/imports/folder", updating.check, name="folder-check"),
    path("contracts/<int:pk>/imports/folder/keep", updating.keep, name="folder-keep"),
    path("contracts/<int:pk>/imports/<int:batch>/", imports.one, name="import"),
    path("contracts/<int:pk>/imports/<int:batch>/name", imports.name, name="import-name"),
    path("contracts/<int:pk>/imports/<int:batch>/keep", imports.keep, name="import-keep"),
    path("contracts/<int:pk>/imports/<int:batch>/undo", imports.undo, name="import-undo"),
    path("contracts/<int:pk>/imports/<int:batch>/wrong.csv", imports.wrong, name="import-wrong"),
    path("contracts/<int:pk>/imports/<int:batch>/file", imports.file, name="import-file"),
    path("contracts/<int:pk>/records/", records.kinds, name="records"),
    path("contracts/<int:pk>/records/<kind:kind>/", records.of_kind, name="record-kind"),
    path("contracts/<int:pk>/records/<kind:kind>/new", recording.new, name="record-new"),
    path("contracts/<int:pk>/records/<kind:kind>/check", recording.check, name="record-check"),
    path("contracts/<int:pk>/records/<kind:kind>/keep", recording.keep, name="record-keep"),
    path("contracts/<int:pk>/bills/", bills.bills, name="bills"),
    path("contracts/<int:pk>/bills/upload", bills.upload, name="bill-upload"),
    path("contracts/<int:pk>/bills/<str:key>/", bills.bill, name="bill"),
    path("contracts/<int:pk>/bills/<str:key>/original", bills.original, name="bill-original"),
    path("contracts/<int:pk>/compared/", reconciliation.reconciliation, name="reconciliation"),
    path(
        "contracts/<int:pk>/compared/picture.svg",
        reconciliation.picture,
        name="reconciliation-picture",
    ),
    path(
        "contracts/<int:pk>/compared/table.xlsx", reconciliation.table, name="reconciliation-table"
    ),
    path("contracts/<int:pk>/compared/decide", reconciliation.decide, name="reconciliation-decide"),
    path("contracts/<int:pk>/disputes/", disputes.disputes, name="disputes"),
    path("contracts/<int:pk>/disputes/claim", disputes.claim_credit, name="claim"),
    path("contracts/<int:pk>/disputes/<str:name>/", disputes.dispute, name="dispute"),
    path("contracts/<int:pk>/disputes/<str:name>/step", disputes.record_step, name="dispute-step"),
    path(
        "contracts/<int:pk>/disputes/<str:name>/<str:file>",
        disputes.dispute_file,
        name="dispute-file",
    ),
    path("contracts/<int:pk>/payments/", payments.payments, name="payments"),
    path(
        "contracts/<int:pk>/payments/approval.<spoken:language>.<paper:ending>",
        payments.sheet,
        name="approval-sheet",
    ),
    path(
        "contracts/<int:pk>/payments/payment",
        payments.record_money,
        {"kind": "payments"},
        name="payment-record",
    ),
    path(
        "contracts/<int:pk>/payments/invoice",
        payments.record_money,
        {"kind": "invoices"},
        name="invoice-record",
    ),
    path("contracts/<int:pk>/ledger/", ledger.ledger, name="ledger"),
    path("contracts/<int:pk>/ledger/book", ledger.book_ledger, name="ledger-book"),
    path("contracts/<int:pk>/ledger/export", ledger.export_ledger, name="ledger-export"),
    path("contracts/<int:pk>/ledger/savings", ledger.savings, name="savings"),
    path("contracts/<int:pk>/ledger/savings.svg", ledger.savings_picture, name="savings-picture"),
    path("contracts/<int:pk>/ledger/savings.xlsx", ledger.savings_table, name="savings-table"),
    path("contracts/<int:pk>/ledger/<month:month>/", ledger.close, name="close"),
    path("contracts/<int:pk>/ledger/<month:month>/journal.csv", ledger.journal, name="journal"),
    path("contracts/<int:pk>/ledger/<month:month>/audit.zip", ledger.audit, name="audit"),
    path("trail/", mine.trail, name="trail"),
    path("people/", people.people, name="people"),
    path("people/add", people.add, name="person-add"),
    path("people/<int:pk>/", people.person, name="person"),
    path("people/<int:pk>/link", people.send_link, name="person-link"),
    path("people/<int:pk>/roles", people.give_role, name="role-give"),
    path("people/<int:pk>/roles/<int:held>/take", people.take_role, name="role-take"),
    path("people/<int:pk>/tokens/<int:token>/delete", people.delete_token, name="their-token"),
    *(
        path(f"people/<int:pk>/{what}", people.change, {"what": what}, name=f"person-{what}")
        for what in ("deactivate", "activate", "factor")
    ),
    path("organisations/<int:pk>/", people.organisation, name="organisation"),
    path("organisations/<int:pk>/save", people.rename, name="organisation-save"),
    path("profile/", mine.profile, name="profile"),
    path("profile/save", mine.save_profile, name="profile-save"),
    path("profile/notices/", notices.notices, name="notices"),
    path("profile/notices/save", notices.save_notices, name="notices-save"),
    path("profile/notices/test", notices.test_notices, name="notices-test"),
    path("profile/sessions", mine.end_sessions, name="sessions-end"),
    path("profile/tokens", mine.add_token, name="token-add"),
    path("profile/tokens/<int:pk>/delete", mine.delete_token, name="token-delete"),
    path("language", set_language, name="set_language"),
    path("accounts/", include(ENTRANCE)),
    path("api/", programs.programs, name="programs"),
    path("api/v1/", api),
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
    path("metrics", health.metrics, name="metrics"),
]
