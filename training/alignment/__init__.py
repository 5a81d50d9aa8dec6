"""What grouping and alignment learn: ``words`` counts how common words are in news, ``train`` weighs the likenesses of claims."""
