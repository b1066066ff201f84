"""Images, sounds and volumes: convolution, pooling, resampling, padding, folding."""

from .cases import Triple, case, each, fixed, leaf, lines, real

PLACES: dict[int, Triple] = {
    1: [(9,), (256,), (4096,)],
    2: [(6, 6), (32, 32), (56, 56)],
    3: [(4, 4, 4), (12, 12, 12), (20, 20, 20)],
}
COUNTS = [(1, 2), (4, 16), (4, 32)]  # images, and their channels


def images(rank: int, counts: Triple = COUNTS) -> Triple:
    return [(*count, *place) for count, place in zip(counts, PLACES[rank], strict=True)]


def kernels(rank: int, edge: int, channels: Triple) -> Triple:
    return [(*pair, *(edge,) * rank) for pair in channels]


SAME = [(2, 2), (16, 16), (32, 32)]
for rank in (1, 2, 3):
    x, w = real(images(rank)), real(kernels(rank, 3, SAME))
    b = real(lines((2, 16, 32)))
    case(f"F.conv{rank}d(x, w, b, padding=1)", x=x, w=w, b=b)
    case(f"F.conv_transpose{rank}d(x, w, b, padding=1)", x=x, w=w, b=b)
    pooled = [(1, 4), (4, 16), (8, 32)]
    x = real(images(rank, pooled))
    each("max_pool avg_pool", f"F.{{}}{rank}d(x, 2)", x=x)
    each("adaptive_avg_pool adaptive_max_pool", f"F.{{}}{rank}d(x, 3)", x=x)
    taken = f"F.max_pool{rank}d(x, 2, return_indices=True)"
    case(taken, x=x)
    case(f"F.max_unpool{rank}d(p, i, 2)", x=x, t=taken, p=leaf("t[0]"), i="t[1]")
    modes = ("reflect", "replicate", "circular", "constant")
    each(" ".join(modes), f"F.pad(x, {(1, 1) * rank}, mode='{{}}')", x=x)
    case("F.interpolate(x, scale_factor=2, mode='nearest-exact')", f"{rank}d", x=x)
    smooth = {1: "linear", 2: "bilinear", 3: "trilinear"}[rank]
    each(f"nearest {smooth}", "F.interpolate(x, scale_factor=2, mode='{}')", f"{rank}d", x=x)
IMAGE = real(images(2))
case("F.conv2d(x, w)", "1x1", x=IMAGE, w=real(kernels(2, 1, SAME)))
case("F.conv2d(x, w, stride=2, padding=1)", x=IMAGE, w=real(kernels(2, 3, SAME)))
case("F.conv2d(x, w, padding=2)", "5x5", x=IMAGE, w=real(kernels(2, 5, SAME)))
DEPTHWISE = real(kernels(2, 3, [(2, 1), (16, 1), (32, 1)]))
case("F.conv2d(x, w, groups=x.shape[1])", "depthwise", x=IMAGE, w=DEPTHWISE)
GRAYS = real(images(2, [(1, 1), (16, 1), (64, 1)]))
case(
    "F.conv2d(x, w, padding=1)",
    "few channels",
    x=GRAYS,
    w=real(kernels(2, 3, [(2, 1), (8, 1), (8, 1)])),
)
case("F.conv_transpose2d(x, w, stride=2)", x=IMAGE, w=real(kernels(2, 2, SAME)))
case("F.max_pool2d(x, 3, 2, 1)", x=IMAGE)
case("F.lp_pool1d(x, 2, 2)", x=real(images(1), 0.1, 2))
case("F.lp_pool2d(x, 2, 2)", x=real(images(2), 0.1, 2))
case("F.lp_pool3d(x, 2, 2)", x=real(images(3), 0.1, 2))
case("F.interpolate(x, scale_factor=2, mode='bicubic')", x=IMAGE)
each(
    "bilinear bicubic lanczos",
    "F.interpolate(x, scale_factor=0.5, mode='{}', antialias=True)",
    x=IMAGE,
)
each("upsample_nearest upsample_bilinear upsample", "F.{}(x, scale_factor=2)", x=IMAGE)
EVEN = real(images(2, [(1, 4), (4, 16), (4, 32)]))
each("pixel_shuffle pixel_unshuffle", "F.{}(x, 2)", x=EVEN)
case("F.channel_shuffle(x, 2)", x=EVEN)
case("F.unfold(x, 3)", x=IMAGE)
case("F.fold(u, s, 3)", x=IMAGE, u=leaf("F.unfold(x, 3)"), s="tuple(x.shape[2:])")
case("torch.constant_pad_nd(x, (1, 1, 1, 1), 0.5)", x=IMAGE)
each(
    "bilinear nearest bicubic",
    "F.grid_sample(x, g, mode='{}', align_corners=False)",
    x=IMAGE,
    g=real([(n, *place, 2) for (n, _), place in zip(COUNTS, PLACES[2], strict=True)], -1, 1),
)
VOLUME = real(images(3))
case(
    "F.grid_sample(x, g, align_corners=False)",
    "volumes",
    x=VOLUME,
    g=real([(n, *place, 3) for (n, _), place in zip(COUNTS, PLACES[3], strict=True)], -1, 1),
)
case(
    "F.affine_grid(a, s, align_corners=False)",
    x=fixed(images(2)),
    s="tuple(x.shape)",
    a=real([(n, 2, 3) for n, _ in COUNTS]),
)
