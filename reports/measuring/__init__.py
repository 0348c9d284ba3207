"""What the scripts beside this folder measure, one module for each."""
