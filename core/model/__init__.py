"""Values that the whole program shares. They import nothing heavier than numpy."""
