"""Normalisation layers: affine or not, training or not, running statistics."""

from build import case, f32, f64, i64, note, of, refuse

note(issue=5)

F = "torch.nn.functional."
POSITIVE = {"lo": 0.5, "hi": 2}

for make in (f64, f32):
    for shape in ((4, 2), (3, 2, 3), (2, 2, 2, 2), (2, 1, 1, 2, 2)):
        channels = shape[1]
        mean, var = make(channels, grad=False), make(channels, grad=False, **POSITIVE)
        weight, bias = make(channels), make(channels)
        name = F + "batch_norm"
        case(name, make(*shape), mean, var).mark(tolerance=None if make is f64 else 1e-4)
        case(name, make(*shape), mean, var, weight, bias)
        case(name, make(*shape), mean, var, weight=weight, bias=bias, training=True).mark(
            tolerance=1e-8 if make is f64 else 1e-4
        )
        case(name, make(*shape), None, None, training=True, eps=0.1)
        case(name, make(*shape), None, None, weight, training=True, eps=0.1)
        case(name, make(*shape), mean, var, None, bias, False, 0.1, 1e-3)
        if len(shape) > 2:
            name = F + "instance_norm"
            case(name, make(*shape), eps=0.1)
            case(name, make(*shape), mean, var, weight, bias, eps=0.1)
            case(name, make(*shape), mean, var, use_input_stats=False)
            case(name, make(*shape), weight=weight, bias=bias, eps=0.5)
        name = F + "local_response_norm"
        if len(shape) > 2:
            for size in (1, 2, 3):
                case(name, make(*shape), size)
            case(name, make(*shape), 2, alpha=0.5, beta=0.5, k=2.0)
            case(name, make(*shape), size=2, alpha=1e-2)
    for shape, groups in (
        ((2, 4), 2),
        ((1, 4, 2), 1),
        ((2, 4, 1, 2), 4),
        ((1, 6, 3), 3),
        ((3, 2), 1),
    ):
        weight, bias = make(shape[1]), make(shape[1])
        name = F + "group_norm"
        case(name, make(*shape), groups, eps=0.1)
        case(name, make(*shape), groups, weight, bias, 0.1)
        case(name, make(*shape), num_groups=groups, weight=weight, eps=0.1)
    for shape, normal in (
        ((2, 3), (3,)),
        ((2, 2, 3), (2, 3)),
        ((4,), (4,)),
        ((2, 1, 3), [3]),
        ((0, 3), (3,)),
    ):
        weight, bias = make(*normal), make(*normal)
        for name in ("layer_norm", "rms_norm"):
            case(F + name, make(*shape), normal)
            case(F + name, make(*shape), normal, weight)
            case(F + name, make(*shape), normalized_shape=normal, eps=0.1)
            if name == "layer_norm":
                case(F + name, make(*shape), normal, weight, bias)
                case(F + name, make(*shape), normal, bias=bias, eps=0.1)
                case("torch.layer_norm", make(*shape), normal, weight, bias, 0.1)
            else:
                case(F + name, make(*shape), normal, weight, 1e-3)
                case("torch.rms_norm", make(*shape), normal, weight, 0.1)
case(F + "layer_norm", of([[1.0, 1.0, 1.0]]), (3,))
case(F + "rms_norm", of([[0.0, 0.0, 0.0]]), (3,), None, 1e-6)
refuse(F + "batch_norm", f64(3, 2), None, None)
refuse(F + "batch_norm", f64(1, 2), None, None, training=True)
refuse(F + "batch_norm", f64(3, 2), f64(3, grad=False), f64(3, grad=False))
refuse(F + "batch_norm", f64(3, 2), f64(2, grad=False), f64(2, grad=False), f64(3))
refuse(F + "instance_norm", f64(1, 2, 1))
refuse(F + "group_norm", f64(2, 4), 3)
refuse(F + "group_norm", f64(2, 4), 2, f64(3))
refuse(F + "layer_norm", f64(2, 3), (2,))
refuse(F + "layer_norm", f64(2, 3), (3,), f64(2))
refuse(F + "layer_norm", f64(2, 3), ())
refuse(F + "layer_norm", i64(2, 3), (3,))
refuse(F + "rms_norm", f64(2, 3), (2,))
refuse(F + "local_response_norm", f64(2, 3), 2)
