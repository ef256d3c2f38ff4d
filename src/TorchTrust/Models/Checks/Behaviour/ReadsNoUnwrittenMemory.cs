using TorchTrust.Checks;
using TorchTrust.Models.Mutants;
using TorchTrust.Models.Probes;
using TorchTrust.Mutants;
using TorchTrust.Probes;
using static TorchSharp.torch;

namespace TorchTrust.Models.Checks.Behaviour;

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
        string? device = DeviceOf(session);
        if ((device is null ? WhyNotOnTheCpu() : WhyNotOn(device)) is { } reason)
        {
            return CheckOutcome.Inconclusive(reason);
        }

        Poisons poisons = device is null ? new(PoisonedMemory.OfZeros, PoisonedMemory.OfHugeNumbers) : new(DevicePoison.OfNaN, () => null);
        if (context.Samples is not null)
        {
            return CheckOutcome.From(BySample(session, context, poisons));
        }

        bool looksAtWeights = session.Subject.Lifetime == SubjectLifetime.Fresh && !context.IsTrial;
        List<Finding> findings = looksAtWeights ? Weights(session, context, poisons) : [];
        Write(session, findings);

        // Eval mode first: what shows there is the same in training.
        findings.AddRange(
            new[] { ForwardMode.Eval, ForwardMode.Training }.SelectMany(mode => Calls(session, mode, context, poisons)).Take(1));
        return CheckOutcome.From(findings);
    }

    private static string? WhyNotOn(string device) => NativeTorch.CanFillFreshMemory ? null
        : $"Memory on {device} comes from an allocator that cannot be told here to fill what it hands out: check the model on the CPU, "
            + "too.";

    private static string? WhyNotOnTheCpu() => !PoisonedMemory.IsSupported()
        ? "The allocator of this process cannot be told to fill all fresh memory: that takes Linux with glibc, and a process that keeps no "
            + "blocks for its threads, as one that is started for checks does."
        : BackendSelfTest.BrokenOperations is [{ } broken, ..]
        ? $"The backend of this machine reads unwritten memory itself, in {broken}."
        : null;

    private static List<Finding> Weights(ModelSession session, CheckContext context, Poisons poisons)
    {
        context.Step("building with poisoned memory");
        using BuiltInstance overZeros = Under(poisons.One, () => BuiltInstance.Build(session, session.Seed));
        using BuiltInstance overHuge = Under(poisons.Other, () => BuiltInstance.Build(session, session.Seed));
        using BuiltInstance again = Under(poisons.One, () => BuiltInstance.Build(session, session.Seed));
        return
        [
            .. from zeros in overZeros.Tensors
               join huge in overHuge.Tensors on zeros.Key equals huge.Key
               join repeated in again.Tensors on zeros.Key equals repeated.Key
               where AreEqual(zeros.Value, repeated.Value) && !AreEqual(zeros.Value, huge.Value)
               select new Finding($"{zeros.Key} is never written: it holds what lay in memory when the model was built")
               {
                   Parameter = zeros.Key,
                   Module = ObjectGraph.OwnerOf(zeros.Key),
               },
        ];
    }

    /// <summary>Writes what nobody has written: what lies there by chance, such as NaN, would hide what calls read.</summary>
    private static void Write(ModelSession session, IReadOnlyList<Finding> unwritten)
    {
        using IDisposable quiet = no_grad();
        HashSet<string?> paths = [.. unwritten.Select(finding => finding.Parameter)];
        foreach ((string _, Tensor parameter) in session.Parameters.Where(entry => paths.Contains(entry.Path)))
        {
            parameter.fill_(1);
        }
    }

    /// <summary>The samples whose outputs depend on it in eval mode.</summary>
    private static IReadOnlyList<Finding> BySample(ModelSession session, CheckContext context, Poisons poisons)
    {
        context.Step("calling with poisoned memory");
        ModelInputs inputs = session.InputsFor(context);
        ForwardResult zeros = Under(poisons.One, () => session.Run(inputs, ForwardMode.Eval));
        ForwardResult huge = Under(poisons.Other, () => session.Run(inputs, ForwardMode.Eval));
        return
        [
            .. Enumerable.Range(0, (int)inputs.Count).Where(sample => !Outputs.AreEqual(zeros, huge, session.OwnOutput(sample)))
                .Select(sample => new Finding($"what sample {sample} becomes depends on what lies in free memory") { Sample = sample }),
        ];
    }

    private static IEnumerable<Finding> Calls(ModelSession session, ForwardMode mode, CheckContext context, Poisons poisons)
    {
        using var scope = NewDisposeScope();
        context.Step("calling with poisoned memory");
        ModelInputs inputs = session.InputsFor(context);
        string? what = null;
        if (context.IsTrial)
        {
            // Most of what reads such memory shows on the way forward.
            what = Differing(poisons, () => GradientFlow.Outputs(session.Run(inputs, mode)), measure => Repeats(measure, "outputs"));
        }

        if ((what ?? Differing(poisons, () =>
            GradientFlow.Observe(session, inputs, mode), measure => Repeats(measure, "gradients"))) is not { } name)
        {
            return [];
        }

        Divergence? place = context.IsTrial ? null : Locate(session, inputs, mode, poisons);
        return
        [
            new Finding($"{name} depends on what lies in free memory{(place is null ? "" : $"; it arises {place.Describe()}")}")
            {
                Module = place?.Module,
            },
        ];

        bool Repeats(Func<bool> measure, string of) =>
            context.Measured.Of(Facet.Repeatability, (nameof(ReadsNoUnwrittenMemory), mode, of), measure);
    }

    /// <summary>What is the same over the same memory, and another over other memory; null if nothing is.</summary>
    /// <param name="poisons">The contents of the memory.</param>
    /// <param name="observe">Runs the model.</param>
    /// <param name="recall">Given what tells whether equal memory gives equal bits: tells it, or what was told before.</param>
    private static string? Differing(
        Poisons poisons, Func<IReadOnlyList<(string Name, Tensor Value)>> observe, Func<Func<bool>, bool> recall)
    {
        IReadOnlyList<(string Name, Tensor Value)> zeros = Under(poisons.One, observe);
        IReadOnlyList<(string Name, Tensor Value)> huge = Under(poisons.Other, observe);
        return AreEqual(zeros, huge) || !recall(() => AreEqual(zeros, Under(poisons.One, observe)))
            ? null
            : zeros.Zip(huge).Where(pair => !TensorBits.AreEqual(pair.First.Value, pair.Second.Value))
                .Select(pair => pair.First.Name).FirstOrDefault("the number of outputs");
    }

    private static Divergence? Locate(ModelSession session, ModelInputs inputs, ForwardMode mode, Poisons poisons) => Divergence.Find(
        Under(poisons.One, () => ModuleTrace.During(session, () => session.Run(inputs, mode), keepsContent: true)),
        Under(poisons.Other, () => ModuleTrace.During(session, () => session.Run(inputs, mode), keepsContent: true)));

    private static bool AreEqual(IReadOnlyList<(string Name, Tensor Value)> a, IReadOnlyList<(string Name, Tensor Value)> b) =>
        a.Count == b.Count && a.Zip(b).All(pair => TensorBits.AreEqual(pair.First.Value, pair.Second.Value));

    private static bool AreEqual(ObjectGraphNode a, ObjectGraphNode b) => TensorBits.AreEqual((Tensor)a.Value, (Tensor)b.Value);

    /// <summary>The device of the parameters or of the inputs; null for the CPU.</summary>
    private static string? DeviceOf(ModelSession session)
    {
        using var scope = NewDisposeScope();
        return session.Parameters.Select(entry => entry.Parameter).Concat(session.Inputs().Leaves.Select(leaf => leaf.Tensor))
            .Where(tensor => tensor.device_type != TorchSharp.DeviceType.CPU).Select(DeviceNames.Of).FirstOrDefault();
    }

    /// <summary>Two contents of fresh memory: zeros and huge numbers; on a device NaN and what happens to lie there.</summary>
    private sealed record Poisons(Func<IDisposable?> One, Func<IDisposable?> Other);

    private static T Under<T>(Func<IDisposable?> poison, Func<T> run)
    {
        using IDisposable? _ = poison();
        return run();
    }
}
