using TorchTrust.Checks;
using TorchTrust.Models.Probes;
using TorchTrust.Probes;
using static TorchSharp.torch;

namespace TorchTrust.Models.Checks.State;

/// <summary>
/// Saves the state of one instance, loads it into another that was built from another seed and overwritten with noise,
/// and compares the outputs bit for bit: as built (at the generic point), and after calls in training mode.
/// </summary>
/// <param name="session">The session.</param>
/// <param name="context">The circumstances.</param>
/// <param name="save">Saves the state of a session, and gives what loads it into another.</param>
internal sealed class StateRoundTrip(ModelSession session, CheckContext context, Func<ModelSession, Action<ModelSession>> save)
{
    private bool _differsByRounding;

    /// <summary>Decides.</summary>
    public CheckOutcome Decide()
    {
        using var scope = NewDisposeScope();
        if (OutputsAtAnOrdinaryPoint() is not { } expected)
        {
            return CheckOutcome.Inconclusive(
                "Two runs with the same input and the same seed differ, so a loss of state cannot be told from chance.");
        }

        context.Step("saving as built");
        if (Compare(save(session), expected, isTrained: false) is { } outcome)
        {
            return outcome;
        }

        if (session.Subject.Facts.KeepsState is not null)
        {
            return CheckOutcome.Passed;
        }

        context.Step("saving after calls in training mode");
        session.Run(session.Inputs(draw: 1), ForwardMode.Training);
        session.RunOn(session.Inputs(draw: 2), ForwardMode.Training);
        Action<ModelSession> load = save(session);
        return Compare(load, session.RunOn(session.Inputs(), ForwardMode.Eval), isTrained: true) ?? CheckOutcome.Passed;
    }

    /// <summary>The generic point, unless parameters leave the range there in which they make sense.</summary>
    private ForwardResult? OutputsAtAnOrdinaryPoint()
    {
        session.MoveTo(ParameterPoint.Generic);
        ForwardResult? result = TryRun(session);
        if (result is null || result.Leaves.Any(leaf => NonFiniteOrigin.HasNan(leaf.Tensor)))
        {
            session.MoveTo(ParameterPoint.AsBuilt);
            result = session.Run(session.Inputs(), ForwardMode.Eval);
        }

        ForwardResult again = session.Run(session.Inputs(), ForwardMode.Eval);
        _differsByRounding = Repeats.DifferByRounding(result, again);
        return Agree(result, again) ? result : null;
    }

    private CheckOutcome? Compare(Action<ModelSession> load, ForwardResult expected, bool isTrained)
    {
        context.Step("loading into another instance");
        using ModelSession other = session.Another(session.Seed + 31);
        StateNoise.Overwrite(other, session.Seed + 37);
        StateHolders.Copy(session, other, path => session.Subject.Facts.Unregistered.Any(fact => fact.Covers(path)));
        load(other);

        // Into a model that was moved, TorchSharp loads by new parameters; those that were known are disposed.
        other.ForgetStructure();
        string[] lost = [.. Lost(other)];
        ForwardResult loaded = other.RunOn(other.Inputs(), ForwardMode.Eval);
        if (!Agree(expected, loaded))
        {
            return IsRounding(expected, loaded)
                ? CheckOutcome.Inconclusive("After loading, outputs differ by rounding only: the parameters lie in memory of another "
                    + "alignment, as those made by torch.tensor(array) do.")
                : Describe(other, expected, lost, isTrained);
        }

        if (session.PersistentState.Count == 0)
        {
            return CheckOutcome.Skipped("The model has neither parameters nor persistent buffers, and needs none.");
        }

        // Only now, so that nothing of this run is left in the instance that was compared.
        StateNoise.Overwrite(other, session.Seed + 41);
        return TryRun(other) is { } noised && Agree(expected, noised)
            ? CheckOutcome.Inconclusive("Overwriting the whole state with noise changes no output, so a loss of state could not show.")
            : null;
    }

    private CheckOutcome Describe(ModelSession other, ForwardResult expected, string[] lost, bool isTrained)
    {
        string when = isTrained ? "after calls in training mode, " : "";
        if (lost.Length > 0)
        {
            return CheckOutcome.Failed(
                [.. lost.Select(path => new Finding(
                    $"{when}{path} is not what it was once the state is loaded elsewhere: saving leaves it out, or loading skips it")
                    { Parameter = path, Module = ObjectGraph.OwnerOf(path) })]);
        }

        Severity severity = isTrained ? Severity.Question : Severity.Error;
        string[] known = [.. StateHolders.Copy(session, other, _ => true)];
        bool isExplained = known.Length > 0 && TryRun(other) is { } again && Agree(expected, again);
        string declare = isTrained ? " (if that is on purpose: subject.KeepsStateOnPurpose(reason))" : "";
        return isExplained
            ? CheckOutcome.Failed(
                [.. known.Select(path => new Finding($"{when}{path} is not in the state, and outputs depend on it{declare}")
                {
                    Parameter = path,
                    Module = ObjectGraph.OwnerOf(path),
                })],
                severity)
            : CheckOutcome.Failed(
                [
                    new Finding(isTrained
                        ? $"{when}outputs differ once the state is loaded elsewhere: calls change something that is neither parameter nor "
                            + $"buffer{declare}"
                        : "outputs differ once the state is loaded elsewhere: something that the constructor draws or computes is not "
                            + "saved (a tensor that is not registered, a copy of a parameter, or a plain value)"),
                ],
                severity);
    }

    /// <summary>The registered parameters and buffers that another instance has not got.</summary>
    private IEnumerable<string> Lost(ModelSession other)
    {
        var loaded = other.PersistentState.DistinctBy(entry => entry.Path).ToDictionary(entry => entry.Path, entry => entry.Tensor);
        return session.PersistentState
            .Where(entry => !loaded.TryGetValue(entry.Path, out Tensor? there) || !TensorBits.AreEqual(entry.Tensor, there))
            .Select(entry => entry.Path);
    }

    /// <summary>Bits are a fair demand where two runs of the unaltered call have the same; on a GPU they may not.</summary>
    private bool Agree(ForwardResult a, ForwardResult b) =>
        Outputs.AreEqual(a, b) || (_differsByRounding && Repeats.DifferByRounding(a, b));

    private static ForwardResult? TryRun(ModelSession session)
    {
        try
        {
            return session.RunOn(session.Inputs(), ForwardMode.Eval);
        }
        catch (SubjectException)
        {
            return null;
        }
    }

    private static bool IsRounding(ForwardResult a, ForwardResult b) =>
        a.Leaves.Count == b.Leaves.Count && a.Leaves.Zip(b.Leaves).All(pair =>
        TensorBits.AreEqual(pair.First.Tensor, pair.Second.Tensor)
        || (pair.First.Tensor.is_floating_point() && pair.First.Tensor.shape.AsSpan().SequenceEqual(pair.Second.Tensor.shape)
            && TensorDistance.Between(pair.First.Tensor, pair.Second.Tensor)
                <= Thresholds.RoundingOfAnOutput * TensorDistance.Between(pair.First.Tensor, zeros_like(pair.First.Tensor))));
}
