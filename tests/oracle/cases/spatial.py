"""Convolution, pooling, resampling, folding: strides, paddings, dilations, modes."""

from build import case, f32, f64, note, of, refuse

note(issue=5)

F = "torch.nn.functional."


def sizes(rank: int, edge: int = 4) -> tuple[int, ...]:
    """A small image of this rank, its sides a little different."""
    return tuple(edge + (axis % 2) for axis in range(rank)) if rank < 3 else (3, 4, 3)


OPTIONS = (
    {},
    {"stride": 2},
    {"padding": 1},
    {"dilation": 2, "padding": 1},
    {"stride": 2, "padding": 1, "dilation": 1},
)
for rank in (1, 2, 3):
    name = f"{F}conv{rank}d"
    image, kernel = sizes(rank), (2,) * rank
    for options in OPTIONS:
        case(name, f64(1, 2, *image), f64(2, 2, *kernel), **options)
        case(name, f32(2, 1, *image), f32(2, 1, *kernel), f32(2), **options).mark(tolerance=1e-5)
        case(name, f64(2, *image), f64(1, 2, *kernel), bias=f64(1), **options)
    case(name, f64(1, 4, *image), f64(2, 2, *kernel), None, 1, 0, 1, 2)
    case(name, f64(1, 2, *image), f64(4, 1, *kernel), groups=2)
    case(name, f64(1, 2, *image), f64(1, 2, *kernel), None, (2,) * rank, (1,) * rank)
    case(name, f64(1, 1, *image), f64(1, 1, *kernel), padding="same")
    case(name, f64(1, 1, *image), f64(1, 1, *(3,) * rank), padding="same", dilation=1)
    case(name, f64(1, 1, *image), f64(1, 1, *kernel), padding="valid")
    case(name, f64(0, 1, *image), f64(1, 1, *kernel))
    case(name, f64(1, 1, *image, grad=False), f64(1, 1, *kernel))
    case(name, f64(1, 1, *image), f64(1, 1, *kernel, grad=False))
    refuse(name, f64(1, 2, *image), f64(1, 1, *kernel))
    refuse(name, f64(1, 1, *image), f64(1, 1, *(9,) * rank))
    refuse(name, f64(1, 1, *image), f64(1, 1, *kernel), f64(3))
    refuse(name, f64(1, 1, *image), f32(1, 1, *kernel))
    refuse(name, f64(1, 1, *image), f64(1, 1, *kernel), stride=0)
    refuse(name, f64(1, 1, *image), f64(1, 1, *kernel), padding=-1)
    refuse(name, f64(1, 1, *image), f64(1, 1, *kernel), padding="same", stride=2)
    refuse(name, f64(3), f64(1, 1, *kernel))
    name = f"{F}conv_transpose{rank}d"
    image = sizes(rank, 3) if rank < 3 else (2, 2, 3)
    for options in (*OPTIONS, {"stride": 2, "output_padding": 1}, {"stride": 3, "padding": 1}):
        case(name, f64(1, 2, *image), f64(2, 1, *kernel), **options)
        case(name, f32(2, 1, *image), f32(1, 2, *kernel), f32(2), **options).mark(tolerance=1e-5)
        case(name, f64(2, *image), f64(2, 1, *kernel), bias=f64(1), **options)
    case(name, f64(1, 4, *image), f64(4, 1, *kernel), groups=2)
    case(name, f64(1, 2, *image), f64(2, 1, *kernel), None, 2, 1, 1, 1, 1)
    refuse(name, f64(1, 2, *image), f64(1, 1, *kernel))
    refuse(name, f64(1, 1, *image), f64(1, 1, *kernel), output_padding=1)
case(F + "conv2d", f64(1, 1, 4, 5), f64(1, 1, 2, 3), stride=(2, 1), padding=(0, 1), dilation=(1, 2))
case(F + "conv_transpose2d", f64(1, 1, 2, 3), f64(1, 1, 2, 3), stride=(2, 1), padding=(0, 1))
case("torch.conv1d", f64(1, 1, 4), f64(1, 1, 2))
case("torch.conv2d", f64(1, 1, 3, 3), f64(1, 1, 2, 2))
case("torch.conv3d", f64(1, 1, 2, 2, 2), f64(1, 1, 2, 2, 2))
case("torch.conv_transpose2d", f64(1, 1, 3, 3), f64(1, 1, 2, 2))

