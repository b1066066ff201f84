"""The operators that programs use most.

Counted by `python -m benchmarks.scan.count` in the 140 programs of tests/programs and samples and
in 470 public scripts and notebooks that use torch: all of pytorch/examples, karpathy/minGPT,
karpathy/nn-zero-to-hero, yunjey/pytorch-tutorial, udacity/deep-learning-v2-pytorch,
rasbt/deeplearning-models, mrdbourke/pytorch-deep-learning, bentrevett/pytorch-seq2seq,
lucidrains/vit-pytorch and eriklindernoren/PyTorch-GAN. A program counts once for each operator; a
layer counts as its function. The text does not tell whether a symbol or an index belongs to a
tensor: all count, except for comparisons, `%` and `//`, which mostly do not.
"""

NAMES = """
index mul add neg div linear sub tensor sum pow to softmax view cat relu mean cross_entropy dropout
zeros detach randn conv2d arange max unsqueeze argmax float ones flatten matmul layer_norm gelu
squeeze tanh sigmoid normal max_pool2d exp transpose reshape
"""  # most of all first
MOST_USED = frozenset(NAMES.split())
