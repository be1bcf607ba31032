"""Alembic migrations of the warehouse; run by ``migrate``."""
