"""What carries deliveries: files on disk, parcels, and providers of text messages."""
