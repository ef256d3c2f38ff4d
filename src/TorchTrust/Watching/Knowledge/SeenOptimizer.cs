using System.Diagnostics.CodeAnalysis;
using TorchSharp.Modules;
using TorchTrust.Probes;
using static TorchSharp.torch;

namespace TorchTrust.Watching.Knowledge;

/// <summary>What is known of an optimizer, which is not kept alive.</summary>
/// <param name="optimizer">The optimizer.</param>
/// <param name="madeAt">The line that made it; null where that was not seen.</param>
internal sealed class SeenOptimizer(optim.Optimizer optimizer, SourceLocation? madeAt)
{
    private readonly WeakReference<optim.Optimizer> _optimizer = new(optimizer);
    private readonly Dictionary<Type, object> _notes = [];

    /// <summary>The name of its class.</summary>
    public string Name { get; } = optimizer.GetType().Name;

    /// <summary>The line that made it; null where that was not seen.</summary>
    public SourceLocation? MadeAt { get; } = madeAt;

    /// <summary>The line of its last step.</summary>
    public SourceLocation? SteppedAt { get; set; }

    /// <summary>Whether its parameters can be read: LBFGS is native, and cannot.</summary>
    public bool IsReadable { get; } = optimizer is OptimizerHelper;

    /// <summary>Whether it steps by the step of another one, which is the one to look at.</summary>
    public bool IsWrapper { get; set; }

    /// <summary>The number of its steps.</summary>
    public long Steps { get; set; }

    /// <summary>The number of its steps that were looked at.</summary>
    public long Looked { get; set; }

    /// <summary>The rate at its first step; NaN where it does not tell.</summary>
    public double FirstRate { get; set; } = double.NaN;

    /// <summary>The rate at its last step.</summary>
    public double LastRate { get; set; } = double.NaN;

    /// <summary>The number of its steps at which all rates were zero.</summary>
    public long StepsAtRateZero { get; set; }

    /// <summary>The number of parameters that it held at its last step.</summary>
    public int Held { get; set; }

    /// <summary>The models whose parameters it holds.</summary>
    public HashSet<SeenModel> Models { get; } = [];

    /// <summary>The step that is being taken.</summary>
    public StepLook? Taking { get; set; }

    /// <summary>Its parameters as they are now; none where they cannot be read.</summary>
    public IReadOnlyList<Parameter> Parameters() => IsReadable && TryGet(out optim.Optimizer? present)
        ? ParameterReaders.Quietly<IReadOnlyList<Parameter>>(() => [.. OptimizerGroups.Of(present).SelectMany(group => group.Parameters)])
        : [];

    /// <summary>Its rates as they are now.</summary>
    public IReadOnlyList<double> Rates() => TryGet(out optim.Optimizer? present) ? OptimizerGroups.Rates(present) : [];

    /// <summary>Whether this is an optimizer.</summary>
    public bool Is(object other) => TryGet(out optim.Optimizer? present) && ReferenceEquals(present, other);

    /// <summary>What a rule notes of it.</summary>
    public T Notes<T>()
        where T : class, new()
    {
        if (!_notes.TryGetValue(typeof(T), out object? notes))
        {
            _notes[typeof(T)] = notes = new T();
        }

        return (T)notes;
    }

    private bool TryGet([NotNullWhen(true)] out optim.Optimizer? present) => _optimizer.TryGetTarget(out present);
}
