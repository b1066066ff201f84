"""Losses: reductions, weights, targets of every allowed kind."""

from build import b8, case, f32, f64, i64, note, of, refuse

F = "torch.nn.functional."
REDUCTIONS = ("mean", "sum", "none")
UNIT = {"lo": 0.05, "hi": 0.95}
POSITIVE = {"lo": 0.1, "hi": 2}


def pairs(name: str, x: dict | None = None, y: dict | None = None, **options: object) -> None:
    """Input and target of one shape, each reduction, target with and without gradient."""
    x, y = x or {}, y or {}
    for reduction in REDUCTIONS:
        case(F + name, f64(2, 3, **x), f64(2, 3, **y), reduction=reduction, **options)
        case(F + name, f32(4, **x), f32(4, grad=False, **y), reduction=reduction, **options)
        case(F + name, f64(**x), f64(**y), reduction=reduction, **options)
    case(F + name, f64(2, 3, **x), f64(2, 3, **y), **options)
    case(F + name, f64(0, **x), f64(0, **y), **options)
    case(F + name, f32(2, 1, 2, **x), f32(2, 1, 2, **y), **options)
    refuse(F + name, f64(2, **x), f64(2, **y), reduction="other", **options)


note(issue=2)
for name in ("mse_loss", "l1_loss", "smooth_l1_loss", "huber_loss"):
    pairs(name)
    case(F + name, f64(2, 3), f64(3))
    case(F + name, f64(2, 3), f64(2, 1), reduction="sum")
    case(F + name, f64(3, grad=False), f64(3))
    case(F + name, of([1.0, 2.0, 0.5]), of([1.0, 1.0, 1.5])).mark(edge=True)
    refuse(F + name, f64(2), f64(3))
pairs("smooth_l1_loss", beta=0.5)
pairs("huber_loss", delta=0.5)
case(F + "smooth_l1_loss", f64(3), f64(3), beta=0.0)
refuse(F + "smooth_l1_loss", f64(3), f64(3), beta=-1.0)
refuse(F + "huber_loss", f64(3), f64(3), delta=0.0)
case(F + "mse_loss", f64(2, 3), f64(2, 3), weight=f64(2, 3, grad=False))

pairs("binary_cross_entropy", UNIT, UNIT)
for weight in (f64(2, 3, grad=False), f64(3, grad=False)):
    for reduction in REDUCTIONS:
        args = f64(2, 3, **UNIT), f64(2, 3, **UNIT)
        case(F + "binary_cross_entropy", *args, weight, reduction=reduction)
case(F + "binary_cross_entropy", of([0.0, 1.0, 1.0]), of([0.0, 1.0, 0.0], grad=False)).mark(
    edge=True
)
refuse(F + "binary_cross_entropy", of([1.5]), of([1.0], grad=False))
refuse(F + "binary_cross_entropy", f64(2, **UNIT), f64(3, **UNIT))
LOGITS = "binary_cross_entropy_with_logits"
pairs(LOGITS, None, UNIT)
for options in (
    {"weight": f64(3, grad=False, **POSITIVE)},
    {"pos_weight": f64(3, grad=False, **POSITIVE)},
    {"weight": f64(2, 3, grad=False), "pos_weight": f64(3, grad=False, **POSITIVE)},
):
    for reduction in REDUCTIONS:
        case(F + LOGITS, f64(2, 3), f64(2, 3, grad=False, **UNIT), reduction=reduction, **options)
case(F + LOGITS, of([100.0, -100.0]), of([0.0, 1.0], grad=False))
refuse(F + LOGITS, f64(2), f64(3))

pairs("kl_div", None, POSITIVE)
for reduction in (*REDUCTIONS, "batchmean"):
    for log_target in (False, True):
        options = {"reduction": reduction, "log_target": log_target}
        case(F + "kl_div", f64(2, 3), f64(2, 3, **POSITIVE), **options)
        case(F + "kl_div", f32(2, 3), f32(2, 3, grad=False, **POSITIVE), **options)
case(F + "kl_div", f64(3), of([0.0, 0.5, 0.5], grad=False), reduction="sum").mark(edge=True)

# class shapes: input, target
CLASSES = [
    ((4, 3), (4,)),
    ((3,), ()),
    ((2, 3, 2), (2, 2)),
    ((2, 3, 2, 1), (2, 2, 1)),
    ((0, 3), (0,)),
]
for name in ("nll_loss", "cross_entropy"):
    for x, y in CLASSES:
        target = i64(*y, lo=0, hi=3)
        for reduction in REDUCTIONS:
            case(F + name, f64(*x), target, reduction=reduction)
            case(F + name, f32(*x), target, f32(3, grad=False, **POSITIVE), reduction=reduction)
            case(F + name, f64(*x), target, ignore_index=1, reduction=reduction)
    case(F + name, f64(3, 3), of([-100, 1, 2], "int64"))
    case(F + name, f64(2, 3), of([-100, -100], "int64"))
    case(F + name, f64(4, 3), i64(4, lo=0, hi=3))
    case(F + name, f64(4, 3), i64(4, lo=0, hi=3), weight=f64(3, grad=False), ignore_index=0)
    refuse(F + name, f64(4, 3), of([0, 1, 2, 3], "int64"))
    refuse(F + name, f64(4, 3), i64(3, lo=0, hi=3))
    refuse(F + name, f64(4, 3), f64(4, grad=False))
    refuse(F + name, f64(4, 3), i64(4, lo=0, hi=3), f64(2, grad=False))
    refuse(F + name, f64(4, 3), i64(4, lo=0, hi=3), reduction="other")
