"""The windows: what people see of a snapshot. Start at `app.py`; every page, callback and route passes `gate.py`."""
