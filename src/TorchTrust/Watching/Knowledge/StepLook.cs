using System.Runtime.CompilerServices;
using TorchSharp.Modules;
using TorchTrust.Watching.Probes;
using static TorchSharp.torch;

namespace TorchTrust.Watching.Knowledge;

/// <summary>A step of an optimizer, while it is taken. What is measured is measured once, for all who ask.</summary>
internal sealed class StepLook
{
    private readonly Lazy<IReadOnlyList<HeldParameter>> _held;
    private readonly Lazy<double> _norm;

    /// <summary>Begins to look.</summary>
    /// <param name="optimizer">The optimizer.</param>
    /// <param name="registry">Knows the parameters.</param>
    /// <param name="source">The line.</param>
    /// <param name="isLooked">Whether there is time for what costs more.</param>
    public StepLook(SeenOptimizer optimizer, ModuleRegistry registry, SourceLocation? source, bool isLooked)
    {
        Optimizer = optimizer;
        Source = source;
        IsLooked = isLooked;
        Number = optimizer.Steps;
        _held = new Lazy<IReadOnlyList<HeldParameter>>(
            () => [.. optimizer.Parameters().Select(parameter => new HeldParameter(parameter, registry.Of(parameter)))]);
        _norm = new Lazy<double>(() => Math.Sqrt(Held.Sum(held => held.HasGradient ? held.SquaredGradient : 0)));
    }

    /// <summary>The optimizer.</summary>
    public SeenOptimizer Optimizer { get; }

    /// <summary>The number of the optimizer's steps before it.</summary>
    public long Number { get; }

    /// <summary>The line.</summary>
    public SourceLocation? Source { get; }

    /// <summary>Whether there is time for what costs more.</summary>
    public bool IsLooked { get; }

    /// <summary>The thread.</summary>
    public int Thread { get; } = Environment.CurrentManagedThreadId;

    /// <summary>What the optimizer holds, one as often as it is held.</summary>
    public IReadOnlyList<HeldParameter> Held => _held.Value;

    /// <summary>The Euclidean norm of all gradients before the step; asked for before it is taken.</summary>
    public double GradientNorm => _norm.Value;

    /// <summary>Whether any rate is not zero.</summary>
    public bool HasRate { get; set; }

    /// <summary>Whether a gradient is not zero; asked for before the step is taken.</summary>
    public bool HasGradient => _hasGradient ??= Held.Any(held => held.HasGradient && held.IsNonZero);

    private bool? _hasGradient;

    /// <summary>The gradients before the step, by the parameter, for those that can be read.</summary>
    internal sealed class HeldParameter(Parameter parameter, SeenParameter seen)
    {
        private double? _squared;
        private bool? _isNonZero;
        private bool? _hasGradient;
        private Tensor? _gradient;

        /// <summary>The parameter.</summary>
        public Parameter Parameter { get; } = parameter;

        /// <summary>What is known of it.</summary>
        public SeenParameter Seen { get; } = seen;

        /// <summary>Whether its memory is gone.</summary>
        public bool IsInvalid { get; } = parameter.IsInvalid;

        /// <summary>Whether it asks for a gradient.</summary>
        public bool IsTrainable { get; } = !parameter.IsInvalid && parameter.requires_grad;

        /// <summary>Whether it has a gradient.</summary>
        public bool HasGradient => _hasGradient ??= Gradient is not null;

        /// <summary>Whether its gradient is not zero.</summary>
        public bool IsNonZero => _isNonZero ??= _squared is not (null or 0) || (Gradient is { } gradient && TensorLook.IsNonZero(gradient));

        /// <summary>The sum of the squares of its gradient.</summary>
        public double SquaredGradient => _squared ??= Gradient is { } gradient ? TensorLook.SquaredNorm(gradient) : 0;

        /// <summary>A hash of bits of its gradient, as they are now; null where it has none.</summary>
        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public ulong? GradientBits()
        {
            if (Parameter.IsInvalid)
            {
                return null;
            }

            using Tensor? gradient = Parameter.grad;
            return gradient is null || gradient.IsInvalid ? null : TensorLook.SomeBits(gradient);
        }

        /// <summary>The gradient, kept by the dispose scope that is open.</summary>
        private Tensor? Gradient => IsInvalid ? null : _gradient is { IsInvalid: false } ? _gradient : _gradient = Parameter.grad;
    }
}
