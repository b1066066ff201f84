"""Layers: normalisations, embeddings, dropout, attention, losses."""

from .cases import FLAT, ROW, case, each, fixed, leaf, lines, real, truth, whole

case("F.layer_norm(x, r.shape, r, r)", x=real(), r=real(ROW))
case("F.rms_norm(x, r.shape, r)", x=real(), r=real(ROW))
IMAGES = [(2, 4, 3, 3), (8, 16, 16, 16), (16, 32, 56, 56)]
CHANNELS = lines((4, 16, 32))
IMAGE, WEIGHT = real(IMAGES), real(CHANNELS)
case("F.batch_norm(x, None, None, w, b, training=True)", x=IMAGE, w=WEIGHT, b=WEIGHT)
case("F.batch_norm(x, None, None, w, b, training=True)", "rows", x=real(), w=real(ROW), b=real(ROW))
case(
    "F.batch_norm(x, m, v, w, b)",
    x=IMAGE,
    m=fixed(CHANNELS),
    v=fixed(CHANNELS, 1, 2),
    w=WEIGHT,
    b=WEIGHT,
)
case("torch.batch_norm(x, w, b, None, None, True, 0.1, 1e-5, True)", x=IMAGE, w=WEIGHT, b=WEIGHT)
case("F.instance_norm(x)", x=IMAGE)
case("torch.layer_norm(x, x.shape[1:])", x=IMAGE)
case("F.group_norm(x, 2, w, b)", x=IMAGE, w=WEIGHT, b=WEIGHT)
case("F.local_response_norm(x, 3)", x=IMAGE)
each("dropout alpha_dropout feature_alpha_dropout", "F.{}(x, 0.5)", x=IMAGE)
each(
    "dropout alpha_dropout feature_dropout feature_alpha_dropout", "torch.{}(x, 0.5, True)", x=IMAGE
)
case("F.dropout2d(x, 0.5)", x=IMAGE)
case("F.dropout1d(x, 0.5)", x=real([(2, 4, 9), (8, 16, 256), (16, 32, 3136)]))
case("F.dropout3d(x, 0.5)", x=real([(2, 4, 1, 3, 3), (8, 16, 4, 8, 8), (16, 32, 16, 16, 16)]))

TABLE = real([(10, 5), (1000, 64), (10_000, 256)])
TOKENS = whole([(2, 3), (16, 64), (64, 128)], (10, 1000, 10_000))
case("F.embedding(i, w)", w=TABLE, i=TOKENS)
case("torch.embedding(w, i)", w=TABLE, i=TOKENS)
each("mean sum max", "F.embedding_bag(i, w, mode='{}')", w=TABLE, i=TOKENS)
case("F.one_hot(i, 50)", i=whole([(4,), (1000,), (20_000,)], 50))
HEADS = real([(1, 2, 4, 3), (2, 4, 64, 32), (4, 8, 256, 64)])
case("F.scaled_dot_product_attention(q, k, v)", q=HEADS, k=HEADS, v=HEADS)
case("F.scaled_dot_product_attention(q, k, v, is_causal=True)", q=HEADS, k=HEADS, v=HEADS)
MASK = truth([(4, 4), (64, 64), (256, 256)])
case("F.scaled_dot_product_attention(q, k, v, attn_mask=m)", q=HEADS, k=HEADS, v=HEADS, m=MASK)
WIDTHS = (4, 32, 128)
case(
    "F.multi_head_attention_forward(x, x, x, x.shape[2], 2, w, c, None, None, False, 0.0, o, b)",
    x=real([(3, 2, 4), (32, 4, 32), (128, 8, 128)]),
    w=real([(3 * n, n) for n in WIDTHS]),
    c=real(lines([3 * n for n in WIDTHS])),
    o=real([(n, n) for n in WIDTHS]),
    b=real(lines(WIDTHS)),
)

# -- losses
each("mse_loss l1_loss smooth_l1_loss huber_loss", "F.{}(x, y)", x=real(), y=fixed())
case("F.mse_loss(x, y, reduction='sum')", x=real(), y=fixed())
case("F.binary_cross_entropy(x, y)", x=real(FLAT, 0.1, 0.9), y=fixed(FLAT, 0, 1))
case("F.binary_cross_entropy_with_logits(x, y)", x=real(), y=fixed(FLAT, 0, 1))
SIGNS = fixed(FLAT, -1, 1)
each("soft_margin_loss hinge_embedding_loss", "F.{}(x, s)", x=real(), y=SIGNS, s="torch.sign(y)")
case("F.margin_ranking_loss(x, y, z)", x=real(), y=real(), z=SIGNS)
case("F.multilabel_soft_margin_loss(x, y)", x=real(), y=fixed(FLAT, 0, 1))
case("F.kl_div(x, y, reduction='batchmean')", x=real(FLAT, -3, -0.1), y=fixed(FLAT, 0.1, 1))
case("F.poisson_nll_loss(x, y)", x=real(), y=fixed(FLAT, 0, 5))
case("F.gaussian_nll_loss(x, y, v)", x=real(), y=fixed(), v=real(FLAT, 0.1, 3))
case("F.cosine_embedding_loss(x, y, s)", x=real(), y=real(), s="torch.sign(x[:, 0])")
each(
    "triplet_margin_loss triplet_margin_with_distance_loss",
    "F.{}(x, y, z)",
    x=real(),
    y=real(),
    z=real(),
)
COUNTS = [(4,), (128,), (2000,)]
CLASSES = whole(COUNTS, (5, 128, 1000))
each("cross_entropy nll_loss multi_margin_loss", "F.{}(x, k)", x=real(), k=CLASSES)
case(
    "F.cross_entropy(x, k)",
    "ten classes",
    x=real([(4, 10), (128, 10), (20_000, 10)]),
    k=whole([(4,), (128,), (20_000,)], 10),
)
case("F.cross_entropy(x, k, label_smoothing=0.1)", x=real(), k=CLASSES)
case("F.cross_entropy(x, p)", x=real(), p="torch.softmax(x, 1)")
case(
    "F.cross_entropy(x, k)",
    "images",
    x=real([(2, 3, 2, 2), (4, 8, 32, 32), (8, 16, 100, 100)]),
    k=whole([(2, 2, 2), (4, 32, 32), (8, 100, 100)], (3, 8, 16)),
)
case(
    "F.linear_cross_entropy(x, w, k)",
    x=real([(4, 5), (128, 64), (1000, 128)]),
    w=real([(5, 5), (128, 64), (1000, 128)]),
    k=whole([(4,), (128,), (1000,)], (5, 128, 1000)),
)
case("F.nll_loss(x, k)", "a row", x=real(ROW), k=whole([()] * 3, 5))
case(
    "F.multilabel_margin_loss(x, k)",
    x=real([(4, 5), (64, 20), (500, 50)]),
    k=whole([(4, 5), (64, 20), (500, 50)], 5),
)
case(
    "F.ctc_loss(p, k, n, m)",
    x=real([(6, 2, 5), (50, 8, 20), (200, 32, 40)]),
    p=leaf("torch.log_softmax(x, 2)"),
    t=whole([(2, 2), (8, 12), (32, 50)], 4),
    k="t + 1",
    n="torch.full((x.shape[1],), x.shape[0])",
    m="torch.full((x.shape[1],), k.shape[1])",
)
