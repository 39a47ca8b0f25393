"""The fault loop: processes are killed in every phase of dispatch, and nothing may be lost
or sent twice. ``python -m tests.faults`` is the long form, ``test_loop.py`` the short one.
"""
