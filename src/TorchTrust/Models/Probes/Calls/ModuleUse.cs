using TorchTrust.Probes;
using static TorchSharp.torch;

namespace TorchTrust.Models.Probes;

/// <summary>
/// Which modules with parameters of their own take part in a call: a hook fires, a gradient reaches them, or what comes out
/// depends on them, or a module below is used: a single parameter that is not is another matter. A frozen layer that <c>forward</c> calls
/// shows by the last alone, a saturated one by the first two.
/// </summary>
internal sealed class ModuleUse
{
    /// <summary>
    /// How many inputs are tried before a module counts as unused, half of them at generic points of their own: of a mixture
    /// of 64 experts, one that a sample picks with probability 1/64 is missed by 4 samples of 32 inputs with probability
    /// (63/64)^128 = 13 %, one of 16 with 3e-4.
    /// </summary>
    public const int MostDraws = 32;

    private readonly ModelSession _session;
    private readonly Action<string> _step;
    private readonly List<(string Path, nn.Module Module)> _suspects;

    private readonly bool _alsoByGradients;

    private ModuleUse(ModelSession session, IEnumerable<(string Path, nn.Module Module)> modules, bool alsoByGradients, Action<string> step)
    {
        _session = session;
        _alsoByGradients = alsoByGradients;
        _step = step;
        _suspects = [.. modules];
    }

    /// <summary>The modules that nothing shows to be used.</summary>
    public IReadOnlyList<(string Path, nn.Module Module)> Unused => _suspects;

    /// <summary>The number of inputs after which no further one showed a module to be used.</summary>
    public int DrawsNeeded { get; private set; }

    /// <summary>Looks at some modules, as built and at the generic point.</summary>
    /// <param name="session">The session.</param>
    /// <param name="modules">Modules with parameters of their own.</param>
    /// <param name="draws">How many inputs are tried.</param>
    /// <param name="alsoByGradients">
    /// Whether a module counts as used, too, that changes no output and a gradient of others, as one does that acts in a backward pass of
    /// the user's own.
    /// </param>
    /// <param name="step">Told what is about to be done.</param>
    public static ModuleUse Of(
        ModelSession session, IEnumerable<(string Path, nn.Module Module)> modules, int draws, bool alsoByGradients, Action<string> step)
    {
        var use = new ModuleUse(session, modules, alsoByGradients, step);
        use.AcquitByGradient();
        use.AcquitByOtherInputs(draws);
        use.AcquitByInfluence();
        return use;
    }

    private void AcquitByGradient()
    {
        foreach (ForwardMode mode in new[] { ForwardMode.Eval, ForwardMode.Training })
        {
            using var scope = NewDisposeScope();
            _step("looking for modules that run");
            foreach (Tensor parameter in _suspects.SelectMany(entry => entry.Module.parameters(recurse: true)))
            {
                parameter.grad = null;
            }

            AcquitThoseThatRan(() => GradientFlow.Observe(_session, _session.Inputs(), mode));
            _suspects.RemoveAll(entry => entry.Module.parameters(recurse: true).Any(parameter => parameter.grad is not null));
        }
    }

    /// <summary>
    /// Routers send other samples elsewhere, or the same ones at another generic point, and some modules run on the other
    /// declared inputs only.
    /// </summary>
    private void AcquitByOtherInputs(int draws)
    {
        for (int draw = 1; draw <= draws && _suspects.Count > 0; draw++)
        {
            using var scope = NewDisposeScope();
            _session.Restore();
            if (draw % 2 == 1)
            {
                GenericPoint.MoveTo(_session.Parameters, _session.Seed + 7 + draw);
            }

            ModelInputs inputs = _session.Inputs(draw: draw);
            int before = _suspects.Count;
            try
            {
                AcquitThoseThatRan(() => _session.Run(inputs, ForwardMode.Eval, draw));
                AcquitThoseThatRan(() => _session.Run(inputs, ForwardMode.Training, draw));
            }
            catch (SubjectException) when (draw % 2 == 1)
            {
                // Parameters that hold indices need not make sense elsewhere; the other draws tell.
            }

            DrawsNeeded = _suspects.Count < before ? draw : DrawsNeeded;
        }

        _session.Restore();
        foreach (Func<long, object?[]> make in _session.Subject.OtherInputs.Values.Where(_ => _suspects.Count > 0))
        {
            using var scope = NewDisposeScope();
            using RandomState _ = RandomState.Fork(_session.Seed + 1);
            var inputs =
                new ModelInputs(SubjectException.Guard("making other inputs", () => make(ModelSession.BatchSize)), ModelSession.BatchSize);
            AcquitThoseThatRan(() => _session.Run(inputs, ForwardMode.Eval));
        }
    }

    private void AcquitByInfluence()
    {
        foreach (ParameterPoint point in Enum.GetValues<ParameterPoint>())
        {
            foreach (ForwardMode mode in new[] { ForwardMode.Eval, ForwardMode.Training })
            {
                if (_suspects.Count > 0)
                {
                    AcquitByInfluence(point, mode);
                }
            }
        }

        _session.MoveTo(ParameterPoint.AsBuilt);
    }

    /// <summary>Where nothing shows when all that are left move together, nothing would if one did.</summary>
    private void AcquitByInfluence(ParameterPoint point, ForwardMode mode)
    {
        using var scope = NewDisposeScope();
        _step("changing the parameters of modules that do not seem to run");
        _session.Restore();
        _session.MoveTo(point);
        ModelInputs inputs = _session.Inputs();
        if (TryObserve(inputs, mode) is { } before && HaveInfluence(_suspects))
        {
            _suspects.RemoveAll(entry => HaveInfluence([entry]));
        }

        _session.Restore();

        bool HaveInfluence(IEnumerable<(string Path, nn.Module Module)> modules)
        {
            using var inner = NewDisposeScope();
            _session.Restore();
            _session.MoveTo(point);
            GenericPoint.MoveTo(
                [.. modules.SelectMany(entry => entry.Module.parameters(recurse: false)).Select(parameter => ("", (Tensor)parameter))],
                _session.Seed + 77);
            IReadOnlyList<(string Name, Tensor Value)>? after = TryObserve(inputs, mode);
            return after is null || before.Count != after.Count
                || before.Zip(after).Any(pair => !TensorBits.AreEqual(pair.First.Value, pair.Second.Value));
        }
    }

    /// <summary>What the model gives at a point that may make no sense to it; null where it refuses to run there.</summary>
    private IReadOnlyList<(string Name, Tensor Value)>? TryObserve(ModelInputs inputs, ForwardMode mode)
    {
        try
        {
            return _alsoByGradients ? GradientFlow.Observe(_session, inputs, mode) : GradientFlow.Outputs(_session.Run(inputs, mode));
        }
        catch (SubjectException thrown) when (thrown is not KeptGraphException)
        {
            return null;
        }
    }

    private void AcquitThoseThatRan(Action run)
    {
        HashSet<string> ran =
            [.. ModuleTrace.During(_session, run).Calls.SelectMany(call => Unregistered.Ancestors(call.Path).Prepend(call.Path))];
        _suspects.RemoveAll(entry => ran.Contains(entry.Path));
    }
}
