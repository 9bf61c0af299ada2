"""Engine packages that tests install into environments of their own."""
