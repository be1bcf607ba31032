"""What stegvis knows about the work, without files, clock, database or Airflow.

Time comes in as ``as_of``. People are rows: functions take and give whole
columns, never one person at a time.
"""
