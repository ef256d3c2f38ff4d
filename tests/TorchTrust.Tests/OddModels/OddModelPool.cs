using TorchTrust.Tests.Models.Checks.Behaviour;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace TorchTrust.Tests.OddModels;

/// <summary>Small models with one oddity each: faults of every kind, and what lies at the edge of what a check can decide.</summary>
internal static class OddModelPool
{
    private static int _calls;

    /// <summary>The models by name, each with what it takes.</summary>
    public static IReadOnlyDictionary<string, ModelSubject> All { get; } = new Dictionary<string, ModelSubject>
    {
        ["right"] = Of(Usual),
        ["right, with a loss"] = Of(Usual).WithLoss<Tensor>((_, output) => output.square().mean()),
        ["encoder detached"] = Of((m, x) => m.head.call(m.encoder.call(x * m.scale).detach())),
        ["scale detached"] = Of((m, x) => m.head.call(m.encoder.call(x * m.scale.detach()))),
        ["encoder without gradients"] = Of((m, x) =>
        {
            using (no_grad())
            {
                x = m.encoder.call(x);
            }

            return m.head.call(x * m.scale);
        }),
        ["head forgotten"] = Of((m, x) => m.encoder.call(x * m.scale)),
        ["head dropped"] = Of((m, x) =>
        {
            Tensor hidden = m.encoder.call(x * m.scale);
            m.head.call(hidden);
            return hidden;
        }),
        ["scale forgotten"] = Of((m, x) => m.head.call(m.encoder.call(x))),
        ["head forgotten, declared by module"] = Of((m, x) => m.encoder.call(x * m.scale))
            .LeavesUnusedOnPurpose("head", "For another call."),
        ["head forgotten, declared by parameter"] = Of((m, x) => m.encoder.call(x * m.scale))
            .LeavesUnusedOnPurpose("head.*", "For another call."),
        ["head forgotten, another declared"] = Of((m, x) => m.encoder.call(x * m.scale))
            .LeavesUnusedOnPurpose("other", "For another call."),
        ["rounded"] = Of((m, x) => m.head.call(m.encoder.call(x * m.scale).mul(4).round())),
        ["rounded, with a loss"] = Of((m, x) => m.head.call(m.encoder.call(x * m.scale).mul(4).round()))
            .WithLoss<Tensor>((_, output) => output.square().mean()),
        ["head saturated"] = Of((m, x) => m.head.call(m.encoder.call(x * m.scale)).mul(1e6).sigmoid()),
        ["scale without effect"] = Of((m, x) => m.head.call(m.encoder.call(x)) + (m.scale.sum() * 0)),
        ["scale without effect, with a loss"] = Of((m, x) => m.head.call(m.encoder.call(x)) + (m.scale.sum() * 0))
            .WithLoss<Tensor>((_, output) => output.square().mean()),
        ["loss forgets the encoder"] = Of(Usual).WithLoss<Tensor>((_, output) => output.detach().sum() * ones(1, requires_grad: true)),
        ["loss without a graph"] = Of(Usual).WithLoss<Tensor>((_, output) => output.detach().sum()),
        ["output without a graph"] = Of((m, x) => Usual(m, x).detach()),
        ["output of integers"] = Of((m, x) => Usual(m, x).argmax(1)),
        ["output of integers, with a loss"] = Of((m, x) => Usual(m, x).argmax(1))
            .WithLoss<Tensor>((_, output) => output.to(ScalarType.Float32).sum()),
        ["gradient of the scale not finite"] = Of((m, x) => m.head.call(m.encoder.call(x)) + (m.scale - m.scale).sqrt().sum()),
        ["gradient of the scale not finite, with a loss"] = Of((m, x) => m.head.call(m.encoder.call(x)) + (m.scale - m.scale).sqrt().sum())
            .WithLoss<Tensor>((_, output) => output.square().mean()),
        ["gradient of the scale not finite elsewhere"] = Of((m, x) => m.head.call(m.encoder.call(x))
            + (m.scale.eq(0.5).all().item<bool>() ? m.scale.sum() * 0 : (m.scale - m.scale).sqrt().sum())),
        ["scale must not move"] =
            Of((m, x) => m.scale.ne(0.5).any().item<bool>() ? throw new ArgumentException("The scale must be a half.") : Usual(m, x)),
        ["scale must not move, encoder detached"] = Of((m, x) => m.scale.ne(0.5).any().item<bool>()
            ? throw new ArgumentException("The scale must be a half.")
            : m.head.call(m.encoder.call(x).detach() * m.scale)),
        ["NaN elsewhere"] = Of((m, x) => m.scale.ne(0.5).any().item<bool>() ? Usual(m, x) * double.NaN : Usual(m, x)),
        ["NaN in eval"] = Of((m, x) => m.training ? Usual(m, x) : Usual(m, x) * double.NaN),
        ["infinite in eval"] = Of((m, x) => m.training ? Usual(m, x) : Usual(m, x) / 0),
        ["NaN in one sample"] = Of((m, x) => Usual(m, x) * where(arange(x.shape[0]).eq(0), double.NaN, 1.0).unsqueeze(1).to(x.dtype)),
        ["loss infinite"] = Of(Usual).WithLoss<Tensor>((_, output) => output.sum() / 0),
        ["loss NaN"] = Of(Usual).WithLoss<Tensor>((_, output) => output.sum() * double.NaN),
        ["encoder frozen"] = Of(Usual, m => Freeze(m.encoder)),
        ["encoder frozen in part"] = Of(Usual, m => Freeze((Module)m.encoder[0])),
        ["one weight frozen"] = Of(Usual, m => m.head.weight.requires_grad = false),
        ["scale frozen"] = Of(Usual, m => m.scale.requires_grad = false),
        ["all frozen"] = Of(Usual, m =>
        {
            Freeze(m.encoder);
            Freeze(m.head);
            m.scale.requires_grad = false;
        }),
        ["encoder frozen by declaration only"] = Of(Usual).FreezesOnPurpose("encoder.*", "Pretrained."),
        ["scale frozen, and moved by each call"] = Of(
            (m, x) =>
            {
                using (no_grad())
                {
                    m.scale.mul_(1.01);
                }

                return Usual(m, x);
            },
            m => m.scale.requires_grad = false),
        ["table counts calls"] = Of((m, x) =>
        {
            using (no_grad())
            {
                m.table.add_(1);
            }

            return Usual(m, x) * m.table.mean();
        }),
        ["table counts training calls"] = Of((m, x) =>
        {
            using (no_grad())
            {
                m.table.add_(m.training ? 1 : 0);
            }

            return Usual(m, x) * m.table.mean();
        }),
        ["table counts training calls, on purpose"] = Of((m, x) =>
        {
            using (no_grad())
            {
                m.table.add_(m.training ? 1 : 0);
            }

            return Usual(m, x) * m.table.mean();
        }).KeepsStateOnPurpose("An average."),
        ["table wants a gradient"] = Of((m, x) => Usual(m, x * m.table), m => m.table.requires_grad = true),
        ["table wants a gradient and gets none"] = Of(Usual, m => m.table.requires_grad = true),
        ["table wants a gradient in training"] = Of(
            (m, x) => m.training ? Usual(m, x * m.table) : Usual(m, x), m => m.table.requires_grad = true),
        ["table wants a gradient, declared"] = Of((m, x) => Usual(m, x * m.table), m => m.table.requires_grad = true)
            .FreezesOnPurpose("table", "Points."),
        ["gradient doubled twice"] = Of((m, x) => Doubled(m.head.call(Doubled(m.encoder.call(x * m.scale))))),
        ["gradient of the scale doubled"] = Of((m, x) => m.head.call(m.encoder.call(x * Doubled(m.scale)))),
        ["gradient doubled, with a loss"] = Of(Usual).WithLoss<Tensor>((_, output) => Doubled(output).square().mean()),
        ["gradient wrong at jumps only"] = Of((m, x) => m.head.call(Through(m.encoder.call(x * m.scale).mul(1e9)))),
        ["drops in eval"] = Of((m, x) => m.head.call(functional.dropout(m.encoder.call(x * m.scale), 0.5, training: true))),
        ["drops everything in eval"] = Of((m, x) => functional.dropout(Usual(m, x), 0.9, training: true)),
        ["noise in eval"] = Of((m, x) => m.head.call(m.encoder.call(x * m.scale) + randn(6))),
        ["noise of no seed"] = Of((m, x) => Usual(m, x) + ++_calls),
        ["integers at random"] = Of((m, x) => randint(0, 9, [x.shape[0], 4])),
        ["shape at random"] = Of((m, x) => cat([x, randn(x.shape[0], randint(1, 4, 1).item<long>())], 1)),
        ["mixes by place"] = Of((m, x) => Usual(m, x.cumsum(dim: 0))),
        ["mixes by mean"] = Of((m, x) => Usual(m, x - x.mean([0L], keepdim: true))),
        ["mixes by a shared step"] = Of((m, x) => Steps(x, x.abs().max()) * Usual(m, x).sum().sign().abs()),
        ["jumps at a neighbour's sign"] = Of((m, x) => x.roll([1], [0]).gt(0).to(x.dtype)),
        ["jumps at the sign of the mean"] = Of((m, x) => x.gt(0).eq(x.mean().gt(0)).to(x.dtype)),
        ["knows its batch size"] = Of((m, x) => Usual(m, x) * x.shape[0]),
        ["insists on its batch size"] = Of((m, x) => Usual(m, x.reshape(4, 6))),
        ["squeezes"] = Of((m, x) => Usual(m, x).unsqueeze(1).squeeze()),
        ["flattens the batch"] = Of((m, x) => Usual(m, x).flatten()),
        ["one row more"] = Of((m, x) => cat([Usual(m, x), zeros(1, 4)], 0)),
        ["changes its input"] = Of((m, x) => Usual(m, x.mul_(2))),
        ["changes its input in eval"] = Of((m, x) => m.training ? Usual(m, x) : Usual(m, x.mul_(2))),
        ["stays on the CPU"] = Of((m, x) => Usual(m, x + zeros(6))),
        ["stays on the CPU in eval"] = Of((m, x) => Usual(m, m.training ? x : x + zeros(6))),
        ["stays on the CPU behind another"] = Of((m, x) => Usual(m, cat([x, zeros(x.shape[0], 1, dtype: x.dtype)], 1).narrow(1, 0, 6))),
        ["a number of the CPU"] = Of((m, x) => Usual(m, x) * tensor(0.5f)),
        ["of the default dtype"] =
            Of((m, x) => Usual(m, cat([x, zeros(x.shape[0], 6)], 1).narrow(1, 0, 6).to(x.dtype)) + zeros(4, dtype: get_default_dtype())),
        ["float64"] = ModelSubject.For(() => Linear(6, 3, dtype: ScalarType.Float64))
            .WithInput(n => randn(n, 6, dtype: ScalarType.Float64)),
        ["float64, of the default dtype"] = ModelSubject.For(() => new Computes(x => x.to(get_default_dtype())))
            .WithInput(n => randn(n, 6, dtype: ScalarType.Float64)),
        ["cancels"] = Of((m, x) => (Usual(m, x) + 1e9) - 1e9),
        ["memory of the last call"] = Of((m, x) =>
        {
            Tensor output = Usual(m, x) + (m.memory is null ? 0 : m.memory.mean());
            m.memory = output.detach().clone().DetachFromDisposeScope();
            return output;
        }),
        ["broadcasts"] = Of((m, x) => m.head.call(m.encoder.call((x * m.scale) + ones(6)))),
        ["inputs not finite"] = Of(Usual).WithInput(n => full([n, 6], float.NegativeInfinity)),
        ["one input not finite"] = ModelSubject.For(() => new Pair((x, y) => x + y))
            .WithInputs(n => [randn(n, 6), full([n, 6], float.PositiveInfinity)]),
        ["range around zero"] = Of((m, x) => Usual(m, x / x.norm())).WithInput(n => (rand(n, 6) * 2) - 1).WithInputRange(-1, 1),
        ["range around zero, by sample"] = Of((m, x) => Usual(m, x / x.norm(1, keepdim: true)))
            .WithInput(n => (rand(n, 6) * 2) - 1).WithInputRange(-1, 1),
        ["range from one"] = Of((m, x) => Usual(m, x / (x - 1).norm(1, keepdim: true)))
            .WithInput(n => rand(n, 6) + 0.5).WithInputRange(1, 2),
        ["refuses a constant"] = Of((m, x) => x.std(1).eq(0).any().item<bool>() ? throw new ArgumentException("constant") : Usual(m, x))
            .WithInput(n => rand(n, 6)).WithInputRange(0, 1),
        ["second input ignored"] = ModelSubject.For(() => new Pair((x, y) => x + (y * 0))).WithInputs(n => [randn(n, 6), randn(n, 6)]),
        ["both inputs the same"] = ModelSubject.For(() => new Pair((x, y) => x + y)).WithInputs(n => [ones(n, 6), zeros(n, 6)]),
        ["second input shared"] = ModelSubject.For(() => new Pair((x, y) => x + y)).WithInputs(n => [randn(n, 6), randn(6)]),
        ["pooled beside the sequence"] = ModelSubject.For(() => new Both()).WithInput(n => randn(n, 5, 6)).IsCausal(1),
        ["two positions"] = ModelSubject.For(() => new Computes(x => x.cumsum(1))).WithInput(n => randn(n, 2, 6)).IsCausal(1),
        ["two positions, seen from the first"] = ModelSubject.For(() => new Computes(x => x + x.mean([1L], keepdim: true)))
            .WithInput(n => randn(n, 2, 6)).IsCausal(1),
        ["a label beside the sequence"] = ModelSubject.For(() => new Pair((x, y) => x.cumsum(1) + y.reshape(-1, 1, 1)))
            .WithInputs(n => [randn(n, 5, 6), randn(n)]).IsCausal(1),
        ["a longer table beside the sequence"] = ModelSubject.For(() => new Pair((x, y) => x.cumsum(1) + y.mean()))
            .WithInputs(n => [randn(n, 5, 6), randn(1, 9)]).IsCausal(1),
        ["sees the next position"] = ModelSubject.For(() => new Computes(x => x + x.roll([-1], [1])))
            .WithInput(n => randn(n, 9, 6)).IsCausal(1),
        ["sees the last position"] = ModelSubject.For(() => new Computes(x => x + x.narrow(1, x.shape[1] - 1, 1).pow(2)))
            .WithInput(n => randn(n, 9, 6)).IsCausal(1),
    };

