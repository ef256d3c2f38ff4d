using TorchTrust.Checks;
using TorchTrust.Models.Probes;
using TorchTrust.Probes;
using static TorchSharp.torch;

namespace TorchTrust.Models.Checks.Gradients;

/// <summary>Explains why no gradient comes: what happens to outputs and loss when the parameter is moved tells it.</summary>
internal sealed class UnlearnedParameters(ModelSession session, CheckContext context, bool genericRuns)
{
    private readonly List<Finding> _findings = [];
    private bool _isError;
    private string? _undecided;

    /// <summary>When all of them move together, no bit changes: then none changes when one does.</summary>
    private bool _noneMatters;

    /// <summary>What was found.</summary>
    /// <param name="Findings">The parameters that do not learn, each with the reason.</param>
    /// <param name="IsError">Whether one of them cannot be right.</param>
    /// <param name="Undecided">Why nothing can be said; null if all was decided.</param>
    public sealed record Explanation(IReadOnlyList<Finding> Findings, bool IsError, string? Undecided);

    private bool HasLoss => session.Subject.Loss is not null;

    private string Target => HasLoss ? "the loss" : "an output";

    /// <summary>Explains each parameter.</summary>
    public Explanation Explain(IReadOnlyList<(string Path, Tensor Parameter, GradientReach AsBuilt, GradientReach Generic)> parameters)
    {
        if (parameters.Count == 0)
        {
            return new([], false, null);
        }

        session.MoveTo(genericRuns ? ParameterPoint.Generic : ParameterPoint.AsBuilt);
        if (!context.Measured.Of(
            Facet.Repeatability, (nameof(ParameterInfluence), session.Point), () => ParameterInfluence.CanBeMeasured(session)))
        {
            return new([], false, $"No gradient reaches {parameters[0].Path}, and whether it has influence cannot be told, "
                + "since two runs with the same input and the same seed differ.");
        }

        using GradientTrace? trace = context.IsTrial ? null : Trace();

        // Where the first finding decides, a weight is likely to give one: all together are asked only if it does not.
        bool isFirstEnough = context.FirstFindingDecides;
        int looked = 0;
        foreach ((string path, Tensor parameter, GradientReach asBuilt, GradientReach generic) in isFirstEnough
            ? parameters.OrderByDescending(entry => entry.Parameter.dim())
            : parameters.AsEnumerable())
        {
            context.Step($"moving {path}");
            if (looked++ == (isFirstEnough ? 1 : 0))
            {
                _noneMatters = parameters.Count > looked
                    && ParameterInfluence.Of(session, [.. parameters.Select(entry => entry.Parameter)], enough: 0) == default;
            }

            Explain(path, parameter, asBuilt, generic, trace);
            if (_findings.Count > 0 && isFirstEnough)
            {
                break;
            }
        }

        return new(_findings, _isError, _undecided);
    }

    private void Explain(string path, Tensor parameter, GradientReach asBuilt, GradientReach generic, GradientTrace? trace)
    {
        if (asBuilt == GradientReach.NotFinite)
        {
            Add(path, $"the gradient of {path} is NaN or infinite in every batch", isError: true);
            return;
        }

        if (generic == GradientReach.NotFinite)
        {
            _undecided = $"The gradient of {path} is zero where it was built, and not finite elsewhere.";
            return;
        }

        bool hasGraph = asBuilt == GradientReach.Zero || generic == GradientReach.Zero;
        ParameterInfluence influence = _noneMatters ? default : ParameterInfluence.Of(session, parameter, Thresholds.RoundingOfAnOutput);
        switch (hasGraph)
        {
            case true when influence.Loss > Thresholds.RoundingOfAnOutput:
                Add(path, $"changing {path} changes {Target}, but its gradient is exactly zero: a step such as round, sign, "
                    + "argmax or a comparison is in the way, or a function that is saturated everywhere", isError: HasLoss);
                break;
            case true when influence.Loss == 0:
                Add(
                    path,
                    $"the gradient of {path} is exactly zero, and changing it changes no bit of {Target}: it has no effect",
                    isError: false);
                break;
            case false when influence.Loss > 0:
                Add(path, $"changing {path} changes {Target}, but no gradient comes back{Where(path, trace)}", isError: IsCut(path, trace));
                break;
            case false when !HasLoss && influence.Output > 0 && IsSwitchedOff(path, trace):
                // What runs under no_grad and leads to outputs without a graph alone gives targets, as a copy of the network does.
                break;
            case false when !HasLoss && influence.Output > 0:
                Add(
                    path,
                    $"changing {path} changes an output, but no gradient comes back{Where(path, trace)}",
                    isError: IsCut(path, trace));
                break;
            case false when influence.Output > 0:
                Add(path, $"{path} gets no gradient of the declared loss, although an output depends on it", isError: false);
                break;
            case false when ParameterInfluence.Of(session, parameter, enough: 0, ForwardMode.Eval).Output > 0:
                Add(
                    path,
                    $"{path} acts in eval mode alone, so no training moves it: if it is a constant, set requires_grad to false",
                    isError: false);
                break;
            case false:
                AddUnused(path, trace);
                break;
        }
    }

