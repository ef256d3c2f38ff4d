using TorchTrust.Models.Probes;
using TorchTrust.Probes;
using static TorchSharp.torch;

namespace TorchTrust.Models;

/// <summary>
/// What is known of a model as it was built, asked once and kept: trials of one fault are compared with it, and learn from it what they
/// need not try. No fault may be in the model when it is asked.
/// </summary>
/// <param name="session">The live model.</param>
internal sealed class WholeModel(ModelSession session)
{
    private readonly Dictionary<ForwardMode, KeptResult> _results = [];
    private IReadOnlyList<string>? _keepers;
    private bool _hasTriedDouble;
    private string? _refusal;
    private long? _fewestSamples;

    /// <summary>The paths of the user's modules that keep a statistic of their samples, as batch normalization does.</summary>
    public IReadOnlyList<string> KeepersOfStatistics => _keepers ??= KeptStatistics.In(session);

    /// <summary>The same, as far as somebody has asked.</summary>
    public IReadOnlyList<string> KnownKeepers => _keepers ?? [];

    /// <summary>
    /// How gradients reach the parameters of the model as built with <see cref="FewestSamples"/>; null before somebody has asked.
    /// </summary>
    public IReadOnlyDictionary<string, GradientReach>? KnownReach { get; private set; }

    /// <summary>
    /// Whether the model can be run in float64: one that casts what it is given has chosen its dtype. Where it cannot, float32 decides,
    /// with mutants that are coarse enough for it.
    /// </summary>
    public bool RunsInDouble => WhyNotInDouble is null;

    /// <summary>What the model says to float64; null where it runs.</summary>
    public string? WhyNotInDouble
    {
        get
        {
            if (!_hasTriedDouble)
            {
                _refusal = TryDouble();
                _hasTriedDouble = true;
            }

            return _refusal;
        }
    }

    /// <summary>
    /// The number of samples that show a mutant which acts between two samples: two where the model takes them, which cost half of what
    /// checks use.
    /// </summary>
    public long FewestSamples => _fewestSamples ??= TakesTwo() ? 2 : ModelSession.BatchSize;

    /// <summary>What the model as built gives in a mode for its first inputs; it is called once.</summary>
    public ForwardResult Result(ForwardMode mode)
    {
        if (!_results.TryGetValue(mode, out KeptResult? whole))
        {
            using var scope = NewDisposeScope();
            session.MoveTo(ParameterPoint.AsBuilt);
            whole = new KeptResult(session.Run(session.Inputs(), mode));
            _results.Add(mode, whole);
        }

        return whole.Result;
    }

    /// <summary>
    /// Takes gradients of the model as built with <see cref="FewestSamples"/>, once: trials with as few are compared with it.
    /// </summary>
    public void AskReach()
    {
        if (KnownReach is not null)
        {
            return;
        }

        using var scope = NewDisposeScope();
        session.MoveTo(ParameterPoint.AsBuilt);
        try
        {
            KnownReach = GradientFlow.Read(session, session.Inputs(FewestSamples), noise: 0) ?? new Dictionary<string, GradientReach>();
        }
        catch (SubjectException)
        {
            // It does not run back with so few: then nothing is known of them.
            KnownReach = new Dictionary<string, GradientReach>();
        }
    }

    /// <summary>Forgets what the model computed, since it is built of other values from now on.</summary>
    public void Forget()
    {
        KnownReach = null;
        foreach (KeptResult whole in _results.Values)
        {
            whole.Dispose();
        }

        _results.Clear();
    }

    private bool TakesTwo()
    {
        // A list of one tensor a sample keeps its length.
        if (session.Subject.Samples is not null || !session.CanChooseCount || session.InputLayout.Elements.Any())
        {
            return false;
        }

        using var scope = NewDisposeScope();
        try
        {
            ModelInputs two = session.Inputs(2);
            session.Run(two, ForwardMode.Eval);
            session.Run(two, ForwardMode.Training);
            return true;
        }
        catch (SubjectException)
        {
            return false;
        }
    }

    private string? TryDouble()
    {
        var measured = new Measurements();
        using var scope = NewDisposeScope();
        try
        {
            ModelSession? twin = session.InDouble(measured);
            twin?.Run(twin.Inputs(), ForwardMode.Eval);
            return twin is null ? "The model exists already, and no second instance can be built." : null;
        }
        catch (SubjectException thrown)
        {
            return thrown.Message;
        }
        finally
        {
            measured.Forget();
        }
    }
}
