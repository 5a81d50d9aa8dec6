"""What the differences learn: ``train`` weighs the signs of two passages that differ, and of each kind of difference."""