    /// <summary>A layer of the library that runs and has no effect is a fault; one that never runs may be for another call.</summary>
    private void AddUnused(string path, GradientTrace? trace)
    {
        string owner = ObjectGraph.OwnerOf(path);
        string name = owner.Length == 0 ? "the model" : owner;
        nn.Module? module = session.Modules.Where(entry => entry.Path == owner).Select(entry => entry.Module).FirstOrDefault();
        bool hasRun = CallOf(path, trace) is not null;
        bool isLayer = module is not null && !ObjectGraph.IsUserType(module.GetType());
        Add(
            path,
            hasRun
                ? $"{path} is not used: {name} runs, but changing it changes no output, and it gets no gradient"
                : $"{path} is not used: {name} is never called, and changing it changes no output",
            isError: hasRun && isLayer);
    }

    private void Add(string path, string what, bool isError)
    {
        _isError |= isError;
        _findings.Add(new Finding(what) { Module = ObjectGraph.OwnerOf(path), Parameter = path });
    }

    /// <summary>
    /// Whether a layer of the library runs while gradients are recorded, and gets none all the same. A table of vectors may be a codebook,
    /// which follows by other means, and so may whatever a module of the user's own holds.
    /// </summary>
    private static bool IsCut(string path, GradientTrace? trace) =>
        CallOf(path, trace) is { GradientsEnabled: true } call
        && !ObjectGraph.IsUserType(call.Module.GetType())
        && call.Module is not (TorchSharp.Modules.Embedding or TorchSharp.Modules.EmbeddingBag);

    /// <summary>Whether the module that holds a parameter runs without gradients; of a mutant, whether it does in the whole.</summary>
    private bool IsSwitchedOff(string path, GradientTrace? trace) => context.Measured.Of(
        Facet.None, (nameof(IsSwitchedOff), path), () => CallOf(path, trace) is { GradientsEnabled: false });

    /// <summary>The first call of the module that holds a parameter; null where there is none, or nothing was seen.</summary>
    private static GradientCall? CallOf(string path, GradientTrace? trace) =>
        trace?.Calls.FirstOrDefault(call => call.Path == ObjectGraph.OwnerOf(path));

    private static string Where(string path, GradientTrace? trace)
    {
        string owner = ObjectGraph.OwnerOf(path);
        GradientCall? call = CallOf(path, trace);
        return (trace, call) switch
        {
            (null, _) or (_, null) => "",
            (_, { GradientsEnabled: false }) => $": {owner} is called while gradients are switched off (no_grad)",
            (_, { Outputs.Count: 0 }) => $": the output of {(owner.Length == 0 ? "the model" : owner)} is detached already",
            _ when owner.Length == 0 => ": it is lost where the model itself uses it",
            _ => ": it is lost "
                + $"{(trace.InnermostReached(owner) is { } outer ? $"in {(outer.Length == 0 ? "the model itself" : outer)}, " : "")}after "
                + $"{owner}",
        };
    }

    private GradientTrace? Trace()
    {
        try
        {
            return GradientTrace.During(session, () => GradientFlow.Read(session, session.Inputs(), noise: 0));
        }
        catch (SubjectException)
        {
            // Aliases of outputs are not what every model takes; then the place stays unnamed.
            return null;
        }
    }
}
