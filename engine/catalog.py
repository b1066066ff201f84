"""Every public name and the family that publishes it (written by a script: see
tools/write_catalog.py). What is not listed here cannot be reached by a program."""

from __future__ import annotations

FUNCTIONS: dict[str, str] = {
    "activations": (
        "celu celu_ nn.functional.celu nn.functional.celu_ nn.functional.elu nn.functional.elu_ "
        "nn.functional.gelu nn.functional.logsigmoid nn.functional.mish nn.functional.selu "
        "nn.functional.selu_ nn.functional.sigmoid nn.functional.silu nn.functional.softplus "
        "nn.functional.softsign nn.functional.tanh nn.functional.tanhshrink selu selu_ sigmoid "
        "sigmoid_ tanh tanh_"
    ),
    "arithmetic": (
        "add add_ div div_ divide divide_ floor_divide floor_divide_ fmod fmod_ mul mul_ multiply "
        "multiply_ neg neg_ negative negative_ positive pow pow_ reciprocal reciprocal_ remainder "
        "remainder_ rsub sub sub_ subtract subtract_ true_divide true_divide_"
    ),
    "attention": "nn.functional.scaled_dot_product_attention",
    "autograd": (
        "autograd.backward autograd.enable_grad autograd.functional.hessian "
        "autograd.functional.hvp autograd.functional.jacobian autograd.functional.jvp "
        "autograd.functional.vhp autograd.functional.vjp autograd.grad "
        "autograd.grad_mode.enable_grad autograd.grad_mode.inference_mode "
        "autograd.grad_mode.no_grad autograd.grad_mode.set_grad_enabled autograd.gradcheck "
        "autograd.gradgradcheck autograd.inference_mode autograd.no_grad autograd.set_grad_enabled "
        "func.grad func.grad_and_value func.hessian func.jacfwd func.jacrev func.jvp func.vjp "
        "func.vmap set_printoptions vmap"
    ),
    "batch_normalisation": (
        "batch_norm instance_norm nn.functional.batch_norm nn.functional.instance_norm"
    ),
    "calculus": "cumulative_trapezoid diff gradient trapezoid trapz",
    "class_margins": "nn.functional.multi_margin_loss nn.functional.multilabel_margin_loss",
    "classification": (
        "nn.functional.cross_entropy nn.functional.linear_cross_entropy nn.functional.nll_loss"
    ),
    "comparison": (
        "bitwise_and bitwise_and_ bitwise_left_shift bitwise_left_shift_ bitwise_not bitwise_not_ "
        "bitwise_or bitwise_or_ bitwise_right_shift bitwise_right_shift_ bitwise_xor bitwise_xor_ "
        "eq eq_ ge ge_ greater greater_ greater_equal greater_equal_ gt gt_ le le_ less less_ "
        "less_equal less_equal_ logical_and logical_and_ logical_not logical_not_ logical_or "
        "logical_or_ logical_xor logical_xor_ lt lt_ ne ne_ not_equal not_equal_"
    ),
    "complex": (
        "angle complex conj conj_physical imag is_conj is_neg polar real resolve_conj resolve_neg "
        "view_as_complex view_as_real"
    ),
    "contractions": "chain_matmul ger inner kron linalg.multi_dot outer tensordot",
    "conversions": (
        "can_cast clone detach from_numpy is_complex is_floating_point is_tensor numel "
        "promote_types result_type"
    ),
    "convolution": (
        "conv1d conv2d conv3d conv_transpose1d conv_transpose2d conv_transpose3d "
        "nn.functional.conv1d nn.functional.conv2d nn.functional.conv3d "
        "nn.functional.conv_transpose1d nn.functional.conv_transpose2d "
        "nn.functional.conv_transpose3d"
    ),
    "covariance": "corrcoef cov histc",
    "creation": (
        "BoolTensor ByteTensor CharTensor DoubleTensor FloatTensor HalfTensor IntTensor LongTensor "
        "ShortTensor arange as_tensor asarray empty empty_like eye full full_like linspace "
        "logspace ones ones_like range scalar_tensor tensor zeros zeros_like"
    ),
    "ctc": "nn.functional.ctc_loss",
    "cumulative": "cummax cummin cumprod cumprod_ cumsum cumsum_ logcumsumexp",
    "diagonals": (
        "diag diag_embed diagflat diagonal diagonal_scatter linalg.diagonal select_scatter "
        "slice_scatter tril tril_ tril_indices triu triu_ triu_indices"
    ),
    "distance": (
        "bilinear channel_shuffle cosine_similarity nn.functional.bilinear "
        "nn.functional.channel_shuffle nn.functional.cosine_similarity nn.functional.normalize "
        "nn.functional.pairwise_distance nn.functional.pdist pairwise_distance pdist"
    ),
    "dropout": (
        "alpha_dropout alpha_dropout_ dropout dropout_ feature_alpha_dropout "
        "feature_alpha_dropout_ feature_dropout feature_dropout_ nn.functional.alpha_dropout "
        "nn.functional.dropout nn.functional.dropout1d nn.functional.dropout2d "
        "nn.functional.dropout3d nn.functional.feature_alpha_dropout"
    ),
    "einsum": "einsum",
    "embedding_bag": "nn.functional.embedding_bag",
    "extrema": "amax amin aminmax argmax argmin max min",
    "factorisations": (
        "cholesky cholesky_inverse cholesky_solve linalg.cholesky linalg.cholesky_ex linalg.qr qr"
    ),
    "fft": (
        "fft.fft fft.fft2 fft.fftfreq fft.fftn fft.fftshift fft.hfft fft.hfft2 fft.hfftn fft.ifft "
        "fft.ifft2 fft.ifftn fft.ifftshift fft.ihfft fft.ihfft2 fft.ihfftn fft.irfft fft.irfft2 "
        "fft.irfftn fft.rfft fft.rfft2 fft.rfftfreq fft.rfftn"
    ),
    "filling": "fill fill_ zero_",
    "grid": (
        "grid_sampler grid_sampler_2d grid_sampler_3d nn.functional.affine_grid "
        "nn.functional.grid_sample"
    ),
    "indexing": "narrow select",
    "joining": (
        "atleast_1d atleast_2d atleast_3d block_diag cat chunk column_stack concat concatenate "
        "dsplit dstack hsplit hstack row_stack split split_with_sizes stack tensor_split unbind "
        "unsafe_chunk unsafe_split unsafe_split_with_sizes vsplit vstack"
    ),
    "layout": (
        "cartesian_prod combinations flip fliplr flipud meshgrid repeat_interleave roll rot90 tile"
    ),
    "losses": (
        "nn.functional.binary_cross_entropy nn.functional.binary_cross_entropy_with_logits "
        "nn.functional.huber_loss nn.functional.kl_div nn.functional.l1_loss "
        "nn.functional.mse_loss nn.functional.smooth_l1_loss"
    ),
    "lu": "linalg.lu linalg.lu_factor linalg.lu_factor_ex linalg.lu_solve lu lu_solve lu_unpack",
    "margins": (
        "nn.functional.cosine_embedding_loss nn.functional.gaussian_nll_loss "
        "nn.functional.hinge_embedding_loss nn.functional.margin_ranking_loss "
        "nn.functional.multilabel_soft_margin_loss nn.functional.poisson_nll_loss "
        "nn.functional.soft_margin_loss nn.functional.triplet_margin_loss "
        "nn.functional.triplet_margin_with_distance_loss"
    ),
    "masking": "masked_fill masked_scatter masked_select",
    "matrices": "linalg.LinAlgError linalg.solve_triangular",
    "matrix_norms": "linalg.cond linalg.lstsq linalg.matrix_norm linalg.norm triangular_solve",
    "max_pooling": (
        "adaptive_max_pool1d max_pool1d max_pool1d_with_indices max_pool2d max_pool3d "
        "nn.functional.adaptive_max_pool1d nn.functional.adaptive_max_pool1d_with_indices "
        "nn.functional.adaptive_max_pool2d nn.functional.adaptive_max_pool2d_with_indices "
        "nn.functional.adaptive_max_pool3d nn.functional.adaptive_max_pool3d_with_indices "
        "nn.functional.max_pool1d nn.functional.max_pool1d_with_indices nn.functional.max_pool2d "
        "nn.functional.max_pool2d_with_indices nn.functional.max_pool3d "
        "nn.functional.max_pool3d_with_indices nn.functional.max_unpool1d "
        "nn.functional.max_unpool2d nn.functional.max_unpool3d"
    ),
    "multihead": "nn.functional.multi_head_attention_forward",
    "normalisation": (
        "group_norm layer_norm nn.functional.group_norm nn.functional.layer_norm "
        "nn.functional.local_response_norm nn.functional.rms_norm rms_norm"
    ),
    "norms": "linalg.vector_norm norm renorm renorm_",
    "ordering": "argsort kthvalue median mode msort nanmedian sort topk",
    "padding": "constant_pad_nd nn.functional.pad",
    "pixels": (
        "nn.functional.fold nn.functional.pixel_shuffle nn.functional.pixel_unshuffle "
        "nn.functional.unfold pixel_shuffle pixel_unshuffle"
    ),
    "pointwise": (
        "abs abs_ absolute absolute_ acos acos_ acosh acosh_ addcdiv addcdiv_ addcmul addcmul_ "
        "allclose arccos arccos_ arccosh arccosh_ arcsin arcsin_ arcsinh arcsinh_ arctan arctan2 "
        "arctan2_ arctan_ arctanh arctanh_ asin asin_ asinh asinh_ atan atan2 atan2_ atan_ atanh "
        "atanh_ ceil ceil_ clamp clamp_ clamp_max clamp_max_ clamp_min clamp_min_ clip clip_ "
        "copysign copysign_ cos cos_ cosh cosh_ deg2rad deg2rad_ equal exp exp2 exp2_ exp_ expm1 "
        "expm1_ fix fix_ float_power float_power_ floor floor_ fmax fmin frac frac_ frexp "
        "heaviside heaviside_ hypot hypot_ isclose isfinite isinf isnan isneginf isposinf isreal "
        "ldexp ldexp_ lerp lerp_ log log10 log10_ log1p log1p_ log2 log2_ log_ logaddexp "
        "logaddexp2 maximum minimum nan_to_num nan_to_num_ nextafter nextafter_ rad2deg rad2deg_ "
        "round round_ rsqrt rsqrt_ sgn sgn_ sign sign_ signbit sin sin_ sinh sinh_ special.exp2 "
        "special.exp2_ special.expm1 special.expm1_ special.log1p special.log1p_ sqrt sqrt_ square "
        "square_ tan tan_ trunc trunc_ where"
    ),
    "pooling": (
        "adaptive_avg_pool1d avg_pool1d nn.functional.adaptive_avg_pool1d "
        "nn.functional.adaptive_avg_pool2d nn.functional.adaptive_avg_pool3d "
        "nn.functional.avg_pool1d nn.functional.avg_pool2d nn.functional.avg_pool3d "
        "nn.functional.lp_pool1d nn.functional.lp_pool2d nn.functional.lp_pool3d"
    ),
    "product_sums": "addbmm addbmm_ addmm addmm_ addmv addmv_ addr addr_ baddbmm baddbmm_",
    "products": "bmm dot linalg.matmul matmul mm mv nn.functional.linear vdot",
    "quantiles": "nanquantile quantile",
    "rectifiers": (
        "hardshrink nn.functional.hardshrink nn.functional.hardsigmoid nn.functional.hardswish "
        "nn.functional.hardtanh nn.functional.hardtanh_ nn.functional.leaky_relu "
        "nn.functional.leaky_relu_ nn.functional.prelu nn.functional.relu nn.functional.relu6 "
        "nn.functional.relu_ nn.functional.rrelu nn.functional.rrelu_ nn.functional.softshrink "
        "nn.functional.threshold nn.functional.threshold_ prelu relu relu_ rrelu rrelu_ threshold "
        "threshold_"
    ),
    "reductions": "all any count_nonzero logsumexp mean nanmean nansum prod special.logsumexp sum",
    "sampling": (
        "Generator bernoulli manual_seed multinomial normal poisson rand rand_like randint "
        "randint_like randn randn_like randperm"
    ),
    "scatter": "index_add index_copy index_fill index_put index_put_ put scatter scatter_add",
    "scatter_reduce": "index_reduce scatter_reduce",
    "searching": (
        "argwhere bincount bucketize isin nonzero searchsorted unique unique_consecutive "
        "unravel_index"
    ),
    "selecting": (
        "embedding gather index_select nn.functional.embedding nn.functional.one_hot take "
        "take_along_dim"
    ),
    "shapes": (
        "broadcast_shapes broadcast_tensors broadcast_to flatten moveaxis movedim permute ravel "
        "reshape squeeze swapaxes swapdims transpose unflatten unsqueeze"
    ),
    "softmax": (
        "log_softmax nn.functional.glu nn.functional.gumbel_softmax nn.functional.log_softmax "
        "nn.functional.softmax nn.functional.softmin softmax special.log_softmax special.softmax"
    ),
    "solving": (
        "det inverse linalg.det linalg.inv linalg.inv_ex linalg.matrix_power linalg.slogdet "
        "linalg.solve linalg.solve_ex linalg.tensorinv linalg.tensorsolve linalg.vander logdet "
        "matrix_power slogdet vander"
    ),
    "special": (
        "digamma digamma_ erf erf_ erfc erfc_ erfinv erfinv_ i0 i0_ igamma igamma_ igammac "
        "igammac_ lgamma lgamma_ logit logit_ mvlgamma mvlgamma_ polygamma sinc sinc_ "
        "special.bessel_j0 special.bessel_j1 special.bessel_y0 special.bessel_y1 special.digamma "
        "special.entr special.erf special.erfc special.erfcx special.erfinv special.expit "
        "special.gammainc special.gammaincc special.gammaln special.i0 special.i0e special.i1 "
        "special.i1e special.log_ndtr special.logit special.logit_ special.modified_bessel_i0 "
        "special.modified_bessel_i1 special.modified_bessel_k0 special.modified_bessel_k1 "
        "special.multigammaln special.multigammaln_ special.ndtr special.ndtri special.polygamma "
        "special.psi special.round special.scaled_modified_bessel_k0 "
        "special.scaled_modified_bessel_k1 special.sinc special.xlog1py special.xlogy "
        "special.xlogy_ special.zeta xlogy xlogy_"
    ),
    "spectral": (
        "linalg.eig linalg.eigh linalg.eigvals linalg.eigvalsh linalg.matrix_exp "
        "linalg.matrix_rank linalg.pinv linalg.svd linalg.svdvals matrix_exp pinverse svd"
    ),
    "statistics": "std std_mean var var_mean",
    "strided": "as_strided",
    "surroundings": "autograd.Variable cuda.device_count cuda.is_available is_nonzero",
    "transposes": "adjoint t",
    "typeinfo": "finfo iinfo",
    "upsampling": (
        "nn.functional.interpolate nn.functional.upsample nn.functional.upsample_bilinear "
        "nn.functional.upsample_nearest"
    ),
    "vectors": "cdist cross dist linalg.cross linalg.vecdot trace",
}
"""Names below `torch.`, by family."""

