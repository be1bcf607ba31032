"""What all tests share."""

pytest_plugins = ["warehouse_fixtures"]
