"""Activations, softmax and its kin, and small layers."""

from build import (
    Dtype,
    case,
    f16,
    f32,
    f64,
    function_and_method,
    i64,
    in_place,
    note,
    of,
    refuse,
)

F = "torch.nn.functional."
SHAPES = ((2, 3), (), (0,), (2, 1, 2, 2))

# name: (issue, keyword options to try, points at kinks and far out)
ACTIVATIONS = {
    "relu": (2, [{}], [0, -1, 1]),
    "sigmoid": (2, [{}], [0, 100, -100]),
    "tanh": (2, [{}], [0, 100]),
    "softplus": (
        2,
        [{}, {"beta": 2}, {"threshold": 1}, {"beta": 0.5, "threshold": 3}],
        [0, 20, 21, -30],
    ),
    "gelu": (2, [{}, {"approximate": "tanh"}, {"approximate": "none"}], [0, 10, -10]),
    "silu": (2, [{}], [0, 100, -100]),
    "leaky_relu": (2, [{}, {"negative_slope": 0.2}, {"negative_slope": -0.5}], [0]),
    "elu": (2, [{}, {"alpha": 0.5}, {"alpha": 2}], [0, -100]),
    "celu": (5, [{}, {"alpha": 0.5}, {"alpha": 2.0}], [0, -100]),
    "selu": (5, [{}], [0, -100]),
    "relu6": (5, [{}], [0, 6, 7]),
    "hardtanh": (5, [{}, {"min_val": -0.5, "max_val": 0.7}, {"max_val": 2.0}], [-1, 1]),
    "hardsigmoid": (5, [{}], [-3, 3, 4]),
    "hardswish": (5, [{}], [-3, 3, 4, 0]),
    "hardshrink": (5, [{}, {"lambd": 1.0}], [0.5, -0.5, 0]),
    "softshrink": (5, [{}, {"lambd": 1.0}], [0.5, -0.5, 0]),
    "logsigmoid": (5, [{}], [0, 100, -100]),
    "mish": (5, [{}], [0, 30, -30]),
    "softsign": (5, [{}], [0, 1e6]),
    "tanhshrink": (5, [{}], [0, 10]),
}
IN_PLACE = (
    "relu",
    "leaky_relu",
    "elu",
    "celu",
    "selu",
    "relu6",
    "hardtanh",
    "hardswish",
    "silu",
    "mish",
)
for name, (issue, choices, edges) in ACTIVATIONS.items():
    note(issue=issue)
    for options in choices:
        for shape in SHAPES:
            case(F + name, f64(*shape), **options)
            case(F + name, f32(*shape, lo=-4, hi=4), **options)
        case(F + name, of(edges, "float64"), **options).mark(edge=True)
        if list(options) in (["alpha"], ["lambd"], ["beta"], ["negative_slope"]):
            case(F + name, f64(3), *options.values())
    case(F + name, of([float("nan"), float("inf"), float("-inf")])).mark(edge=True)
    case(F + name, f64(3, grad=False))
    case(F + name, f16(3))
    case(F + name, f64(2, 3).after("t"))
    if name in IN_PLACE:
        case(F + name, f64(3).after("clone"), inplace=True)
    refuse(F + name)
    refuse(F + name, f64(3), blah=1)
note(issue=2)
function_and_method("relu", f64(2, 3))
function_and_method("relu", i64(3))
in_place("relu", f64(3))
refuse("Tensor.relu_", f64(3))
case("torch.selu", f64(3)).mark(issue=5)
case("torch.celu", f64(3)).mark(issue=5)
case("torch.nn.functional.elu_", f64(3).after("clone"))
case("torch.nn.functional.leaky_relu_", f64(3).after("clone"), 0.3)
case("torch.nn.functional.relu_", f64(3).after("clone"))
refuse(F + "gelu", f64(3), approximate="other")
refuse(F + "gelu", i64(3))
note(issue=5)
for threshold, value in ((0.5, 2.0), (-1, 0), (0, -3.5)):
    case(F + "threshold", f64(2, 3), threshold, value)
    case(F + "threshold", f32(4), threshold=threshold, value=value)
    case("torch.threshold", f64(), threshold, value)
    case(F + "threshold", of([0.5, -1.0, 0.0]), threshold, value).mark(edge=True)