METHODS: dict[str, str] = {
    "activations": "sigmoid sigmoid_ tanh tanh_",
    "arithmetic": (
        "add add_ div div_ divide divide_ floor_divide floor_divide_ fmod fmod_ mul mul_ multiply "
        "multiply_ neg neg_ negative negative_ positive pow pow_ reciprocal reciprocal_ remainder "
        "remainder_ sub sub_ subtract subtract_ true_divide true_divide_"
    ),
    "calculus": "diff",
    "comparison": (
        "bitwise_and bitwise_and_ bitwise_left_shift bitwise_left_shift_ bitwise_not bitwise_not_ "
        "bitwise_or bitwise_or_ bitwise_right_shift bitwise_right_shift_ bitwise_xor bitwise_xor_ "
        "eq eq_ ge ge_ greater greater_ greater_equal greater_equal_ gt gt_ le le_ less less_ "
        "less_equal less_equal_ logical_and logical_and_ logical_not logical_not_ logical_or "
        "logical_or_ logical_xor logical_xor_ lt lt_ ne ne_ not_equal not_equal_"
    ),
    "complex": (
        "angle conj conj_physical conj_physical_ imag is_conj is_neg real resolve_conj resolve_neg"
    ),
    "contractions": "ger inner kron outer",
    "conversions": (
        "astype bool byte cdouble cfloat char clone complex128 complex64 contiguous cpu detach_ "
        "dim double element_size float float16 float32 float64 half int int16 int32 int64 int8 "
        "is_complex is_contiguous is_floating_point long ndimension nelement numel short size "
        "stride to type type_as uint8"
    ),
    "covariance": "corrcoef cov histc",
    "creation": "new_empty new_full new_ones new_tensor new_zeros",
    "cumulative": "cummax cummin cumprod cumprod_ cumsum cumsum_ logcumsumexp",
    "diagonals": (
        "diag diag_embed diagflat diagonal diagonal_scatter fill_diagonal_ select_scatter "
        "slice_scatter tril tril_ triu triu_"
    ),
    "extrema": "amax amin aminmax argmax argmin max min",
    "factorisations": "cholesky cholesky_inverse cholesky_solve qr",
    "filling": "copy_ fill_ zero_",
    "indexing": "narrow select",
    "joining": (
        "chunk dsplit hsplit split split_with_sizes tensor_split unbind unsafe_chunk unsafe_split "
        "unsafe_split_with_sizes vsplit"
    ),
    "layout": "flip fliplr flipud repeat repeat_interleave roll rot90 sum_to_size tile unfold",
    "lu": "lu lu_solve",
    "masking": "masked_fill masked_fill_ masked_scatter masked_scatter_ masked_select",
    "matrix_norms": "triangular_solve",
    "norms": "norm renorm renorm_",
    "ordering": "argsort kthvalue median mode msort nanmedian sort topk",
    "pointwise": (
        "abs abs_ absolute absolute_ acos acos_ acosh acosh_ addcdiv addcdiv_ addcmul addcmul_ "
        "allclose arccos arccos_ arccosh arccosh_ arcsin arcsin_ arcsinh arcsinh_ arctan arctan2 "
        "arctan2_ arctan_ arctanh arctanh_ asin asin_ asinh asinh_ atan atan2 atan2_ atan_ atanh "
        "atanh_ ceil ceil_ clamp clamp_ clamp_max clamp_max_ clamp_min clamp_min_ clip clip_ "
        "copysign copysign_ cos cos_ cosh cosh_ deg2rad deg2rad_ equal exp exp2 exp2_ exp_ expm1 "
        "expm1_ fix fix_ float_power float_power_ floor floor_ fmax fmin frac frac_ frexp "
        "heaviside heaviside_ hypot hypot_ isclose isfinite isinf isnan isneginf isposinf isreal "
        "ldexp ldexp_ lerp lerp_ log log10 log10_ log1p log1p_ log2 log2_ log_ logaddexp "
        "logaddexp2 maximum minimum nan_to_num nan_to_num_ nextafter nextafter_ rad2deg rad2deg_ "
        "round round_ rsqrt rsqrt_ sgn sgn_ sign sign_ signbit sin sin_ sinh sinh_ sqrt sqrt_ "
        "square square_ tan tan_ trunc trunc_ where"
    ),
    "product_sums": "addbmm addbmm_ addmm addmm_ addmv addmv_ addr addr_ baddbmm baddbmm_",
    "products": "bmm dot matmul mm mv vdot",
    "quantiles": "nanquantile quantile",
    "rectifiers": "hardshrink prelu relu relu_",
    "reductions": "all any count_nonzero logsumexp mean nanmean nansum prod sum",
    "sampling": (
        "bernoulli bernoulli_ cauchy_ exponential_ geometric_ log_normal_ multinomial normal_ "
        "random_ uniform_"
    ),
    "scatter": (
        "index_add index_add_ index_copy index_copy_ index_fill index_fill_ index_put index_put_ "
        "put put_ scatter scatter_ scatter_add scatter_add_"
    ),
    "scatter_reduce": "index_reduce index_reduce_ scatter_reduce scatter_reduce_",
    "searching": "argwhere bincount nonzero unique unique_consecutive",
    "selecting": "gather index_select take take_along_dim",
    "shapes": (
        "broadcast_to expand expand_as flatten moveaxis movedim permute ravel reshape reshape_as "
        "squeeze swapaxes swapdims transpose unflatten unsqueeze view view_as"
    ),
    "shapes_in_place": "squeeze_ swapaxes_ swapdims_ t_ transpose_ unsqueeze_",
    "softmax": "log_softmax softmax",
    "solving": "det inverse logdet matrix_power slogdet",
    "special": (
        "digamma digamma_ erf erf_ erfc erfc_ erfinv erfinv_ i0 i0_ igamma igamma_ igammac "
        "igammac_ lgamma lgamma_ logit logit_ mvlgamma mvlgamma_ polygamma polygamma_ sinc sinc_ "
        "xlogy xlogy_"
    ),
    "spectral": "matrix_exp pinverse svd",
    "statistics": "std var",
    "strided": "as_strided",
    "surroundings": "is_cpu is_cuda is_nonzero",
    "transposes": "H T adjoint mH mT t",
    "vectors": "cross dist trace",
}
"""Tensor methods, by family."""

