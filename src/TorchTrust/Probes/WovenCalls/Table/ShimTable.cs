namespace TorchTrust.Probes;

/// <summary>
/// The members of TorchSharp whose calls go through shims in woven code: this list and nothing else decides. The weaver makes
/// a shim for each overload that it meets, against the TorchSharp of the user's program.
/// </summary>
internal static class ShimTable
{
    private static readonly string[] _creations =
    [
        "zeros", "ones", "full", "empty", "empty_strided", "eye", "arange", "linspace", "logspace", "rand", "randn", "randint", "randperm",
        "tensor", "as_tensor", "from_array", "frombuffer", "complex", "polar", "normal", "zeros_like", "ones_like", "full_like",
        "empty_like",
        "rand_like", "randn_like", "randint_like", "randint_bool", "randint_int", "randint_long", "rand_float", "randn_float",
        "tril_indices",
        "triu_indices", "sparse", "sparse_coo_tensor", "from_file", "hann_window", "hamming_window", "bartlett_window", "blackman_window",
        "kaiser_window",
    ];

    private static readonly string[] _conversions =
    [
        "to", "to_type", "cpu", "cuda", "mps", "type", "type_as", "bool", "byte", "char", "short", "int", "long", "half", "bfloat16",
        "float", "double",
        "cfloat", "cdouble",
    ];

    private static readonly string[] _optimizers =
    [
        "Adadelta", "Adagrad", "Adam", "AdamW", "Adamax", "ASGD", "LBFGS", "NAdam", "RAdam", "RMSProp", "Rprop", "SGD",
    ];

    private static readonly string[] _schedules =
    [
        "StepLR", "MultiStepLR", "ExponentialLR", "LambdaLR", "MultiplicativeLR", "PolynomialLR", "CosineAnnealingLR", "LinearLR",
        "ConstantLR",
        "ReduceLROnPlateau", "CyclicLR", "OneCycleLR", "ChainedLR", "SequentialLR",
    ];