case(F + "threshold", f64(0), 0.1, 20)
case(F + "threshold", f64(3).after("clone"), 0.1, 20, inplace=True)
for weight in (f64(1), f64(3), f64(1, grad=False)):
    case(F + "prelu", f64(2, 3), weight)
    case(F + "prelu", f64(2, 3, 2), weight=weight)
    function_and_method("prelu", f64(4, 3), weight)
case(F + "prelu", f32(5), f32(1))
case(F + "prelu", f64(), f64(1))
case(F + "prelu", f64(0, 3), f64(3))
case(F + "prelu", of([0.0, -1.0, 1.0]), of([0.25])).mark(edge=True)
refuse(F + "prelu", f64(2, 3), f64(2))
refuse(F + "prelu", f64(2, 3), f32(3))
for dim in (-1, 0, 1):
    case(F + "glu", f64(2, 4), dim)
    case(F + "glu", f32(2, 4, 2), dim=dim)
case(F + "glu", f64(4))
case(F + "glu", f64(2, 0))
refuse(F + "glu", f64(2, 3))
refuse(F + "glu", f64())

for name in ("softmax", "log_softmax", "softmin"):
    note(issue=5 if name == "softmin" else 2)
    for shape, dim in (
        ((2, 3), 0),
        ((2, 3), -1),
        ((3,), 0),
        ((), 0),
        ((0,), 0),
        ((2, 2, 3), 1),
        ((2, 0), 1),
    ):
        case(F + name, f64(*shape), dim)
        case(F + name, f32(*shape), dim=dim)
        if name != "softmin":
            function_and_method(name, f64(*shape), dim)
    case(F + name, f32(2, 3), dim=1, dtype=Dtype("float64"))
    case(F + name, i64(3), 0, dtype=Dtype("float32"))
    case(F + name, f64(2, 3))
    case(F + name, f64(3))
    case(F + name, f64(2, 2, 2))
    case(F + name, of([1000.0, 1000.0, 0.0]), 0)
    case(F + name, of([float("-inf"), 0.0, 1.0]), 0).mark(edge=True)
    case(F + name, of([float("-inf"), float("-inf")]), 0).mark(edge=True)
    case(F + name, f64(2, 3).after("t"), 0)
    refuse(F + name, f64(2, 3), 2)
    refuse(F + name, i64(3), 0)
refuse("torch.softmax", f64(3))

note(issue=5)
COSINE = F + "cosine_similarity"
for a, b, options in (
    ((2, 3), (2, 3), {}),
    ((2, 3), (2, 3), {"dim": 0}),
    ((2, 3), (1, 3), {"dim": -1}),
    ((3,), (3,), {"dim": 0}),
    ((2, 3, 2), (2, 3, 2), {"dim": 1, "eps": 1e-3}),
    ((2, 3), (3,), {"dim": 1, "eps": 10.0}),
):
    case(COSINE, f64(*a), f64(*b), **options)
    case(COSINE, f32(*a), f32(*b), **options)
case("torch.cosine_similarity", f64(2, 3), f64(2, 3))
case(COSINE, of([[0.0, 0.0]]), of([[1.0, 2.0]])).mark(edge=True)
case(COSINE, f64(2, 3), f64(2, 3), 1, 1e-8)
refuse(COSINE, f64(2, 3), f64(2, 2))
PAIRWISE = F + "pairwise_distance"
for p in (2.0, 1.0, 3.0, float("inf")):
    case(PAIRWISE, f64(2, 3), f64(2, 3), p)
    case(PAIRWISE, f32(2, 3), f32(3), p=p, keepdim=True)
    case(PAIRWISE, f64(3), f64(3), p, 1e-3)
case("torch.pairwise_distance", f64(2, 3), f64(2, 3))
case(PAIRWISE, of([[1.0, 2.0]]), of([[1.0, 2.0]]), eps=0.0).mark(edge=True)
refuse(PAIRWISE, f64(2, 3), f64(2, 2))
for groups in (1, 2, 3, 6):
    case(F + "channel_shuffle", f64(1, 6, 2), groups)
    case("torch.channel_shuffle", f32(2, 6, 1, 2), groups=groups)