for smoothing in (0.1, 0.5):
    for reduction in REDUCTIONS:
        options = {"reduction": reduction, "label_smoothing": smoothing}
        case(F + "cross_entropy", f64(4, 3), i64(4, lo=0, hi=3), **options)
        case(F + "cross_entropy", f64(2, 3, 2), i64(2, 2, lo=0, hi=3), **options)
        case(F + "cross_entropy", f64(4, 3), i64(4, lo=0, hi=3), ignore_index=1, **options)
        weight = f64(3, grad=False, **POSITIVE)
        case(F + "cross_entropy", f64(4, 3), i64(4, lo=0, hi=3), weight, **options)
for x in ((4, 3), (3,), (2, 3, 2)):
    for reduction in REDUCTIONS:
        case(F + "cross_entropy", f64(*x), f64(*x, **UNIT), reduction=reduction)
        weight = f32(3, grad=False, **POSITIVE)
        target = f32(*x, grad=False, **UNIT)
        case(F + "cross_entropy", f32(*x), target, weight, reduction=reduction)
case(F + "cross_entropy", f64(4, 3), f64(4, 3, grad=False, **UNIT), label_smoothing=0.2)
refuse(F + "cross_entropy", f64(4, 3), i64(4, lo=0, hi=3), label_smoothing=1.5)
refuse(F + "cross_entropy", f64(4, 3), f64(4, 3), ignore_index=1)

note(issue=5)
SIGNS = of([1.0, -1.0, 1.0, -1.0], grad=False)
SIGNS_ROW = [[1.0, -1.0, 1.0, -1.0]]
for margin in (0.0, 0.5):
    for reduction in REDUCTIONS:
        options = {"margin": margin, "reduction": reduction}
        case(F + "margin_ranking_loss", f64(4), f64(4), SIGNS, **options)
        case(F + "margin_ranking_loss", f32(4), f32(4), SIGNS.but(dtype="float32"), **options)
        case(F + "hinge_embedding_loss", f64(4), SIGNS, **options)
        case(F + "hinge_embedding_loss", f32(2, 4), SIGNS.but(dtype="float32"), **options)
        case(F + "cosine_embedding_loss", f64(4, 3), f64(4, 3), SIGNS, **options)
        case(F + "cosine_embedding_loss", f32(3), f32(3), of(1, "int64"), **options)
case(F + "margin_ranking_loss", f64(4), f64(4), SIGNS)
row = SIGNS.but(values=SIGNS_ROW, shape=(1, 4))
case(F + "margin_ranking_loss", f64(2, 4), f64(2, 1), row)
refuse(F + "margin_ranking_loss", f64(4), f64(4), of([[1.0]], grad=False))
case(F + "hinge_embedding_loss", f64(4), SIGNS)
case(F + "hinge_embedding_loss", of([1.0, 1.0]), of([-1.0, 1.0], grad=False)).mark(edge=True)
case(F + "cosine_embedding_loss", f64(4, 3), f64(4, 3), SIGNS)
refuse(F + "cosine_embedding_loss", f64(4, 3), f64(4, 2), SIGNS)

