using TorchTrust.Watching.Probes;
using static TorchSharp.torch;

namespace TorchTrust.Watching.Knowledge;

/// <summary>What is known of a model: a module that the program uses and that no other module which it uses holds.</summary>
/// <param name="module">The module, which is not kept alive.</param>
internal sealed class SeenModel(nn.Module module)
{
    private readonly WeakReference<nn.Module> _module = new(module);
    private bool? _isSensitive;

    /// <summary>The name of its class.</summary>
    public string Name { get; } = module.GetType().Name;

    /// <summary>The module, as long as the program holds it.</summary>
    public nn.Module? Module => _module.TryGetTarget(out nn.Module? module) ? module : null;

    /// <summary>The number of elements of its parameters when it was met.</summary>
    public long Size { get; } = module.parameters().Sum(parameter => parameter.IsInvalid ? 0 : parameter.numel());

    /// <summary>Whether its mode decides what it computes: dropout, or statistics of batches.</summary>
    public bool IsSensitive => _isSensitive ??= Module is { } present && ModeLook.IsSensitive(present);

    /// <summary>Whether an optimizer that has stepped holds a parameter of it.</summary>
    public bool IsTrained { get; set; }

    /// <summary>Whether something was loaded into it, or its values were copied from elsewhere.</summary>
    public bool WasLoaded { get; set; }

    /// <summary>Whether the program asked for its parameters or its state, and may have written to them.</summary>
    public bool WasAsked { get; set; }

    /// <summary>The row of calls without gradients that goes on; null if none does.</summary>
    public SeenEvaluation? Evaluation { get; set; }

    /// <summary>The calls with gradients of which is not known yet whether they are of a training.</summary>
    public OpenRow Open { get; } = new();

    /// <summary>The rows of calls that were evaluations.</summary>
    public int Evaluations { get; set; }

    /// <summary>Those of them in which gradients were recorded.</summary>
    public int RecordedEvaluations { get; set; }

    /// <summary>The number of calls whose results a gradient could reach.</summary>
    public long TrainingCalls { get; set; }

    /// <summary>Forgets what depends on its modules, since they may have changed.</summary>
    public void Renew() => _isSensitive = null;
}