for rank in (1, 2, 3):
    image = sizes(rank)
    name = f"{F}max_pool{rank}d"
    for options in (
        {},
        {"stride": 1},
        {"padding": 1},
        {"stride": 1, "dilation": 2},
        {"stride": 2, "padding": 1, "ceil_mode": True},
        {"ceil_mode": True},
    ):
        for indices in (False, True):
            x = f64(1, 2, *image, form="distinct")
            case(name, x, 2, return_indices=indices, **options)
        case(name, f32(2, *image, form="distinct"), 2, **options)
    case(name, f64(1, 1, *image, form="distinct"), (2,) * rank, (1,) * rank)
    case(name, f64(1, 1, *image, form="distinct"), kernel_size=3, stride=2, padding=1)
    ties = of([1.0, 1.0, 2.0, 2.0]).but(shape=(1,) * (rank + 1) + (4,))
    case(name, ties, (1,) * (rank - 1) + (2,)).mark(edge=True)
    refuse(name, f64(1, 1, *image), 9)
    refuse(name, f64(1, 1, *image), 2, padding=2)
    if rank > 1:
        refuse(name, f64(2), 2)
    refuse(name, f64(1, 1, *image), 2, stride=0)
    case(f"torch.max_pool{rank}d", f64(1, 1, *image, form="distinct"), 2)

    name = f"{F}avg_pool{rank}d"
    for options in (
        {},
        {"stride": 1},
        {"padding": 1},
        {"padding": 1, "count_include_pad": False},
        {"stride": 2, "padding": 1, "ceil_mode": True},
        {"ceil_mode": True},
        {"ceil_mode": True, "padding": 1, "count_include_pad": False},
    ):
        case(name, f64(1, 2, *image), 2, **options)
        case(name, f32(2, *image), 2, **options)
        if rank > 1:
            case(name, f64(1, 1, *image), 2, divisor_override=3, **options)
    case(name, f64(1, 1, *image), (3,) * rank, 1)
    case(name, f64(1, 1, *image), kernel_size=2, stride=(1,) * rank)
    refuse(name, f64(1, 1, *image), 9)
    refuse(name, f64(1, 1, *image), 2, padding=2)

    for kind in ("avg", "max"):
        name = f"{F}adaptive_{kind}_pool{rank}d"
        form = "distinct" if kind == "max" else None
        for size in (1, 2, 3):
            case(name, f64(1, 2, *image, form=form), size)
            case(name, f32(2, *image, form=form), output_size=size)
        case(name, f64(1, 1, *image, form=form), (2,) * rank)
        if rank > 1:
            case(name, f64(1, 1, *image, form=form), (None, 2) if rank == 2 else (None, 2, 1))
        if kind == "max":
            case(name, f64(1, 2, *image, form=form), 2, True)
            case(name, f64(2, *image, form=form), 3, return_indices=True)
        refuse(name, f64(2), 2)
        refuse(name, f64(1, 1, *image), -1)

    name = f"{F}max_unpool{rank}d"
    small = (1, 1, *(2,) * rank)
    full = (4,) * rank
    picks = {1: [0, 3], 2: [0, 3, 9, 14], 3: [0, 3, 9, 14, 32, 35, 50, 63]}[rank]
    indices = of(picks, "int64").but(shape=small)
    for make in (f64, f32):
        case(name, make(*small), indices, 2)
        case(name, make(*small), indices, 2, stride=2)
        case(name, make(*small), indices, kernel_size=(2,) * rank, output_size=full)
        case(name, make(*small), indices, 2, output_size=(1, 1, *full))
    case(name, f64(1, 1, *(2,) * rank), indices, 4, 2, 1, output_size=full)
    case(name, f64(*small[1:]), indices.but(shape=small[1:]), 2)
    refuse(name, f64(1, 1, *(3,) * rank), indices, 2)
    refuse(name, f64(*small), indices.but(values=[999] * 2**rank), 2)
    for p in (2, 3.0):
        if rank < 3:
            case(f"{F}lp_pool{rank}d", f64(1, 2, *image, lo=0.2), p, 2)

