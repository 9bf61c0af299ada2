"""The Qt window: widgets, presenters and the one file that knows threads."""
