"""What the engine finds knees with, and the films that its proposals are measured on."""
