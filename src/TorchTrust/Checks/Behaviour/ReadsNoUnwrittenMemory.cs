using TorchTrust.Mutants;
using TorchTrust.Probes;
using static TorchSharp.torch;

namespace TorchTrust.Checks.Behaviour;

/// <summary>Nothing that the model builds or gives depends on what lies in free memory.</summary>
[Check(
    "reads-no-unwritten-memory",
    "weights, outputs and gradients do not depend on what lies in free memory",
    CheckArea.Behaviour,
    Hazard = Hazard.CanAbort,
    Need = Need.MutatesState)]
internal sealed class ReadsNoUnwrittenMemory : ModelCheck
{
    /// <inheritdoc/>
    public override string Why => "The model trains well or badly, or gives NaN, by chance, and nothing throws.";

    /// <inheritdoc/>
    public override string Remedy =>
        "torch.empty has no content: use torch.zeros, or write every element. GroupNorm of TorchSharp 0.107 leaves weight and bias "
            + "unwritten: call init.ones_(norm.weight) and init.zeros_(norm.bias) after construction.";

    /// <inheritdoc/>
    public override IReadOnlyList<Mutant> Mutants { get; } = [new ReadFreshMemory()];

    /// <inheritdoc/>
    protected override CheckOutcome Run(ModelSession session, CheckContext context)
    {
        if (!PoisonedMemory.IsSupported())
        {
            return CheckOutcome.Inconclusive(
                "The allocator of this process cannot be told to fill all fresh memory: that takes Linux with glibc, and a process "
                    + "that keeps no blocks for its threads, as one that is started for checks does.");
        }

        if (BackendSelfTest.BrokenOperations is [{ } broken, ..])
        {
            return CheckOutcome.Inconclusive(
                $"The backend of this machine reads unwritten memory itself, in {broken}.");
        }

        bool looksAtWeights = session.Subject.Lifetime == SubjectLifetime.Fresh && !context.FirstFindingDecides;
        List<Finding> findings = looksAtWeights ? Weights(session, context) : [];
        foreach (ForwardMode mode in new[] { ForwardMode.Eval, ForwardMode.Training })
        {
            if (findings.Count == 0)
            {
                findings.AddRange(Calls(session, mode, context));
            }
        }

        return CheckOutcome.From(findings);
    }

    private static List<Finding> Weights(ModelSession session, CheckContext context)
    {
        context.Step("building with poisoned memory");
        object overZeros = Under(PoisonedMemory.OfZeros, () => session.Build(session.Seed));
        object overHuge = Under(PoisonedMemory.OfHugeNumbers, () => session.Build(session.Seed));
        object again = Under(PoisonedMemory.OfZeros, () => session.Build(session.Seed));
        try
        {
            Dictionary<string, Tensor> repeated = TensorsOf(again);
            Dictionary<string, Tensor> huge = TensorsOf(overHuge);
            return
            [
                .. TensorsOf(overZeros)
                    .Where(entry => huge.ContainsKey(entry.Key) && repeated.ContainsKey(entry.Key)
                        && TensorBits.AreEqual(entry.Value, repeated[entry.Key]) && !TensorBits.AreEqual(entry.Value, huge[entry.Key]))
                    .Select(entry => new Finding($"{entry.Key} is never written: it holds what lay in memory when the model was built")
                    {
                        Parameter = entry.Key,
                        Module = entry.Key.Contains('.', StringComparison.Ordinal) ? entry.Key[..entry.Key.LastIndexOf('.')] : "",
                    }),
            ];
        }
        finally
        {
            foreach (object instance in new[] { overZeros, overHuge, again })
            {
                foreach (nn.Module root in ModelSession.RootsOf(instance))
                {
                    root.Dispose();
                }
            }
        }
    }

    private static IEnumerable<Finding> Calls(ModelSession session, ForwardMode mode, CheckContext context)
    {
        using var scope = NewDisposeScope();
        context.Step("calling with poisoned memory");
        ModelInputs inputs = session.Inputs();
        IReadOnlyList<(string Name, Tensor Value)> zeros = Under(
            PoisonedMemory.OfZeros, () => GradientFlow.Observe(session, inputs, mode));
        IReadOnlyList<(string Name, Tensor Value)> again = Under(
            PoisonedMemory.OfZeros, () => GradientFlow.Observe(session, inputs, mode));
        IReadOnlyList<(string Name, Tensor Value)> huge = Under(
            PoisonedMemory.OfHugeNumbers, () => GradientFlow.Observe(session, inputs, mode));
        if (!AreEqual(zeros, again) || AreEqual(zeros, huge))
        {
            return [];
        }

        Divergence? place = context.FirstFindingDecides ? null : Locate(session, inputs, mode);
        string what =
            zeros.Zip(huge).First(pair => !TensorBits.AreEqual(pair.First.Value, pair.Second.Value)).First.Name;
        return
        [
            new Finding($"{what} depends on what lies in free memory{(place is null ? "" : $"; it arises {place.Describe()}")}")
            {
                Module = place?.Module,
            },
        ];
    }

    private static Divergence? Locate(ModelSession session, ModelInputs inputs, ForwardMode mode) => Divergence.Find(
        Under(PoisonedMemory.OfZeros, () => ModuleTrace.During(session, () => session.Run(inputs, mode), keepsContent: true)),
        Under(PoisonedMemory.OfHugeNumbers, () => ModuleTrace.During(session, () => session.Run(inputs, mode), keepsContent: true)));

    private static bool AreEqual(IReadOnlyList<(string Name, Tensor Value)> a, IReadOnlyList<(string Name, Tensor Value)> b) =>
        a.Count == b.Count && a.Zip(b).All(pair => TensorBits.AreEqual(pair.First.Value, pair.Second.Value));

    private static Dictionary<string, Tensor> TensorsOf(object instance) => ObjectGraph.Walk(instance)
        .Where(node => node.Value is Tensor { IsInvalid: false }).GroupBy(node => node.Path)
        .ToDictionary(nodes => nodes.Key, nodes => (Tensor)nodes.First().Value);

    private static T Under<T>(Func<PoisonedMemory> poison, Func<T> run)
    {
        using PoisonedMemory _ = poison();
        return run();
    }
}