for reduction in REDUCTIONS:
    case(F + "soft_margin_loss", f64(4), SIGNS, reduction=reduction)
    case(
        F + "soft_margin_loss",
        f32(2, 4),
        SIGNS.but(dtype="float32", values=SIGNS_ROW, shape=(1, 4)),
        reduction=reduction,
    )
    options = {"reduction": reduction}
    for full in (False, True):
        for eps in (1e-6, 0.5):
            case(
                F + "gaussian_nll_loss",
                f64(2, 3),
                f64(2, 3),
                f64(2, 3, **POSITIVE),
                full,
                eps,
                **options,
            ).mark(**({"edge": True} if eps == 0.5 else {}))  # clamped behind autograd's back
        case(
            F + "gaussian_nll_loss",
            f32(2, 3),
            f32(2, 3),
            f32(2, 1, **POSITIVE),
            full=full,
            **options,
        )
        for log_input in (False, True):
            more = {"log_input": log_input, "full": full, **options}
            case(F + "poisson_nll_loss", f64(4, **POSITIVE), f64(4, lo=0.2, hi=4), **more)
            case(
                F + "poisson_nll_loss",
                f32(2, 3, **POSITIVE),
                f32(2, 3, lo=0, hi=4, grad=False),
                **more,
            )
    labels = i64(4, lo=0, hi=3)
    for p in (1, 2):
        for margin in (1.0, 0.3):
            more = {"p": p, "margin": margin, **options}
            case(F + "multi_margin_loss", f64(4, 3), labels, **more)
    case(
        F + "multi_margin_loss", f32(4, 3), labels, weight=f32(3, grad=False, **POSITIVE), **options
    )
    case(F + "multi_margin_loss", f64(3), i64(lo=0, hi=3), **options)
    many = of([[2, 0, -1], [1, -1, 0]], "int64")
    case(F + "multilabel_margin_loss", f64(2, 3), many, **options)
    case(F + "multilabel_margin_loss", f32(2, 3), many, **options)
    case(F + "multilabel_margin_loss", f64(3), of([1, -1, 2], "int64"), **options)
    case(F + "multilabel_soft_margin_loss", f64(2, 3), f64(2, 3, grad=False, **UNIT), **options)
    case(F + "multilabel_soft_margin_loss", f32(3), f32(3, grad=False, **UNIT), **options)
    weight = f64(3, grad=False, **POSITIVE)
    case(F + "multilabel_soft_margin_loss", f64(2, 3), f64(2, 3, **UNIT), weight, **options)
    for more in ({}, {"p": 1.0}, {"swap": True}, {"margin": 3.0, "eps": 1e-3}):
        case(F + "triplet_margin_loss", f64(2, 3), f64(2, 3), f64(2, 3), **more, **options)
        case(F + "triplet_margin_loss", f32(3), f32(3), f32(3), **more, **options)
case(F + "gaussian_nll_loss", f64(2, 3), f64(2, 3), f64(2, **POSITIVE))
case(F + "gaussian_nll_loss", f64(2, 3), f64(2, 3), 0.5)
case(F + "gaussian_nll_loss", f64(2), f64(2), of([0.0, 1.0])).mark(edge=True)
refuse(F + "gaussian_nll_loss", f64(2), f64(2), of([-1.0, 1.0]))
case(F + "poisson_nll_loss", f64(3), f64(3, lo=0, hi=4), eps=0.1, log_input=False)
case(F + "poisson_nll_loss", f64(3), f64(3, lo=0, hi=4))
refuse(F + "multi_margin_loss", f64(4, 3), i64(3, lo=0, hi=3))
refuse(F + "multi_margin_loss", f64(4, 3), i64(4, lo=0, hi=3), p=3)
refuse(F + "multilabel_margin_loss", f64(2, 3), i64(2, 2, lo=0, hi=3))
refuse(F + "soft_margin_loss", f64(4), f64(3))
case(F + "soft_margin_loss", f64(4), SIGNS)
case(F + "soft_margin_loss", of([100.0, -100.0]), of([-1.0, 1.0], grad=False))
case(F + "triplet_margin_loss", f64(4, 2), f64(4, 2), f64(1, 2))
case(F + "triplet_margin_loss", f64(2, 2, 3), f64(2, 2, 3), f64(2, 2, 3))
refuse(F + "triplet_margin_loss", f64(4, 2), f64(4, 2), f64(3))
refuse(F + "triplet_margin_loss", f64(4, 2), f64(4, 2), f64(4, 2), margin=-1.0)

LINEAR = F + "linear_cross_entropy"
for make in (f64, f32):
    for reduction in REDUCTIONS:
        labels = i64(4, lo=0, hi=3)
        case(LINEAR, make(4, 2), make(3, 2), labels, reduction=reduction)
        case(LINEAR, make(4, 2), make(3, 2), labels, linear_bias=make(3), reduction=reduction)
        case(LINEAR, make(4, 2), make(3, 2), labels, ignore_index=1, reduction=reduction)
        case(LINEAR, make(4, 2), make(3, 2), labels, label_smoothing=0.1, reduction=reduction)
        soft = make(4, 3, grad=False, **UNIT)
        case(LINEAR, make(4, 2), make(3, 2), soft, reduction=reduction)
CTC = F + "ctc_loss"
lengths = of([4, 3], "int64"), of([2, 1], "int64")
labels = of([[1, 2], [2, 1]], "int64")
for reduction in REDUCTIONS:
    case(CTC, f64(4, 2, 3), labels, *lengths, reduction=reduction)
    case(CTC, f32(4, 2, 3), labels, *lengths, reduction=reduction)
    case(CTC, f64(4, 2, 3), of([1, 2, 2], "int64"), *lengths, reduction=reduction)
    case(CTC, f64(4, 3), of([1, 1], "int64"), of(4, "int64"), of(2, "int64"), reduction=reduction)
case(CTC, f64(4, 2, 3), of([[0, 2], [2, 0]], "int64"), *lengths, blank=1)
case(
    CTC, f64(2, 1, 3), of([[1, 1]], "int64"), of([2], "int64"), of([2], "int64"), zero_infinity=True
)
case(CTC, f64(2, 1, 3), of([[1, 1]], "int64"), of([2], "int64"), of([2], "int64")).mark(edge=True)
refuse(F + "mse_loss", f64(2), b8(3))
