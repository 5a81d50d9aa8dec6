"""The tagger of sources, cues and contents: ``corpus``, ``model``, ``train``, ``export``. See README.md in ``training``."""