    /// <summary>The rows; of several that cover a member the first holds.</summary>
    public static IReadOnlyList<ShimRule> Rules { get; } =
    [
        // Modules, where they run no hooks: forward, which the weaver matches by its whole signature, and calls of their own.
        new(CallKind.Forward, "torch/nn/Module`2", "forward"),
        new(CallKind.Forward, "torch/nn/Module`3", "forward"),
        new(CallKind.Forward, "torch/nn/Module`4", "forward"),
        new(CallKind.Forward, "torch/nn/Module`5", "forward"),
        new(CallKind.Forward, "torch/nn/Module`6", "forward"),
        new(CallKind.Forward, "torch/nn/Module`7", "forward"),
        new(CallKind.Forward, "Modules.TransformerEncoderLayer", "call"),
        new(CallKind.Forward, "Modules.TransformerDecoderLayer", "call"),
        new(CallKind.Forward, "Modules.TransformerEncoder", "call"),
        new(CallKind.Forward, "Modules.TransformerDecoder", "call"),
        new(CallKind.Forward, "Modules.Transformer", "call"),
        new(CallKind.Forward, "Modules.MultiheadAttention", "call"),
        new(CallKind.Forward, "Modules.RNN", "call"),
        new(CallKind.Forward, "Modules.LSTM", "call"),
        new(CallKind.Forward, "Modules.GRU", "call"),

        // Modules, where they run hooks: who calls a model, and who asks what it holds.
        new(CallKind.Call, "torch/nn/Module`2", "call"),
        new(CallKind.Call, "torch/nn/Module`3", "call"),
        new(CallKind.Call, "torch/nn/Module`4", "call"),
        new(CallKind.Call, "torch/nn/Module`5", "call"),
        new(CallKind.Call, "torch/nn/Module`6", "call"),
        new(CallKind.Call, "torch/nn/Module`7", "call"),
        new(CallKind.Parameters, "torch/nn/Module", "parameters", "named_parameters"),

        // Tensors: made, moved, converted.
        new(CallKind.Creation, "torch", _creations),
        new(
            CallKind.Creation,
            "torch/Tensor",
            "new_*",
            "zeros_like",
            "ones_like",
            "full_like",
            "empty_like",
            "rand_like",
            "randn_like",
            "randint_like"),
        new(CallKind.Creation, "torch/fft", "fftfreq", "rfftfreq"),
        new(CallKind.Creation, "TensorExtensionMethods", "ToTensor"),
        new(CallKind.Move, "torch/Tensor", _conversions) { LeftOut = LeftOut.Receiver },
        new(CallKind.Move, "torch/nn/Module", _conversions) { LeftOut = LeftOut.Receiver },
        new(CallKind.Move, "ModuleExtensionMethods", _conversions) { LeftOut = LeftOut.Receiver },

        new(CallKind.DeviceQuestion, "torch/Tensor", "get_device", "get_device_type", "get_device_index"),
        new(CallKind.DeviceQuestion, "torch/Device", "get_type", "get_index", "ToString"),

        // Optimizers and gradients.
        new(CallKind.Optimizer, "torch/optim", _optimizers),
        new(CallKind.ZeroGrad, "torch/optim/Optimizer", "zero_grad") { LeftOut = LeftOut.Nothing },
        new(CallKind.ZeroGrad, "torch/nn/Module", "zero_grad") { LeftOut = LeftOut.Nothing },
        new(CallKind.Backward, "torch/Tensor", "backward") { LeftOut = LeftOut.Nothing },
        new(CallKind.Backward, "torch/autograd", "backward") { LeftOut = LeftOut.Nothing },
        new(CallKind.Backward, "torch/autograd", "grad"),
        new(CallKind.Clip, "torch/nn/utils", "clip_grad_norm_", "clip_grad_value_") { LeftOut = LeftOut.Nothing },
        new(CallKind.Step, "torch/optim/Optimizer", "step") { LeftOut = LeftOut.Nothing },

        // Rates.
        new(CallKind.Scheduler, "torch/optim/lr_scheduler", _schedules),
        new(CallKind.Schedule, "torch/optim/lr_scheduler/LRScheduler", "step") { LeftOut = LeftOut.Nothing },
        new(CallKind.Rate, "torch/optim/ILearningRateController", "set_LearningRate") { LeftOut = LeftOut.Nothing },
        new(CallKind.Rate, "Modules.ParamGroup", "set_LearningRate") { LeftOut = LeftOut.Nothing },
        new(CallKind.Rate, "Modules.LBFGS", "set_LearningRate") { LeftOut = LeftOut.Nothing },

        // Modes.
        new(CallKind.Mode, "torch/nn/Module", "train", "eval") { LeftOut = LeftOut.Nothing },
        new(CallKind.GradientMode, "torch", "no_grad", "enable_grad", "set_grad_enabled", "inference_mode")
        {
            LeftOut = LeftOut.SameGradientMode,
        },
        new(CallKind.GradientMode, "torch/Tensor", "requires_grad_") { LeftOut = LeftOut.Receiver },
        new(CallKind.GradientMode, "torch/Tensor", "set_requires_grad") { LeftOut = LeftOut.Nothing },

        // Randomness.
        new(CallKind.Seed, "torch/random", "manual_seed", "seed", "set_rng_state") { LeftOut = LeftOut.Nothing },
        new(CallKind.Seed, "torch", "manual_seed", "seed", "set_rng_state") { LeftOut = LeftOut.Nothing },
        new(CallKind.Seed, "torch/cuda", "manual_seed", "manual_seed_all") { LeftOut = LeftOut.Nothing },
        new(CallKind.Seed, "torch/Generator", "manual_seed", "seed", "set_state") { LeftOut = LeftOut.Nothing },
        new(CallKind.Seed, "torch/Generator", ".ctor"),

        // Files.
        new(CallKind.Save, "torch", "save") { LeftOut = LeftOut.Nothing },
        new(CallKind.Save, "torch/Tensor", "save") { LeftOut = LeftOut.Nothing },
        new(CallKind.Save, "TensorExtensionMethods", "Save") { LeftOut = LeftOut.Nothing },
        new(CallKind.Save, "torch/nn/Module", "save") { LeftOut = LeftOut.Receiver },
        new(CallKind.Save, "torch/nn/Module", "state_dict"),
        new(CallKind.Save, "Modules.OptimizerHelper", "save_state_dict") { LeftOut = LeftOut.Nothing },
        new(CallKind.Save, "Modules.OptimizerHelper", "state_dict"),
        new(CallKind.Load, "torch", "load"),
        new(CallKind.Load, "torch/Tensor", "load", "Load"),
        new(CallKind.Load, "TensorExtensionMethods", "Load"),
        new(CallKind.Load, "torch/nn/Module", "load") { LeftOut = LeftOut.Receiver },
        new(CallKind.Load, "torch/nn/Module", "load_state_dict") { LeftOut = LeftOut.Nothing },
        new(CallKind.Load, "Modules.OptimizerHelper", "load_state_dict") { LeftOut = LeftOut.Nothing },

        // Data.
        new(CallKind.Read, "torch/utils/data/Dataset`1", "GetTensor"),
        new(CallKind.Read, "Modules.DataLoader`2", "GetEnumerator", ".ctor"),
        new(CallKind.Read, "Modules.DataLoader", ".ctor"),
        new(CallKind.Read, "Modules.IterableDataLoader", ".ctor"),
        new(CallKind.Read, "torch/utils/data", "DataLoader"),
        new(CallKind.Read, "torch", "index_select", "gather"),
        new(CallKind.Read, "torch/Tensor", "index_select", "gather", "index"),

        // Numbers, and the way out of the graph.
        new(CallKind.Number, "torch/Tensor", "item"),
        new(
            CallKind.Number,
            "TensorExtensionMethods",
            "ToBoolean",
            "ToByte",
            "ToSByte",
            "ToInt16",
            "ToInt32",
            "ToInt64",
            "ToHalf",
            "ToSingle",
            "ToDouble"),
        new(CallKind.Number, "torch/Tensor", "detach", "detach_") { LeftOut = LeftOut.Receiver },
    ];
}
