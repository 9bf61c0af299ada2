"""Who holds memory on the card, and for how long."""
