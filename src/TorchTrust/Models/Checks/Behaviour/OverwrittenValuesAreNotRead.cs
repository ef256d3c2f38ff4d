using TorchTrust.Checks;
using TorchTrust.Models.Mutants;
using TorchTrust.Models.Probes;
using TorchTrust.Mutants;
using TorchTrust.Probes;
using static TorchSharp.torch;

namespace TorchTrust.Models.Checks.Behaviour;

/// <summary>What a module overwrites in place, nobody reads again as if it were what it was.</summary>
/// <remarks>
/// A module that is called for what it does to its input, and whose result is dropped, edits on purpose.
/// </remarks>
[Check(
    "overwritten-values-are-not-read",
    "a value that a module overwrites in place is not read again",
    CheckArea.Behaviour,
    Need = Need.MutatesState)]
internal sealed class OverwrittenValuesAreNotRead : ModelCheck
{
    /// <inheritdoc/>
    public override string Why =>
        "Another network is trained than the one that was written: a skip path carries relu(x) where the paper has x, and nothing throws.";

    /// <inheritdoc/>
    public override string Remedy =>
        "Leave out inplace: true in the named module, or the underscore of its operation: what it overwrites is needed elsewhere.";

    /// <inheritdoc/>
    public override IReadOnlyList<Mutant> Mutants { get; } = [new OverwriteInput(), new SkipPastOverwritten()];

    /// <inheritdoc/>
    protected override CheckOutcome Run(ModelSession session, CheckContext context)
    {
        var findings = new List<Finding>();
        foreach (ParameterPoint point in Enum.GetValues<ParameterPoint>())
        {
            try
            {
                // As built, a branch may start at zero, so that what is in it cannot be told from what is called for its edit alone.
                session.MoveTo(point);
                Look(session, context, findings);
            }
            catch (SubjectException) when (point == ParameterPoint.Generic)
            {
                // Parameters that must stay in a range, such as a variance, may leave it there: nothing follows from that.
            }

            if (findings.Count > 0 && context.FirstFindingDecides)
            {
                break;
            }
        }

        return CheckOutcome.From(findings);
    }

    /// <summary>Adds what is found in both modes at the point of the session, and not known yet.</summary>
    private static void Look(ModelSession session, CheckContext context, List<Finding> findings)
    {
        foreach (ForwardMode mode in new[] { ForwardMode.Eval, ForwardMode.Training })
        {
            object key = (nameof(ArgumentEdits), session.Point, mode);
            using var scope = NewDisposeScope();
            ModelInputs inputs = session.Inputs();
            context.Step("looking for modules that overwrite their inputs");
            (IReadOnlyList<string> editors, ForwardResult before) = ArgumentEdits.In(session, inputs, mode);

            IReadOnlyList<string> known = context.Measured.Noted<IReadOnlyList<string>>(key, []);
            string[] same = [.. editors.Intersect(known)];
            foreach (string path in editors.Except(known).Concat(NotAtRest(same))
                .Where(path => !findings.Any(finding => IsAround(path, finding.Module!))))
            {
                context.Step($"giving {path} a copy of its input");
                if (Change(before, ArgumentEdits.WithCopiesFor(session, [path], inputs, mode)) is { } change
                    && !Outputs.AreEqual(before, ArgumentEdits.WithOtherResultOf(session, path, inputs, mode)))
                {
                    findings.Add(Describe(session, path, change));
                    if (context.FirstFindingDecides)
                    {
                        return;
                    }
                }
            }

            if (!context.IsTrial)
            {
                context.Measured.Note(key, editors);
            }

            // Those that overwrite their inputs without the fault, too, come last: where copies for all of them change nothing, none is
            // looked at alone.
            IEnumerable<string> NotAtRest(string[] paths)
            {
                bool areAtRest = paths.Length == 0 || Change(before, ArgumentEdits.WithCopiesFor(session, paths, inputs, mode)) is null;
                foreach (string path in areAtRest ? [] : paths)
                {
                    yield return path;
                }
            }
        }
    }

    private static Finding Describe(ModelSession session, string path, double change)
    {
        string kind = session.Modules.First(entry => entry.Path == path).Module.GetType().Name.Split('`', 2)[0];
        return new Finding(
            $"{path} ({kind}) overwrites its input in place, and what it overwrote is read again: given a copy, the model gives another "
                + "output")
        {
            Module = path,
            Numbers = new Dictionary<string, double> { ["largest change"] = change },
        };
    }

    private static bool IsAround(string outer, string inner) => outer == inner || inner.StartsWith(outer + ".", StringComparison.Ordinal);

    /// <summary>
    /// How far two results lie apart, beyond the rounding of other kernels, infinitely far where a shape is another; null if they do not.
    /// </summary>
    private static double? Change(ForwardResult before, ForwardResult after) => before.Leaves.Zip(after.Leaves)
        .Select(pair => (
            Rounding: TensorDistance.Ulp(pair.First.Tensor) * Thresholds.FaultInSingle,
            Change: TensorBits.HaveOneShape(pair.First.Tensor, pair.Second.Tensor)
                ? TensorDistance.Between(pair.First.Tensor, pair.Second.Tensor)
                : double.PositiveInfinity))
        .Where(output => output.Change > output.Rounding)
        .Max(output => (double?)output.Change);
}
