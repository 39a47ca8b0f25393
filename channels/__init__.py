"""The channels and gateways that come with Outreach, one folder or module each."""
