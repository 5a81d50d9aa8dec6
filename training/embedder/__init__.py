"""The sentence embedder: ``graph`` writes a BERT as ONNX with 8-bit weights, ``build`` makes ``data/embedder.onnx`` with it."""
