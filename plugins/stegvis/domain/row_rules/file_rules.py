"""Rules that a file's rows break all together: then the file is the wrong one."""

from __future__ import annotations

import numpy as np

from stegvis.domain.row_rules.declared_rules import MUNICIPALITY
from stegvis.domain.row_rules.received import Mask, ReceivedRows
from stegvis.errors import DeliveryRejected


def check_file(received: ReceivedRows) -> None:
    """Raise if the rows say that this is not the file that its name says.

    A single row of another municipality or month is quarantined. Where every
    row is, the file as a whole is another one, and replacing what is in force
    by nothing would lose it.

    Raises:
        DeliveryRejected: ``no_rows`` (monthly files), ``other_municipality``
            or ``other_month``.
    """
    rows = len(received.rows)
    if rows == 0:
        if not received.extract.empty_file_accepted:
            raise _rejected(received, "no_rows", "the file has a header but no rows. Rows were")
        return
    if _of_other_municipality(received).all():
        fault = "every row carries another municipality's code than the file name. Its own was"
        raise _rejected(received, "other_municipality", fault)
    if received.extract.monthly and _of_other_month(received).all():
        fault = "every row is of another month than the file name says. That month was"
        raise _rejected(received, "other_month", fault)


def _of_other_municipality(received: ReceivedRows) -> Mask:
    if MUNICIPALITY not in received.rows:
        return np.zeros(len(received.rows), dtype=bool)
    codes = received.rows[MUNICIPALITY]
    return np.asarray(codes.notna() & (codes != received.name.municipality_code), dtype=bool)


def _of_other_month(received: ReceivedRows) -> Mask:
    months = received.rows["year"] + received.rows["month"]
    return np.asarray(months.notna() & (months != received.name.period), dtype=bool)


def _rejected(received: ReceivedRows, reason: str, fault: str) -> DeliveryRejected:
    return DeliveryRejected(
        f"{received.name.file_name}: {fault} expected. Deliver the right file under this name.",
        reason=reason,
        rows=len(received.rows),
    )
