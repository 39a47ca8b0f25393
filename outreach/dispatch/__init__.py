"""From a broadcast to receipts: plan, approve, fan out, send, hear."""