OPERATORS: dict[str, str] = {
    "activations": (
        "celu celu_ elu elu_ elu_backward gelu gelu_backward gelu_tanh gelu_tanh_backward "
        "log_sigmoid log_sigmoid_backward mish sigmoid sigmoid_backward silu softplus "
        "softplus_backward tanh tanh_backward"
    ),
    "arithmetic": (
        "add add_scaled div div_floor div_trunc div_unrounded floor_divide fmod fmod_scalar mul "
        "neg pow pow_scalar reciprocal remainder remainder_of_scalar remainder_scalar rsub "
        "rsub_scaled rsub_scaled_tensor rsub_tensor scalar_pow sub sub_scaled"
    ),
    "attention": "safe_softmax scaled_dot_product_flash_attention_for_cpu",
    "batch_normalisation": "native_batch_norm native_batch_norm_eval",
    "class_margins": (
        "multi_margin_loss multi_margin_loss_bend multi_margin_loss_slopes multilabel_margin_loss "
        "multilabel_margin_loss_slopes"
    ),
    "classification": (
        "nll_loss nll_loss2d nll_loss2d_backward nll_loss_backward nll_loss_row "
        "nll_loss_row_backward"
    ),
    "comparison": (
        "bitwise_and bitwise_left_shift bitwise_not bitwise_or bitwise_right_shift bitwise_xor eq "
        "ge gt le logical_and logical_not logical_or logical_xor lt ne"
    ),
    "complex": "angle complex conj conj_physical conj_physical_ polar view_as_complex view_as_real",
    "conversions": "clone contiguous copy to_copy",
    "convolution": "convolution correlate spread transposed_convolution weigh",
    "ctc": "ctc_loss ctc_loss_slopes",
    "cumulative": "cummax cummin cumprod cumsum logcumsumexp",
    "diagonals": (
        "diag_embed diagonal diagonal_backward diagonal_copy diagonal_scatter fill_diagonal "
        "select_scatter slice_scatter tril triu"
    ),
    "distance": "channel_shuffle norm_along pdist trilinear_rows",
    "embedding_bag": "embedding_bag embedding_bag_max embedding_bag_max_backward mixed_rows",
    "extrema": "amax amin aminmax kthvalue max max_dim median_dim min min_dim mode nanmedian_dim",
    "factorisations": "cholesky cholesky_inverse cholesky_solve linalg_cholesky_ex linalg_qr",
    "fft": "fft_c2c fft_c2r fft_r2c",
    "filling": "FillBackward0 FillBackward1 FillBackward2 FillBackward3 copy_ zero",
    "grid": (
        "affine_grid_generator grid_sampler_2d grid_sampler_2d_backward grid_sampler_3d "
        "grid_sampler_3d_backward grid_slopes"
    ),
    "indexing": "index index_put index_put_impl select select_backward slice slice_backward",
    "joining": (
        "block_diag cat split split_with_sizes stack unbind unsafe_split unsafe_split_with_sizes"
    ),
    "layout": "flip repeat roll rot90 unfold unfold_backward",
    "losses": (
        "binary_cross_entropy binary_cross_entropy_backward binary_cross_entropy_with_logits "
        "huber_loss huber_loss_backward mse_loss mse_loss_backward smooth_l1_loss "
        "smooth_l1_loss_backward"
    ),
    "lu": "linalg_lu linalg_lu_factor_ex linalg_lu_solve lu_unpack",
    "margins": "soft_margin_loss soft_margin_loss_backward",
    "masking": "masked_fill masked_fill_tensor masked_scatter masked_select",
    "matrices": "linalg_solve_triangular",
    "matrix_norms": "linalg_lstsq triangular_solve",
    "max_pooling": (
        "adaptive_max_pool2d adaptive_max_pool2d_backward adaptive_max_pool2d_backward_backward "
        "adaptive_max_pool3d adaptive_max_pool3d_backward adaptive_max_pool3d_backward_backward "
        "max_pool2d max_pool2d_backward max_pool2d_backward_backward max_pool3d "
        "max_pool3d_backward max_pool3d_backward_backward max_unpool2d max_unpool3d "
        "max_unpool_backward max_unpool_backward_backward"
    ),
    "normalisation": "native_group_norm native_layer_norm",
    "norms": "linalg_vector_norm renorm",
    "ordering": "median nanmedian sort sort_stable topk",
    "padding": (
        "circular_pad1d circular_pad1d_backward circular_pad2d circular_pad2d_backward "
        "circular_pad3d circular_pad3d_backward constant_pad_nd reflection_pad1d "
        "reflection_pad1d_backward reflection_pad2d reflection_pad2d_backward reflection_pad3d "
        "reflection_pad3d_backward replication_pad1d replication_pad1d_backward replication_pad2d "
        "replication_pad2d_backward replication_pad3d replication_pad3d_backward"
    ),
    "pixels": "col2im im2col pixel_shuffle pixel_unshuffle",
    "pointwise": (
        "abs acos acosh addcdiv addcmul asin asinh atan atan2 atanh ceil clamp clamp_high_tensors "
        "clamp_low_tensors clamp_max clamp_max_tensor clamp_min clamp_min_tensor clamp_tensors "
        "copysign copysign_number cos cosh deg2rad exp exp2 expm1 floor fmax fmin frac frexp "
        "heaviside hypot isclose isfinite isinf isnan isneginf isposinf isreal ldexp lerp "
        "lerp_tensor log log10 log1p log2 logaddexp logaddexp2 maximum minimum nan_to_num "
        "nextafter rad2deg round_to_decimals round_to_even rsqrt sgn sign signbit sin sinh sqrt "
        "square tan trunc where"
    ),
    "pooling": (
        "adaptive_avg_pool2d adaptive_avg_pool2d_backward adaptive_avg_pool3d "
        "adaptive_avg_pool3d_backward avg_pool2d avg_pool2d_backward avg_pool3d "
        "avg_pool3d_backward"
    ),
    "product_sums": "addbmm addmm addmv addr baddbmm",
    "products": "bmm dot mm mv squeeze_row vdot",
    "rectifiers": (
        "hardshrink hardshrink_backward hardsigmoid hardsigmoid_backward hardswish "
        "hardswish_backward hardtanh hardtanh_backward leaky_relu leaky_relu_ leaky_relu_backward "
        "prelu_kernel prelu_kernel_backward relu rrelu_with_noise rrelu_with_noise_ "
        "rrelu_with_noise_backward softshrink softshrink_backward threshold threshold_ "
        "threshold_backward"
    ),
    "reductions": "logsumexp mean mean_dim nansum prod prod_dim sum sum_dim",
    "sampling": "bernoulli normal_mean normal_mean_std normal_std",
    "scalars": "add_scalar div_scalar mul_scalar sub_scalar",
    "scatter": (
        "index_add index_copy index_fill index_fill_tensor put scatter scatter_add "
        "scatter_add_only scatter_multiply_only scatter_number"
    ),
    "scatter_reduce": "index_reduce scatter_reduce",
    "searching": "unique unique_consecutive unique_dim unique_dim_consecutive",
    "selecting": "embedding embedding_dense_backward gather index_select take",
    "selection": "add_along put_along take_along",
    "shapes": "alias expand permute reshape_alias squeeze t transpose unsafe_view unsqueeze view",
    "shapes_in_place": "squeeze_ t_ transpose_ unsqueeze_",
    "softmax": (
        "glu glu_backward log_softmax log_softmax_backward_data softmax softmax_backward_data"
    ),
    "solving": "copy_eye linalg_det linalg_inv_ex linalg_slogdet linalg_solve_ex",
    "special": (
        "digamma erf erfc erfinv i0 igamma igammac lgamma logit mvlgamma polygamma polygamma_ sinc "
        "special_bessel_j0 special_bessel_j1 special_bessel_y0 special_bessel_y1 special_entr "
        "special_erfcx special_i0e special_i1 special_i1e special_log_ndtr "
        "special_modified_bessel_i0 special_modified_bessel_i1 special_modified_bessel_k0 "
        "special_modified_bessel_k1 special_ndtri special_scaled_modified_bessel_k0 "
        "special_scaled_modified_bessel_k1 special_xlog1py special_xlog1py_first_number "
        "special_xlog1py_second_number special_zeta special_zeta_from_number "
        "special_zeta_of_number xlogy xlogy_first_number xlogy_second_number"
    ),
    "spectral": "linalg_eig linalg_eigh linalg_matrix_exp linalg_pinv linalg_svd",
    "statistics": "std std_mean var var_mean",
    "strided": "as_strided as_strided_backward",
    "upsampling": (
        "upsample_bicubic2d upsample_bicubic2d_aa upsample_bicubic2d_aa_backward "
        "upsample_bicubic2d_backward upsample_bilinear2d upsample_bilinear2d_aa "
        "upsample_bilinear2d_aa_backward upsample_bilinear2d_backward upsample_lanczos2d_aa "
        "upsample_lanczos2d_aa_backward upsample_linear1d upsample_linear1d_backward "
        "upsample_nearest1d upsample_nearest1d_backward upsample_nearest2d "
        "upsample_nearest2d_backward upsample_nearest3d upsample_nearest3d_backward "
        "upsample_nearest_exact1d upsample_nearest_exact1d_backward upsample_nearest_exact2d "
        "upsample_nearest_exact2d_backward upsample_nearest_exact3d "
        "upsample_nearest_exact3d_backward upsample_trilinear3d upsample_trilinear3d_backward"
    ),
    "vectors": "cdist dist euclidean_dist linalg_cross trace",
}
"""The operators of the table, by family."""