for mode, ranks in (
    ("nearest", (1, 2, 3)),
    ("nearest-exact", (1, 2, 3)),
    ("linear", (1,)),
    ("bilinear", (2,)),
    ("bicubic", (2,)),
    ("trilinear", (3,)),
    ("area", (1, 2, 3)),
):
    name = F + "interpolate"
    for rank in ranks:
        image = {1: (4,), 2: (3, 4), 3: (2, 3, 2)}[rank]
        for size in (2, 5):
            case(name, f64(1, 2, *image), size if rank < 3 else (size, 2, 3), mode=mode)
            case(name, f32(1, 1, *image), size=(size,) * rank, mode=mode)
        for factor in (2, 0.5, 1.7):
            case(name, f64(1, 1, *image), scale_factor=factor, mode=mode)
        case(name, f64(1, 1, *image), scale_factor=(1.5,) * rank, mode=mode)
        if mode != "area":
            case(
                name,
                f64(1, 1, *image),
                scale_factor=1.6,
                mode=mode,
                recompute_scale_factor=True,
            )
        if "linear" in mode or mode == "bicubic":
            for size in (1, 2, 5):
                case(name, f64(1, 1, *image), (size,) * rank, mode=mode, align_corners=True)
            case(name, f64(1, 1, *image), scale_factor=2.0, mode=mode, align_corners=True)
            case(name, f32(1, 1, *image), scale_factor=1.3, mode=mode, align_corners=False)
        else:
            refuse(name, f64(1, 1, *image), 2, mode=mode, align_corners=True)
        refuse(name, f64(3), 2, mode=mode)
        refuse(name, f64(1, 1, *image), mode=mode)
        refuse(name, f64(1, 1, *image), 2, 2.0, mode=mode)
        if mode != "area":
            refuse(name, f64(1, 1, *image), (0,) * rank, mode=mode)
case(F + "interpolate", f64(1, 1, 3, 4), (5, 6), mode="bilinear", antialias=True)
case(F + "interpolate", f64(1, 1, 4, 5), (2, 3), mode="bilinear", antialias=True)
case(F + "interpolate", f64(1, 1, 4, 5), (2, 3), mode="bicubic", antialias=True)
refuse(F + "interpolate", f64(1, 1, 4), 2, mode="bilinear")
refuse(F + "interpolate", f64(1, 1, 4), 2, mode="other")
for size in (2, (3, 5), (2, 2)):
    case(F + "upsample_bilinear", f64(1, 1, 3, 3), size)
    case(F + "upsample_nearest", f64(1, 2, 3, 3), size)
    case(F + "upsample_nearest", f32(1, 2, 3, 3), size=size)
case(F + "upsample_bilinear", f32(1, 2, 2, 3), scale_factor=2)
case(F + "upsample_bilinear", f64(1, 1, 2, 2), None, (2, 3))
case(F + "upsample_nearest", f64(1, 1, 4), 6)
case(F + "upsample_nearest", f64(1, 1, 4), scale_factor=2)
case(F + "upsample_nearest", f64(1, 1, 2, 2, 2), scale_factor=2)
case(F + "upsample", f64(1, 1, 2, 2), scale_factor=2, mode="bilinear")

for factor in (2, 1):
    for shape in ((1, 4, 2, 2), (4, 2, 3), (2, 8, 1, 2), (1, 1, 4, 2, 2)):
        function = (F + "pixel_shuffle", "torch.pixel_shuffle")[factor == 1]
        case(function, f64(*shape), factor)
        case(F + "pixel_shuffle", f32(*shape), upscale_factor=factor)
    for shape in ((1, 1, 4, 4), (2, 2, 4), (1, 2, 2, 2), (1, 1, 1, 4, 2)):
        case(F + "pixel_unshuffle", f64(*shape), factor)
        case(F + "pixel_unshuffle", f32(*shape), downscale_factor=factor)