    private static ModelSubject Of(Func<Model, Tensor, Tensor> call, Action<Model>? prepare = null) =>
        ModelSubject.For(() => new Model(call, prepare)).WithInput(n => randn(n, 6));

    private static Tensor Usual(Model model, Tensor input) => model.head.call(model.encoder.call(input * model.scale));

    private static void Freeze(Module module)
    {
        foreach (TorchSharp.Modules.Parameter parameter in module.parameters())
        {
            parameter.requires_grad = false;
        }
    }

    /// <summary>The same value, and twice its gradient.</summary>
    private static Tensor Doubled(Tensor value) => (value * 2) - value.detach();

    /// <summary>Whole numbers, and the gradient of what they were rounded from.</summary>
    private static Tensor Through(Tensor value) => value + (value.round() - value).detach();

    private static Tensor Steps(Tensor input, Tensor scale) => (input / scale * 7).round() * scale / 7;

    private sealed class Pair : Module<Tensor, Tensor, Tensor>
    {
        private readonly Func<Tensor, Tensor, Tensor> _call;

        public Pair(Func<Tensor, Tensor, Tensor> call)
            : base(nameof(Pair))
        {
            _call = call;
            RegisterComponents();
        }

        public override Tensor forward(Tensor first, Tensor second) => _call(first, second);
    }

    private sealed class Both : Module<Tensor, (Tensor Sequence, Tensor Last)>
    {
        public Both()
            : base(nameof(Both)) => RegisterComponents();

        public override (Tensor Sequence, Tensor Last) forward(Tensor input)
        {
            Tensor sequence = input.cumsum(1);
            return (sequence, sequence.select(1, input.shape[1] - 1));
        }
    }
}
