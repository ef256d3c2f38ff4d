using TorchTrust.Losses.Probes;
using TorchTrust.Mutants;
using TorchTrust.Probes;
using TorchTrust.Subjects;
using static TorchSharp.torch;

namespace TorchTrust.Losses.Mutants;

/// <summary>A fault in what a loss is given or gives: the loss itself stays as it is, and a call is computed in another way.</summary>
internal abstract class LossMutant : Mutant
{
    /// <summary>
    /// A value that moves by a smaller share is the same, summed in another order: seven orders above the last place of float64.
    /// </summary>
    private const double Rounding = 1e-9;

    private static readonly string[] _everywhere = [""];

    /// <inheritdoc/>
    public sealed override IReadOnlyList<string> Sites(ISubjectSession session)
    {
        using var scope = NewDisposeScope();
        return Sites((LossSession)session);
    }

    /// <inheritdoc/>
    /// <remarks>
    /// A loss that refuses what the fault gives it would be noticed by everybody, and proves nothing of a check: there the fault
    /// cannot be put.
    /// </remarks>
    public sealed override IDisposable? Apply(ISubjectSession session, string site)
    {
        var loss = (LossSession)session;
        using var scope = NewDisposeScope();
        loss.Fault = Broken(loss, site);
        var revert = new Revert(() => loss.Fault = null);
        try
        {
            loss.Evaluate(loss.Arguments());
            return revert;
        }
        catch (SubjectException)
        {
            revert.Dispose();
            return null;
        }
    }

    /// <inheritdoc/>
    /// <remarks>Neither a value nor a gradient differs, in three batches, in both precisions.</remarks>
    public sealed override bool IsEquivalent(ISubjectSession session, string site)
    {
        var loss = (LossSession)session;
        using var scope = NewDisposeScope();
        LossResult[] Results() =>
        [
            .. from draw in Enumerable.Range(0, 3)
               from precision in new[] { loss, loss.Twin }
               select precision.Differentiate(loss.Arguments(draw: draw)),
        ];
        LossResult[] whole = Results();
        using IDisposable? fault = Apply(session, site);
        return fault is not null && whole.Zip(Results()).All(pair => AreEqual(pair.First, pair.Second));
    }

    private static bool AreEqual(LossResult a, LossResult b) => TensorBits.AreEqual(a.Value, b.Value)
        && a.Gradients.All(entry => entry.Value is { } gradient && b.Gradients[entry.Key] is { } other
            ? TensorBits.AreEqual(gradient, other)
            : entry.Value is null && b.Gradients[entry.Key] is null);

    /// <summary>Where the fault can be put; the loss as a whole unless told otherwise.</summary>
    protected virtual IReadOnlyList<string> Sites(LossSession session) => _everywhere;

    /// <summary>
    /// Whether the best prediction that is declared costs something else with the fault. Where it does not, samples that are exchanged or
    /// compared with each other are best there as before: no minimum has moved.
    /// </summary>
    protected bool ShowsAtBest(LossSession session)
    {
        LossSession twin = session.Twin;
        LossArguments drawn = twin.Arguments();
        if (new PredictionDomain(twin).Best(drawn) is not { } best)
        {
            return false;
        }

        double before = twin.Evaluate(best).Total;
        double spread = Math.Abs(twin.Evaluate(drawn).Total - before);
        using IDisposable? fault = Apply(session, "");
        return fault is not null && !(Math.Abs(twin.Evaluate(best).Total - before) <= Rounding * spread);
    }

    /// <summary>How a fault gives the values of one call after another; each put fault begins anew.</summary>
    protected virtual Func<LossCall, Tensor> Broken(LossSession session, string site) => call => Give(session, call, site);

    /// <summary>What the broken loss gives.</summary>
    protected abstract Tensor Give(LossSession session, LossCall call, string site);

    /// <summary>The arguments with predictions changed.</summary>
    protected static object?[] WithPredictions(LossSession session, LossCall call, Func<string, Tensor, Tensor> change) =>
        (object?[])TensorTree.Map(call.Arguments, (path, tensor) => session.IsPrediction(path, tensor) ? change(path, tensor) : tensor)!;

    /// <summary>The arguments with targets changed.</summary>
    protected static object?[] WithTargets(LossSession session, LossCall call, Func<string, Tensor, Tensor> change) =>
        (object?[])TensorTree.Map(call.Arguments, (path, tensor) =>
            session.Subject.Facts.Predictions.Contains(LossArguments.ArgumentOf(path)) ? tensor : change(path, tensor))!;

    /// <summary>The predictions as real numbers.</summary>
    protected static IEnumerable<Tensor> Predictions(LossSession session, LossCall call) => TensorTree.Flatten(call.Arguments)
        .Where(leaf => session.IsPrediction(leaf.Path, leaf.Tensor))
        .Select(leaf => leaf.Tensor.is_complex() ? view_as_real(leaf.Tensor) : leaf.Tensor);
}
