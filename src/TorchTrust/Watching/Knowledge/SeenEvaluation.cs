namespace TorchTrust.Watching.Knowledge;

/// <summary>
/// A row of calls of a trained model on one thread, none of whose outputs a backward pass can reach, between two steps of its optimizer.
/// </summary>
/// <param name="model">The model.</param>
/// <param name="step">The number of steps before it.</param>
/// <param name="thread">The thread.</param>
internal sealed class SeenEvaluation(SeenModel model, long step, int thread)
{
    private readonly Dictionary<string, int> _calls = [];
    private readonly HashSet<ulong> _inputs = [];

    /// <summary>The model.</summary>
    public SeenModel Model { get; } = model;

    /// <summary>The number of steps before it.</summary>
    public long Step { get; } = step;

    /// <summary>The thread.</summary>
    public int Thread { get; } = thread;

    /// <summary>The line of its first call.</summary>
    public SourceLocation? Source { get; private set; }

    /// <summary>How many batches went through the module that was called most.</summary>
    public int Batches => _calls.Count == 0 ? 0 : _calls.Values.Max();

    /// <summary>How many different batches there were, as far as they were looked at.</summary>
    public int DifferentBatches => _inputs.Count;

    /// <summary>The number of its calls in which dropout dropped, or statistics of batches were taken.</summary>
    public int InTraining { get; private set; }

    /// <summary>The number of its calls.</summary>
    public int Calls { get; private set; }

    /// <summary>Adds a call.</summary>
    /// <param name="module">What tells the called module from others of the model.</param>
    /// <param name="source">The line.</param>
    /// <param name="actsAsInTraining">Whether a module acted as in training.</param>
    /// <param name="input">A hash of the input; null if it was not looked at.</param>
    public void Add(string module, SourceLocation? source, bool actsAsInTraining, ulong? input)
    {
        Source ??= source;
        Calls++;
        InTraining += actsAsInTraining ? 1 : 0;
        _calls[module] = _calls.GetValueOrDefault(module) + 1;
        if (input is { } hash && _inputs.Count < 64)
        {
            _inputs.Add(hash);
        }
    }
}
