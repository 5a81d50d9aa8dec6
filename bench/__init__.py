"""Quality, speed and scale, measured on corpora that the reader has: ``python -m bench`` lists what there is."""