case(F + "channel_shuffle", f64(2, 4, 1, 1, 2), 2)
refuse(F + "channel_shuffle", f64(1, 4, 2), 3)
refuse(F + "channel_shuffle", f64(4), 2)
for p in (1.0, 2.0, 3.0, float("inf")):
    for dim in (1, 0, -1, (0, 1)):
        if dim != (0, 1) or p in (1.0, 2.0):
            case(F + "normalize", f64(2, 3), p, dim)
case(F + "normalize", of([[0.0, 0.0], [3.0, 4.0]])).mark(edge=True)
case(F + "normalize", f32(2, 3), eps=10.0)
for classes in (-1, 5):
    case(F + "one_hot", of([0, 2, 1], "int64"), classes)
refuse(F + "one_hot", of([0, 7], "int64"), 3)

WORDS = of([1, 0, 3, 3, 2, 1], "int64")
EMBEDDING = F + "embedding"
for index in (
    WORDS,
    of([[0, 1], [2, 2]], "int64"),
    of(1, "int64"),
    of([], "int64"),
    WORDS.but(dtype="int32"),
):
    case(EMBEDDING, index, f64(4, 2))
    # The gradient is no derivative here: padding has none, frequent words have less.
    case(EMBEDDING, index, f32(4, 3), padding_idx=1).mark(edge=True)
    case(EMBEDDING, index, f64(4, 2), -1).mark(edge=True)
case(EMBEDDING, WORDS, f64(4, 2), scale_grad_by_freq=True).mark(edge=True)
refuse(EMBEDDING, of([4], "int64"), f64(4, 2))
refuse(EMBEDDING, of([0.0]), f64(4, 2))
BAG = F + "embedding_bag"
offsets = of([0, 2, 2], "int64")
for mode in ("mean", "sum", "max"):
    case(BAG, WORDS, f64(4, 2), offsets, mode=mode)
    case(BAG, of([[0, 1], [2, 2], [3, 0]], "int64"), f64(4, 2), mode=mode)
    case(BAG, WORDS, f32(4, 3), of([0, 3], "int64"), mode=mode, padding_idx=1)
    case(BAG, WORDS, f64(4, 2), of([0, 2, 6], "int64"), mode=mode, include_last_offset=True)
    case(BAG, WORDS, f64(4, 2), of([0, 6], "int64"), mode=mode)
case(BAG, WORDS, f64(4, 2), offsets)
case(BAG, WORDS, f64(4, 2), offsets, mode="sum", per_sample_weights=f64(6))
case(BAG, of([[0, 1], [2, 2]], "int64"), f64(4, 2), mode="sum", per_sample_weights=f64(2, 2))
case(BAG, WORDS, f64(4, 2), offsets, mode="sum", scale_grad_by_freq=True).mark(edge=True)
refuse(BAG, WORDS, f64(4, 2))
refuse(BAG, WORDS, f64(4, 2), offsets, mode="other")
refuse(BAG, WORDS, f64(4, 2), offsets, mode="mean", per_sample_weights=f64(6))

ATTENTION = F + "scaled_dot_product_attention"
MASK = of([[True, False, True], [True, True, False]], "bool")
for make in (f64, f32):
    for q, k, v in (
        ((2, 2), (3, 2), (3, 4)),
        ((2, 2, 2), (2, 3, 2), (2, 3, 2)),
        ((1, 2, 2, 2), (1, 2, 3, 2), (1, 2, 3, 2)),
        ((1, 2, 2), (2, 3, 2), (2, 3, 2)),
    ):
        args = make(*q), make(*k), make(*v)
        case(ATTENTION, *args)
        case(ATTENTION, *args, attn_mask=MASK)
        case(ATTENTION, *args, attn_mask=make(2, 3))
        case(ATTENTION, *args, is_causal=True)
        case(ATTENTION, *args, scale=0.3)
