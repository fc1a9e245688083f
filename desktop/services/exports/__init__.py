"""What leaves the file as data: a plan, its dates, contacts, or everything. Nothing hidden goes along."""

from desktop.services.exports.everything import export_all
from desktop.services.exports.plan import PLAN_FORMS, export_plan
from desktop.services.exports.result import ExportResult

__all__ = ["PLAN_FORMS", "ExportResult", "export_all", "export_plan"]
