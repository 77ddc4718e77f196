"""How fast a bundle's networks run in PyTorch, and how fast the machine could at best."""