case(ATTENTION, f64(1, 4, 2, 2), f64(1, 2, 3, 2), f64(1, 2, 3, 2), enable_gqa=True)
case(ATTENTION, f64(2, 2), f64(3, 2), f64(3, 2), MASK.but(values=[[True] * 3, [False] * 3])).mark(
    edge=True
)
refuse(ATTENTION, f64(2, 2), f64(3, 3), f64(3, 2))
refuse(ATTENTION, f64(2, 2), f64(3, 2), f64(3, 2), attn_mask=MASK, is_causal=True)


def attention(batch: tuple[int, ...] = (2,), make=f64, length: int = 3, source: int = 3) -> tuple:
    """The positional arguments of multi_head_attention_forward: width 4, 2 heads."""
    query, key, value = make(length, *batch, 4), make(source, *batch, 4), make(source, *batch, 4)
    weights = make(12, 4), make(12), None, None, False, 0.0, make(4, 4), make(4)
    return (query, key, value, 4, 2, *weights)


MULTI = F + "multi_head_attention_forward"
for make in (f64, f32):
    # The key's bias has no gradient but rounding errors.
    note(tolerance=1e-4 if make is f32 else None)
    for batch in ((2,), (1,), ()):
        case(MULTI, *attention(batch, make), training=False)
        case(MULTI, *attention(batch, make), need_weights=False)
    causal = make(3, 3, grad=False)
    case(MULTI, *attention(make=make), attn_mask=causal)
    case(MULTI, *attention(make=make), attn_mask=causal, need_weights=False)
    case(MULTI, *attention(make=make, length=2, source=4), average_attn_weights=False)
    padding = of([[False, False, True], [False, True, True]], "bool")
    case(MULTI, *attention(make=make), key_padding_mask=padding)
note(tolerance=None)
separate = (*attention()[:5], None, f64(12), None, None, False, 0.0, f64(4, 4), f64(4))
case(
    MULTI,
    *separate,
    use_separate_proj_weight=True,
    q_proj_weight=f64(4, 4),
    k_proj_weight=f64(4, 4),
    v_proj_weight=f64(4, 4),
)
with_bias = (*attention()[:7], f64(1, 1, 4), f64(1, 1, 4), False, 0.0, f64(4, 4), f64(4))
case(MULTI, *with_bias)
case(MULTI, *attention()[:9], True, 0.0, f64(4, 4), None)
refuse(MULTI, *attention()[:3], 5, *attention()[4:])

PAD = F + "pad"
for shape, pad in (
    ((3,), (1, 2)),
    ((2, 3), (1, 0)),
    ((2, 3), (0, 1, 2, 0)),
    ((2, 3), (-1, 1)),
):
    case(PAD, f64(*shape), pad)
    case(PAD, f32(*shape), pad, "constant", 2.5)
    case(PAD, f64(*shape), pad=pad, value=-1)
    case("torch.constant_pad_nd", f64(*shape), pad, 3)
    case("torch.constant_pad_nd", f32(*shape), pad)
case(PAD, f64(2, 3), (-1, -1))
case(PAD, i64(3), (1, 1), value=7)
case(PAD, f64(0), (1, 1))
for mode in ("reflect", "replicate", "circular"):
    for shape, pad in (
        ((1, 2, 4), (1, 2)),
        ((2, 4), (2, 1)),
        ((1, 2, 3, 3), (1, 1, 2, 0)),
        ((2, 3, 3), (0, 2, 1, 1)),
        ((1, 1, 2, 3, 2), (1, 0, 1, 1, 0, 1)),
        ((1, 2, 4), (-1, 1)),
    ):
        if mode != "circular" or len(shape) != 2:
            case(PAD, f64(*shape), pad, mode=mode)
            case(PAD, f32(*shape), pad, mode)
    refuse(PAD, f64(3), (1, 1), mode=mode)
refuse(PAD, f64(1, 1, 3), (3, 0), mode="reflect")
refuse(PAD, f64(1, 1, 3), (4, 0), mode="circular")
refuse(PAD, f64(3), (1, 1, 1))
refuse(PAD, f64(3), (1, 1, 1, 1))
refuse(PAD, f64(3), (-2, -2))
refuse(PAD, f64(3), (1, 1), mode="other")
refuse(PAD, f64(1, 1, 3), (1, 1), mode="reflect", value=2.0)
case(F + "dropout", f64(3), 0.5, False)
case(F + "dropout", f64(3), 0.0)
