"""What was delivered, what became of each row, and the cache of files seen."""

from sqlalchemy import CheckConstraint

from stegvis.adapters.warehouse.schema.declaration import (
    ACCOUNTABILITY,
    INTAKE,
    delivery_id,
    flag,
    index,
    instant,
    table,
    whole,
    words,
)

delivery_record = table(
    "delivery_record",
    "Ledger: a file as it was judged when it was received. Read it through the view "
    "delivery, which knows of later approvals and replacements.",
    INTAKE,
    words("delivery_id", "Hash of municipality, extract, period, content and ordinal."),
    words("extract", "Extract, as in its file name: bistand, af_status …"),
    words("period", "yyyymm for monthly extracts, yyyymmdd for the rest."),
    words("sha256", "SHA-256 of the file; the raw store keeps it under this name."),
    whole("ordinal", "How many times the same bytes came before for this extract and period."),
    words("columns_present", "Our names of the declared columns that the file had, joined by |."),
    whole("rows_received", "Rows after the header."),
    whole("rows_accepted", "Rows in use."),
    whole("rows_quarantined", "Rows set aside for breaking a row rule."),
    whole("rows_rejected", "Rows of a file that broke a file rule."),
    whole("rows_held", "Rows that become accepted if a person lets the delivery in."),
    whole("rows_repeated", "Rows that repeat another row exactly."),
    words("status", "accepted, rejected or held, as judged when it was received."),
    words("reason", "Code of the rule that rejected or held it.", missing=True),
    flag("is_backfill", "The manifest says that it is a past delivery, known when extracted."),
    instant("received_at", "When it was received."),
    instant("known_at", "When we could know it: received, or extracted if a backfill."),
    CheckConstraint(
        "rows_received = rows_accepted + rows_quarantined + rows_rejected + rows_held"
        " + rows_repeated",
        name="every_row_counted",
    ),
    CheckConstraint("status in ('accepted', 'rejected', 'held')", name="status"),
    index("delivery_record", "extract", "period", "received_at"),
    key=("delivery_id",),
)

delivery_approval = table(
    "delivery_approval",
    "Ledger: a person's word on a delivery that was held. The first word counts.",
    ACCOUNTABILITY,
    delivery_id(),
    flag("approved", "True lets the delivery in, false rejects it."),
    words("approved_by", "Who said so."),
    instant("approved_at", "When it was said."),
    key=("delivery_id",),
)

quarantined_row = table(
    "quarantined_row",
    "A row rule that a row breaks: where and which, never the value.",
    INTAKE,
    delivery_id(),
    whole("row_number", "1 is the first row after the header."),
    words("column_name", "Column as the file's header names it."),
    words("rule", "Id of the row rule."),
    key=("delivery_id", "row_number", "column_name", "rule"),
    clustered=True,
)

delivery_warning = table(
    "delivery_warning",
    "How many rows of a delivery gave a warning; they went on all the same.",
    INTAKE,
    delivery_id(),
    words("warning", "Id of the warning."),
    whole("rows_count", "Rows, or 1 for a warning about the file."),
    key=("delivery_id", "warning"),
)

inbox_file = table(
    "inbox_file",
    "Cache of files seen in the inbox, so that an old file is not read again to hash it.",
    INTAKE,
    words("file_name", "Name in the municipality's inbox."),
    whole("size", "Bytes."),
    words("modified_at", "Time of change as the file store states it, to tell files apart."),
    words("sha256", "SHA-256 of the file."),
    key=("file_name",),
)