case("torch.pixel_unshuffle", f64(1, 1, 3, 3), 3)
refuse(F + "pixel_shuffle", f64(1, 3, 2, 2), 2)
refuse(F + "pixel_shuffle", f64(2, 2), 1)
refuse(F + "pixel_unshuffle", f64(1, 1, 3, 4), 2)
refuse(F + "pixel_unshuffle", f64(1, 1, 4, 4), 0)

for options in (
    {},
    {"stride": 2},
    {"padding": 1},
    {"dilation": 2},
    {"stride": (1, 2), "padding": (1, 0)},
):
    case(F + "unfold", f64(1, 2, 4, 4), 2, **options)
    case(F + "unfold", f32(2, 1, 4, 3), (2, 1), **options)
    case(F + "unfold", f64(1, 4, 4), kernel_size=2, **options)
case(F + "unfold", f64(1, 1, 4, 4), 2, 1, 1, 2)
refuse(F + "unfold", f64(4, 4), 2)
refuse(F + "unfold", f64(1, 1, 2, 2), 3)
for options in ({}, {"stride": 2}, {"padding": 1}):
    blocks = {"": 9, "stride": 4, "padding": 25}[next(iter(options), "")]
    case(F + "fold", f64(1, 4, blocks), (4, 4), 2, **options)
    case(F + "fold", f32(2, 8, blocks), output_size=(4, 4), kernel_size=(2, 2), **options)
    case(F + "fold", f64(4, blocks), (4, 4), 2, **options)
refuse(F + "fold", f64(1, 4, 8), (4, 4), 2)
refuse(F + "fold", f64(1, 3, 9), (4, 4), 2)

for mode in ("bilinear", "nearest", "bicubic"):
    for padding in ("zeros", "border", "reflection"):
        for align in (False, True):
            case(
                F + "grid_sample",
                f64(1, 2, 3, 4),
                f64(1, 2, 3, 2, lo=-1.3, hi=1.3),
                mode,
                padding,
                align,
            )
            if mode != "bicubic":
                case(
                    F + "grid_sample",
                    f64(1, 1, 2, 3, 2),
                    f64(1, 1, 2, 2, 3, lo=-1.3, hi=1.3),
                    mode=mode,
                    padding_mode=padding,
                    align_corners=align,
                )
                code = ("bilinear", "nearest").index(mode)
                pad = ("zeros", "border", "reflection").index(padding)
                grid = f64(1, 2, 1, 2, 3, lo=-1.3, hi=1.3)
                case("torch.grid_sampler_3d", f64(1, 2, 2, 2, 2), grid, code, pad, align)
                case("torch.grid_sampler", f64(1, 2, 2, 2, 2), grid, code, pad, align)
        case(F + "grid_sample", f32(2, 1, 2, 2), f32(2, 1, 2, 2, lo=-1, hi=1), mode, padding)
case(F + "grid_sample", f64(1, 1, 3, 3), f64(1, 2, 2, 2, grad=False))
case(F + "grid_sample", f64(1, 1, 3, 3, grad=False), f64(1, 2, 2, 2))
case("torch.grid_sampler_3d", f32(1, 1, 2, 2, 2), f32(1, 1, 1, 2, 3, lo=-1, hi=1), 0, 0, True)
refuse(F + "grid_sample", f64(1, 1, 3, 3), f64(1, 2, 2, 3))
refuse(F + "grid_sample", f64(1, 1, 3, 3), f64(2, 2, 2, 2))
refuse(F + "grid_sample", f64(1, 1, 3, 3), f64(1, 2, 2, 2), mode="other")
refuse(F + "grid_sample", f64(1, 1, 3, 3), f64(1, 2, 2, 2), padding_mode="other")
for align in (False, True):
    case(F + "affine_grid", f64(1, 2, 3), (1, 1, 2, 3), align_corners=align)
    case(F + "affine_grid", f64(2, 3, 4), (2, 1, 2, 1, 2), align_corners=align)
