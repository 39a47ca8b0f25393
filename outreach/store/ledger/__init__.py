"""The ledger: deliveries are made, claimed, settled and counted here and nowhere else.

Rows in ``sending`` after a crash are exactly the uncertain ones. Every statement names
the primary key or a range of it; there is no index on state.
"""
