from django.apps import AppConfig


class CompanyConfig(AppConfig):
    name = "cabinet.company"
    verbose_name = "Данные организации"

    def ready(self) -> None:
        from accounts.ports import policy_of_company
        from documents.ports import policy_of_company as policy_of_files
        from notifications.ports import letterhead

        from . import context, queries, receivers  # noqa: F401  (connects them)

        letterhead.provide(context.letterhead)
        policy_of_company.provide(queries.account_policy)
        policy_of_files.provide(queries.documents_policy)
