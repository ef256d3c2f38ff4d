using TorchTrust.Checks;
using TorchTrust.Models.Mutants;
using TorchTrust.Models.Probes;
using TorchTrust.Mutants;
using TorchTrust.Probes;
using static TorchSharp.torch;

namespace TorchTrust.Models.Checks.Behaviour;

/// <summary>No tensor that the code makes has the default dtype while its neighbours have another.</summary>
/// <remarks>A question: such code is right as long as nobody converts the model.</remarks>
[Check(
    "tensors-follow-dtype",
    "tensors that the code makes follow the dtype of their neighbours",
    CheckArea.Behaviour,
    Severity = Severity.Question,
    Hazard = Hazard.CanAbort,
    Need = Need.MutatesState)]
internal sealed class TensorsFollowDtype : ModelCheck
{
    /// <inheritdoc/>
    public override string Why =>
        "After a conversion to another dtype the model throws, or computes in a dtype that nobody asked for.";

    /// <inheritdoc/>
    public override string Remedy =>
        "Make tensors like their neighbours: torch.randn_like(mean) or mean.new_zeros(shape), or pass dtype: mean.dtype.";

    /// <inheritdoc/>
    public override string Declaration => ".Skip(CheckIds.TensorsFollowDtype, \"why it is right\")";

    /// <inheritdoc/>
    public override IReadOnlyList<Mutant> Mutants { get; } = [new MakeOfDefaultDtype()];

    /// <inheritdoc/>
    protected override CheckOutcome Run(ModelSession session, CheckContext context)
    {
        using var scope = NewDisposeScope();
        ModelInputs inputs = session.Inputs();
        ScalarType own = inputs.Leaves.Select(leaf => leaf.Tensor)
            .Concat(session.Parameters.Select(entry => entry.Parameter))
            .Where(tensor => tensor.is_floating_point()).Select(tensor => tensor.dtype)
            .FirstOrDefault(get_default_dtype());
        ScalarType turned = own == ScalarType.Float64 ? ScalarType.Float32 : ScalarType.Float64;
        foreach (ForwardMode mode in new[] { ForwardMode.Eval, ForwardMode.Training })
        {
            ForwardResult? result = null;
            ForwardResult? turnedResult = null;
            ModuleTrace Usual() => ModuleTrace.During(session, () => result = RunWith(own, session, inputs, mode));

            // Of a fault it is known that the whole subject runs: where the turned one throws, no other run is needed.
            ModuleTrace? usual = context.IsTrial ? null : Usual();
            ModuleTrace? found = null;
            context.AlteredStep($"calling with {turned} as the default dtype");
            try
            {
                found = ModuleTrace.During(session, () => turnedResult = RunWith(turned, session, inputs, mode));
            }
            catch (SubjectException thrown)
            {
                string where = context.IsTrial ? "" : UserFrame.Of(thrown);
                return IsOfDtypes(thrown)
                    ? Fail(new Finding(
                        $"a tensor of the default dtype ({turned}) meets others{where}: "
                            + thrown.InnerException!.Message.Split('\n')[0].Trim()))
                    : CheckOutcome.Inconclusive(
                        $"With {turned} as the default dtype the model threw for another reason{where}: {thrown.Message}");
            }

            // Where one run calls another module than the other does, the two have nothing to compare from there on.
            ModuleTrace expected = usual ?? Usual();
            ModuleCall? call = expected.Calls.Zip(found.Calls).TakeWhile(pair => pair.First.Path == pair.Second.Path)
                .FirstOrDefault(pair => !pair.First.Signature.Select(leaf => leaf.Dtype)
                    .SequenceEqual(pair.Second.Signature.Select(leaf => leaf.Dtype))).Second;
            if (call is not null)
            {
                return Fail(new Finding(
                    $"the output of {(call.Path.Length == 0 ? "the model" : call.Path)} takes the default dtype ({turned}), not that of "
                        + "its input")
                {
                    Module = call.Path,
                });
            }

            // What is computed beside all modules, in the declared call, has no trace but the result.
            Finding[] outputs =
            [
                .. result!.Leaves.Zip(turnedResult!.Leaves).Where(pair => pair.First.Tensor.dtype != pair.Second.Tensor.dtype)
                    .Select(pair => new Finding($"output {pair.First.Path} takes the default dtype ({turned}), not that of its input")),
            ];
            if (outputs.Length > 0)
            {
                return Fail(outputs);
            }

            CheckOutcome Fail(params Finding[] findings) => CheckOutcome.Failed([.. findings, .. Lines(session, turned, mode, context)]);
        }

        return CheckOutcome.Passed;
    }

    /// <summary>The lines that make such tensors, where the code is woven.</summary>
    private static IEnumerable<Finding> Lines(ModelSession session, ScalarType turned, ForwardMode mode, CheckContext context) =>
        context.IsTrial ? [] : StrayDtypes.Find(session, null, turned, mode, context.AlteredStep).Select(made => new Finding(
            $"{made.Site} makes a tensor of shape [{string.Join(", ", made.Shape)}] of the default dtype, which others take")
        {
            Source = made.Source,
        });

    private static ForwardResult RunWith(ScalarType dtype, ModelSession session, ModelInputs inputs, ForwardMode mode)
    {
        ScalarType before = get_default_dtype();
        set_default_dtype(dtype);
        try
        {
            return session.Run(inputs, mode);
        }
        finally
        {
            set_default_dtype(before);
        }
    }

    /// <summary>Whether an operation says that it takes no two dtypes.</summary>
    private static bool IsOfDtypes(SubjectException thrown) => thrown.Message.Contains("dtype", StringComparison.OrdinalIgnoreCase)
        || thrown.Message.Contains("scalar type", StringComparison.OrdinalIgnoreCase)
        || thrown.Message.Contains("should be the same", StringComparison.Ordinal);
}
