"""Every function once more with all of its arguments given by name.

The calls are taken from the other family files: of each function the one with the most positional
arguments, and its first.
"""

from build import Case, T, case, cases_of

# the names of a function's first parameters: the functions of `torch` that have them
NAMES = {
    "A": (
        "linalg.det linalg.diagonal linalg.inv linalg.inv_ex linalg.lu linalg.lu_factor "
        "linalg.lu_factor_ex linalg.qr linalg.slogdet linalg.svd linalg.svdvals lu "
    ),
    "A B": "linalg.solve linalg.solve_ex",
    "input other dims": "linalg.tensorsolve",
    "LU pivots B": "linalg.lu_solve",
    "LU_data LU_pivots": "lu_unpack",
    "a b dims": "tensordot",
    "a ind": "linalg.tensorinv",
    "abs angle": "polar",
    "anchor positive negative": "nn.functional.triplet_margin_loss",
    "condition input other": "where",
    "input": (
        "abs absolute acos acosh aminmax angle arccos arccosh arcsin arcsinh arctan arctanh "
        "argmax argmin argsort asin asinh atan atanh bernoulli bincount bitwise_not ceil "
        "celu channel_shuffle clone conj conj_physical corrcoef cos cosh count_nonzero cov "
        "deg2rad det digamma empty_like erf erfc erfinv exp exp2 expm1 fft.fft2 fft.fftn "
        "fft.fftshift fft.ifft2 fft.ifftn fft.ifftshift fft.irfft2 fft.irfftn fft.rfft2 "
        "fft.rfftn fix fliplr flipud floor frac frexp gradient histc i0 imag inverse "
        "is_complex is_conj is_floating_point isfinite isinf isnan isneginf isposinf isreal "
        "lgamma linalg.cholesky linalg.cholesky_ex linalg.eigh linalg.eigvals "
        "linalg.eigvalsh linalg.matrix_exp linalg.matrix_rank linalg.pinv log log10 log1p "
        "log2 logdet logical_not matrix_exp matrix_power msort neg negative "
        "nn.functional.gelu nn.functional.hardsigmoid nn.functional.hardswish "
        "nn.functional.hardtanh nn.functional.logsigmoid nn.functional.mish "
        "nn.functional.relu nn.functional.relu6 nn.functional.selu nn.functional.sigmoid "
        "nn.functional.silu nn.functional.softsign nn.functional.tanh "
        "nn.functional.tanhshrink nn.functional.upsample nonzero numel ones_like pinverse "
        "positive qr rad2deg ravel real reciprocal relu resolve_conj round rsqrt selu sgn "
        "sigmoid sign signbit sin sinc sinh slogdet special.digamma special.entr "
        "special.erf special.erfc special.erfcx special.erfinv special.exp2 special.expit "
        "special.expm1 special.gammaln special.i0 special.i0e special.i1 special.i1e "
        "special.log1p special.log_ndtr special.logit special.ndtr special.ndtri "
        "special.psi special.round special.sinc sqrt square svd t tan tanh trace trunc "
        "unique unique_consecutive view_as_complex view_as_real zeros_like "
    ),
    "input A upper transpose unitriangular": "triangular_solve",
    "input B": "linalg.solve_triangular",
    "input LU_data LU_pivots": "lu_solve",
    "input alpha": "nn.functional.celu nn.functional.elu",
    "input b": "linalg.lstsq",
    "input batch1 batch2": "addbmm baddbmm",
    "input beta": "nn.functional.softplus",
    "input boundaries": "bucketize",
    "input chunks": "chunk unsafe_chunk",
    "input diagonal": "diag tril triu",
    "input dim": (
        "all amax amin any cummax cummin cumprod cumsum log_softmax logcumsumexp mean "
        "median nanmedian nansum nn.functional.glu nn.functional.log_softmax "
        "nn.functional.softmax nn.functional.softmin softmax special.log_softmax "
        "special.logsumexp special.softmax squeeze std std_mean sum unbind unsqueeze var "
        "var_mean "
    ),
    "input dim descending": "sort",
    "input dim index": "gather index_select select",
    "input dim index source": "index_add index_copy",
    "input dim index source reduce": "index_reduce",
    "input dim index src": "scatter scatter_add",
    "input dim index src reduce": "scatter_reduce",
    "input dim index value": "index_fill",
    "input dim keepdim": "logsumexp mode nanmean prod",
    "input dim sizes": "unflatten",
    "input dim start length": "narrow",
    "input dim0 dim1": "swapdims transpose",
    "input dims": "flip permute tile",
    "input downscale_factor": "nn.functional.pixel_unshuffle pixel_unshuffle",
    "input end weight": "lerp",
    "input eps": "logit",
    "input exponent": "float_power pow",
    "input fill_value": "full_like",
    "input grid interpolation_mode padding_mode align_corners": ("grid_sampler grid_sampler_3d "),
    "input grid mode padding_mode align_corners": "nn.functional.grid_sample",
    "input groups": "nn.functional.channel_shuffle",
    "input index": "take",
    "input index source accumulate": "put",
    "input indices dim": "take_along_dim",
    "input indices kernel_size stride padding": (
        "nn.functional.max_unpool1d nn.functional.max_unpool2d nn.functional.max_unpool3d "
    ),
    "input indices values accumulate": "index_put",
    "input input2 upper": "cholesky_solve",
    "input k": "topk",
    "input k dim": "kthvalue",
    "input k dims": "rot90",
    "input kernel_size": "max_pool1d max_pool2d max_pool3d",
    "input kernel_size dilation padding stride": "nn.functional.unfold",
    "input kernel_size stride": (
        "nn.functional.avg_pool1d nn.functional.avg_pool2d nn.functional.avg_pool3d "
        "nn.functional.max_pool1d nn.functional.max_pool2d nn.functional.max_pool3d "
    ),
    "input lambd": "nn.functional.hardshrink nn.functional.softshrink",
    "input linear_weight target": "nn.functional.linear_cross_entropy",
    "input mask": "masked_select",
    "input mask source": "masked_scatter",
    "input mask value": "masked_fill",
    "input mat vec": "addmv",
    "input mat1 mat2": "addmm",
    "input mat2": "bmm mm",
    "input max": "clamp_max",
    "input min": "clamp_min",
    "input min max": "clamp clip",
    "input n": "fft.fft fft.hfft fft.ifft fft.ihfft fft.irfft fft.rfft linalg.matrix_power",
    "input n dim": "diff",
    "input nan": "nan_to_num",
    "input negative_slope": "nn.functional.leaky_relu",
    "input norm_type kernel_size": "nn.functional.lp_pool1d nn.functional.lp_pool2d",
    "input normalized_shape weight bias": "nn.functional.layer_norm",
    "input normalized_shape weight bias eps": "layer_norm",
    "input normalized_shape weight eps": "nn.functional.rms_norm rms_norm",
    "input num_classes": "nn.functional.one_hot",
    "input num_groups weight bias eps": "nn.functional.group_norm",
    "input num_samples": "multinomial",
    "input offset": "diagflat",
    "input offset dim1 dim2": "diag_embed diagonal",
    "input ord dim": "linalg.norm",
    "input ord dim keepdim": "linalg.matrix_norm linalg.vector_norm",
    "input other": (
        "add allclose arctan2 atan2 bitwise_and bitwise_left_shift bitwise_or "
        "bitwise_right_shift bitwise_xor copysign cross div divide eq equal floor_divide "
        "fmax fmin fmod ge greater greater_equal gt hypot igamma igammac inner isclose kron "
        "ldexp le less less_equal linalg.cross logaddexp logaddexp2 logical_and logical_or "
        "logical_xor lt matmul maximum minimum mul multiply ne nextafter not_equal "
        "remainder rsub special.gammainc special.gammaincc special.xlog1py special.xlogy "
        "special.zeta sub subtract true_divide vdot xlogy "
    ),
    "input other p": "dist",
    "input output_size": (
        "nn.functional.adaptive_avg_pool1d nn.functional.adaptive_avg_pool2d "
        "nn.functional.adaptive_avg_pool3d "
    ),
    "input output_size kernel_size": "nn.functional.fold",
    "input output_size return_indices": (
        "nn.functional.adaptive_max_pool1d nn.functional.adaptive_max_pool2d "
        "nn.functional.adaptive_max_pool3d "
    ),
    "input p": "linalg.cond mvlgamma nn.functional.pdist pdist special.multigammaln",
    "input p dim": "nn.functional.normalize",
    "input p dim keepdim": "norm",
    "input p dim maxnorm": "renorm",
    "input p training": "nn.functional.dropout",
    "input pad mode value": "nn.functional.pad",
    "input pad value": "constant_pad_nd",
    "input q dim keepdim": "nanquantile quantile",
    "input r": "combinations",
    "input repeats dim": "repeat_interleave",
    "input running_mean running_var weight bias": "nn.functional.instance_norm",
    "input running_mean running_var weight bias training momentum eps": (
        "nn.functional.batch_norm "
    ),
    "input sections": "dsplit hsplit tensor_split vsplit",
    "input shape": "reshape",
    "input shifts dims": "roll",
    "input size": (
        "broadcast_to nn.functional.interpolate nn.functional.local_response_norm "
        "nn.functional.upsample_nearest "
    ),
    "input size scale_factor": "nn.functional.upsample_bilinear",
    "input source destination": "moveaxis movedim",
    "input split_size dim": "unsafe_split",
    "input split_sizes dim": "split_with_sizes",
    "input src dim index": "select_scatter",
    "input src dim start end": "slice_scatter",
    "input src offset dim1 dim2": "diagonal_scatter",
    "input start_dim end_dim": "flatten",
    "input target": (
        "nn.functional.binary_cross_entropy_with_logits nn.functional.hinge_embedding_loss "
        "nn.functional.huber_loss nn.functional.kl_div nn.functional.l1_loss "
        "nn.functional.mse_loss nn.functional.multi_margin_loss "
        "nn.functional.multilabel_margin_loss nn.functional.poisson_nll_loss "
        "nn.functional.smooth_l1_loss nn.functional.soft_margin_loss "
    ),
    "input target var full eps": "nn.functional.gaussian_nll_loss",
    "input target weight": (
        "nn.functional.binary_cross_entropy nn.functional.cross_entropy "
        "nn.functional.multilabel_soft_margin_loss nn.functional.nll_loss "
    ),
    "input tensor": "dot",
    "input tensor1 tensor2": "addcdiv addcmul",
    "input threshold value": "nn.functional.threshold threshold",
    "input upper": "cholesky cholesky_inverse",
    "input upscale_factor": "nn.functional.pixel_shuffle pixel_shuffle",
    "input values": "heaviside",
    "input vec": "mv",
    "input vec1 vec2": "addr",
    "input vec2": "outer",
    "input weight": "conv1d conv2d conv3d conv_transpose2d nn.functional.prelu prelu",
    "input weight bias": "nn.functional.linear",
    "input weight bias stride padding dilation groups": (
        "nn.functional.conv1d nn.functional.conv2d nn.functional.conv3d "
    ),
    "input weight bias stride padding output_padding groups dilation": (
        "nn.functional.conv_transpose1d nn.functional.conv_transpose2d "
        "nn.functional.conv_transpose3d "
    ),
    "input weight offsets": "nn.functional.embedding_bag",
    "input weight padding_idx": "nn.functional.embedding",
    "input1 input2 target": (
        "nn.functional.cosine_embedding_loss nn.functional.margin_ranking_loss "
    ),
    "input1 input2 weight bias": "nn.functional.bilinear",
    "log_probs targets input_lengths target_lengths": "nn.functional.ctc_loss",
    "n input": "polygamma special.polygamma",
    "query key value attn_mask": "nn.functional.scaled_dot_product_attention",
    "query key value embed_dim_to_check num_heads in_proj_weight in_proj_bias bias_k bias_v "
    "add_zero_attn dropout_p out_proj_weight out_proj_bias": (
        "nn.functional.multi_head_attention_forward "
    ),
    "real imag": "complex",
    "sorted_sequence input": "searchsorted",
    "tensor split_size_or_sections": "split",
    "tensors": "column_stack dstack hstack linalg.multi_dot row_stack vstack",
    "tensors dim": "cat concat concatenate stack",
    "theta size": "nn.functional.affine_grid",
    "x": "linalg.vander",
    "x y": "linalg.vecdot",
    "x1 x2": "cosine_similarity pairwise_distance",
    "x1 x2 dim eps": "nn.functional.cosine_similarity",
    "x1 x2 p": "cdist",
    "x1 x2 p eps": "nn.functional.pairwise_distance",
    "y x": "cumulative_trapezoid trapezoid trapz",
}

FAMILIES = (
    *("activations", "arithmetic", "complex_numbers", "creation", "elementwise", "indexing"),
    *("joining", "linalg", "losses", "normalisation", "products", "reductions", "scatter"),
    *("shapes", "spatial", "special"),
)
PARAMETERS = {
    f"torch.{function}": names.split()
    for names, functions in NAMES.items()
    for function in functions.split()
}


def nameable(made: Case) -> bool:
    names = PARAMETERS.get(made.call, [])
    taken = set(names[: len(made.args)]) & set(made.kwargs)
    return "refused" not in made.notes and len(made.args) <= len(names) and not taken


found: dict[str, list[Case]] = {}
for family in FAMILIES:
    for made in cases_of(family):
        if nameable(made):
            found.setdefault(made.call, []).append(made)
for call, made_cases in sorted(found.items()):
    longest = max(made_cases, key=lambda made: len(made.args))
    for made in dict.fromkeys((made_cases[0], longest)):
        if made.args and isinstance(made.args[0], T | list | tuple):
            names = PARAMETERS[call][: len(made.args)]
            case(call, **dict(zip(names, made.args, strict=True)), **made.kwargs).mark(**made.notes)
