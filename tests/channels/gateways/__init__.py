"""The three gateways, each against the real disk or a stand-in that bites."""
