using TorchTrust.Checks;
using TorchTrust.Models.Mutants;
using TorchTrust.Models.Probes;
using TorchTrust.Mutants;
using TorchTrust.Probes;
using static TorchSharp.torch;

namespace TorchTrust.Models.Checks.Structure;

/// <summary>The same seed gives the same weights, another seed gives others.</summary>
/// <remarks>
/// An error for parameters, and for other tensors that decide the output: scratch memory that is written before it is read may
/// differ. That no weight depends on the seed is a question, since a pretrained network is so on purpose.
/// </remarks>
[Check("seed-decides-weights", "the seed decides the weights, and nothing else does", CheckArea.Structure, Need = Need.MutatesState)]
internal sealed class SeedDecidesWeights : ModelCheck
{
    /// <inheritdoc/>
    public override string Why => "A run cannot be repeated, or several runs with several seeds are one and the same run.";

    /// <inheritdoc/>
    public override string Remedy =>
        "Draw weights from torch's generator, not from System.Random or a clock, and write what torch.empty gives. GroupNorm of "
            + "TorchSharp 0.107 leaves weight and bias unwritten: call init.ones_(norm.weight) and init.zeros_(norm.bias) after "
            + "construction.";

    /// <inheritdoc/>
    public override string Declaration => ".HasFixedWeightsOnPurpose(\"why it is right\")";

    /// <inheritdoc/>
    public override IReadOnlyList<Mutant> Mutants { get; } = [new ChangeWithEachBuild(), new IgnoreSeed()];

    private static string RemedyOfFixedWeights =>
        "Let the constructor draw from the generator as it is, without torch.manual_seed of its own. If the weights are loaded or "
            + "computed on purpose: subject.HasFixedWeightsOnPurpose(reason).";

    /// <inheritdoc/>
    protected override string? NotApplicable(ModelSubject subject) =>
        subject.Lifetime == SubjectLifetime.Fresh ? null
            : "The model exists already, so it cannot be built again. Declare how: ModelSubject.For(() => new …).";

    /// <inheritdoc/>
    protected override CheckOutcome Run(ModelSession session, CheckContext context)
    {
        context.Step("building again with the same seed");
        using (BuiltInstance again = BuiltInstance.BuildOverOtherMemory(session, session.Seed))
        {
            List<ObjectGraphNode> changed = Changed(session, again, out List<Finding> findings);
            string foreign = context.IsTrial || changed.Count == 0 ? "" : Foreign(session);
            findings.AddRange(changed.Where(node => node.Value is TorchSharp.Modules.Parameter).Select(node => Describe(node, foreign)));
            ObjectGraphNode[] others = [.. changed.Where(node => node.Value is not TorchSharp.Modules.Parameter)];
            if (others.Length > 0 && DecideOutput(session, again, others, context))
            {
                findings.AddRange(others.Select(node => Describe(node, foreign)));
            }

            if (findings.Count > 0)
            {
                return CheckOutcome.Failed(findings);
            }
        }

        return session.Subject.Facts.FixedWeights is null ? WithAnotherSeed(session, context) : CheckOutcome.Passed;
    }

    private static CheckOutcome WithAnotherSeed(ModelSession session, CheckContext context)
    {
        context.Step("building with another seed");
        using BuiltInstance other = BuiltInstance.Build(session, session.Seed + 1);
        IReadOnlyDictionary<string, ObjectGraphNode> tensors = other.Tensors;
        ObjectGraphNode[] drawn = [.. BuiltInstance.TensorsOf(session.Model).Values
            .Where(node => node.Value is TorchSharp.Modules.Parameter parameter && !TensorContent.IsConstant(parameter))];
        bool isFixed = drawn.Length > 0 && drawn.All(node => tensors.TryGetValue(node.Path, out ObjectGraphNode? other)
            && TensorBits.AreEqual((Tensor)node.Value, (Tensor)other.Value));
        return isFixed
            ? CheckOutcome.Failed(
                [
                    new Finding($"all {drawn.Length} parameters that are not constant have the same values when the model is built with "
                        + "another seed")
                    {
                        Module = "",
                        Numbers = new Dictionary<string, double> { ["parameters"] = drawn.Length },
                    },
                ],
                Severity.Question,
                RemedyOfFixedWeights)
            : CheckOutcome.Passed;
    }

    private static List<ObjectGraphNode> Changed(ModelSession session, BuiltInstance again, out List<Finding> findings)
    {
        IReadOnlyDictionary<string, ObjectGraphNode> first = BuiltInstance.TensorsOf(session.Model);
        IReadOnlyDictionary<string, ObjectGraphNode> second = again.Tensors;
        findings =
        [
            .. first.Keys.Except(second.Keys).Concat(second.Keys.Except(first.Keys))
                .Select(
                    path => new Finding($"{path} is there in one of two models that were built with the same seed") { Parameter = path }),
        ];
        return [.. first.Where(entry => second.TryGetValue(entry.Key, out ObjectGraphNode? node)
            && !TensorBits.AreEqual((Tensor)entry.Value.Value, (Tensor)node.Value)).Select(entry => entry.Value)];
    }

    /// <summary>Whether tensors of the other instance, put into this one, change its output.</summary>
    private static bool DecideOutput(ModelSession session, BuiltInstance again, IReadOnlyList<ObjectGraphNode> nodes, CheckContext context)
    {
        IReadOnlyDictionary<string, ObjectGraphNode> others = again.Tensors;
        context.Step("calling with the buffers of another instance");
        foreach (ForwardMode mode in new[] { ForwardMode.Eval, ForwardMode.Training })
        {
            using var scope = NewDisposeScope();
            ModelInputs inputs = session.Inputs();
            ForwardResult before = session.Run(inputs, mode);
            session.Restore();
            using (no_grad())
            {
                foreach (ObjectGraphNode node in nodes)
                {
                    var other = (Tensor)others[node.Path].Value;
                    if (!other.shape.AsSpan().SequenceEqual(((Tensor)node.Value).shape))
                    {
                        return true;
                    }

                    ((Tensor)node.Value).detach().copy_(other);
                }
            }

            if (!Outputs.AreEqual(before, session.RunOn(inputs, mode)))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>What constructors use that no seed of torch governs, in words that follow a value.</summary>
    private static string Foreign(ModelSession session) => ForeignRandomness.InConstructors(session.Model) is { Count: > 0 } causes
        ? $"; no seed of torch governs that {ForeignRandomness.Describe(causes)}"
        : "";

    private static Finding Describe(ObjectGraphNode node, string foreign)
    {
        string owner = node.Owner is nn.Module module ? $" of {module.GetType().Name}" : "";
        string cause = node.Owner is TorchSharp.Modules.GroupNorm ? ", since TorchSharp leaves it as it lay in memory" : foreign;
        return new Finding($"{node.Path}{owner} has other values when the model is built again with the same seed{cause}")
        {
            Parameter = node.Path,
            Module = ObjectGraph.OwnerOf(node.Path),
        };
    }
}
