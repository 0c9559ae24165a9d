"""The interest check of a class: what its teacher and its phones send."""
