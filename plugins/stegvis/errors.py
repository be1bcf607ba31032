"""Every failure that we expect, with one base class.

A message says where, what, what was expected and what to do, and holds no
personal data. The command line prints it without a traceback and exits with
``exit_code``.
"""


class StegvisError(Exception):
    """An expected failure, worded for the person who can do something about it."""

    exit_code = 2


class SettingsError(StegvisError):
    """The environment does not say where things are, or says it wrongly."""


class MunicipalityFileError(StegvisError):
    """A file in ``include/municipalities`` cannot be used."""


class ProgrammeFileError(StegvisError):
    """A file in ``include/programmes`` cannot be used, or one of its examples fails."""


class SyntheticFileError(StegvisError):
    """A file in ``include/synthetic`` cannot be used, or cannot give what is asked for."""


class DeliveryRejected(StegvisError):
    """A delivered file breaks a file rule; what was in force stays in force.

    Attributes:
        reason: Stable id of the file rule, such as ``missing_column``.
        columns: The header's names as far as it could be read; never a value.
        rows: Rows received, 0 where they could not be counted.
    """

    def __init__(
        self, message: str, *, reason: str, columns: tuple[str, ...] = (), rows: int = 0
    ) -> None:
        super().__init__(message)
        self.reason = reason
        self.columns = columns
        self.rows = rows


class DeliveryMissing(StegvisError):
    """A file that the work cannot do without has not been delivered."""


class InboxUnavailable(StegvisError):
    """The inbox does not answer now, so that a later try may do better."""


class InboxRefused(StegvisError):
    """The inbox does not let us in; trying again changes nothing."""


class WarehouseError(StegvisError):
    """The warehouse's schema is not the expected one, or refuses what it was given."""


class WarehouseUnavailable(WarehouseError):
    """The warehouse does not answer now, so that a later try may do better."""


class ScreeningIncomplete(StegvisError):
    """A screening left somebody out who should have an answer (K6)."""


class ExplanationMissing(StegvisError):
    """Nobody of the household asked about was screened for the programme."""


class LetterError(StegvisError):
    """A letter cannot be written as its template and its facts stand."""


class AnswerFileError(StegvisError):
    """An answered workbook cannot be read at all."""


class MetricError(StegvisError):
    """A metric's file or its result is not what the catalogue promises."""


class CalendarError(StegvisError):
    """A day was asked about in a year whose calendar is not loaded."""
