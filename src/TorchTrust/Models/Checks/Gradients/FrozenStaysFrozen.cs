using TorchTrust.Checks;
using TorchTrust.Models.Mutants;
using TorchTrust.Models.Probes;
using TorchTrust.Mutants;
using TorchTrust.Probes;
using static TorchSharp.torch;

namespace TorchTrust.Models.Checks.Gradients;

/// <summary>What is frozen keeps its bits while the rest is trained.</summary>
[Check("frozen-stays-frozen", "what is frozen does not move while the rest is trained", CheckArea.Gradients, Need = Need.TrainsSteps)]
internal sealed class FrozenStaysFrozen : ModelCheck
{
    private const int Steps = 3;

    /// <inheritdoc/>
    public override string Why =>
        "A pretrained part that drifts loses what it knew; batch statistics that follow the new data do it without a single gradient.";

    /// <inheritdoc/>
    public override string Remedy =>
        "Set requires_grad = false on each named parameter, and override train(bool) so that frozen modules with running statistics stay "
            + "in eval mode. "
            + "Where they move on purpose (a momentum encoder, statistics that adapt), declare it: subject.KeepsStateOnPurpose(reason).";

    /// <inheritdoc/>
    public override string Declaration => ".KeepsStateOnPurpose(\"why it is right\")";

    /// <inheritdoc/>
    public override IReadOnlyList<Mutant> Mutants { get; } = [new DriftFrozen()];

    /// <inheritdoc/>
    protected override CheckOutcome Run(ModelSession session, CheckContext context)
    {
        bool IsDeclared(string path) => session.Subject.Facts.Frozen.Any(fact => fact.Covers(path));
        (string Path, Tensor Parameter)[] frozen =
            [.. session.Parameters.Where(entry => !entry.Parameter.requires_grad || IsDeclared(entry.Path))];
        if (frozen.Length == 0)
        {
            return CheckOutcome.Skipped(
                "Nothing is frozen: every parameter requires a gradient, and none is declared by FreezesOnPurpose.");
        }

        if (!session.Parameters.Any(entry => entry.Parameter.requires_grad))
        {
            return CheckOutcome.Skipped("Everything is frozen, so nothing is trained.");
        }

        (string Path, Tensor Tensor)[] buffers = session.Subject.Facts.KeepsState is null
            ? [.. BuffersOfFrozenModules(session, frozen)]
            : [];
        using var scope = NewDisposeScope();
        List<(string Path, Tensor Tensor, Tensor Before, bool IsBuffer)> watched =
        [
            .. frozen.Select(entry => (entry.Path, entry.Parameter, TensorBits.NativeCopy(entry.Parameter), false)),
            .. buffers.Select(entry => (entry.Path, entry.Tensor, TensorBits.NativeCopy(entry.Tensor), true)),
        ];
        Train(session, context);
        (string Path, Tensor Tensor, Tensor Before, bool IsBuffer)[] moved =
            [.. watched.Where(entry => !TensorBits.AreEqual(entry.Tensor, entry.Before))];
        List<Finding> findings =
            [.. moved.Where(entry => !entry.IsBuffer).Select(entry => Describe(entry.Path, entry.Tensor, IsDeclared(entry.Path)))];
        bool isError = moved.Any(entry => !entry.IsBuffer && IsDeclared(entry.Path));
        findings.AddRange(moved.Where(entry => entry.IsBuffer)
            .GroupBy(entry => ObjectGraph.OwnerOf(entry.Path)).Select(group => new Finding(
            $"{group.Key} is frozen, but its {string.Join(", ", group.Select(entry => entry.Path[(group.Key.Length + 1)..]))} move in "
                + "training mode")
            { Module = group.Key }));
        return CheckOutcome.From(findings, isError ? Severity.Error : Severity.Question);
    }

    private static Finding Describe(string path, Tensor parameter, bool isDeclared) => new(
        (isDeclared, parameter.requires_grad) switch
        {
            (true, true) => $"{path} is declared frozen, but requires a gradient: an optimizer over all parameters that do moves it",
            (true, false) => $"{path} is declared frozen and requires no gradient, but a call moves it",
            _ => $"{path} requires no gradient, but moves while the rest is trained: a call changes it, or it shares its memory with a "
                + "trained parameter",
        })
    {
        Module = ObjectGraph.OwnerOf(path),
        Parameter = path,
    };

    /// <summary>Buffers of modules all of whose parameters are frozen, children without parameters included.</summary>
    private static IEnumerable<(string Path, Tensor Tensor)> BuffersOfFrozenModules(
        ModelSession session, (string Path, Tensor Parameter)[] frozen)
    {
        HashSet<string> paths = [.. frozen.Select(entry => entry.Path)];
        string[] modules =
        [
            .. paths.Select(path => FrozenParameters.OutermostWhole(path, session.Parameters, paths.Contains)).OfType<string>().Distinct(),
        ];
        foreach ((string path, nn.Module module) in session.Modules.Where(entry => modules.Any(frozenModule =>
            entry.Path == frozenModule || entry.Path.StartsWith(frozenModule + ".", StringComparison.Ordinal))))
        {
            foreach ((string name, Tensor buffer) in RegisteredMembers.Buffers(module))
            {
                yield return (ObjectGraph.Join(path, name), buffer);
            }
        }
    }

    /// <summary>Takes a few steps of Adam with weight decay over all parameters that require a gradient.</summary>
    private static void Train(ModelSession session, CheckContext context)
    {
        optim.Optimizer? optimizer = null;
        try
        {
            for (int step = 0; step < Steps; step++)
            {
                using var scope = NewDisposeScope();
                context.Step($"training step {step}");
                ModelInputs inputs = session.Inputs(draw: step);
                ForwardResult result = session.RunOn(inputs, ForwardMode.Training, step);
                if (session.Scalar(inputs, result) is { requires_grad: true } scalar)
                {
                    GradientFlow.Backward(session, scalar.sum());
                }

                // Made after the first call, so that it sees what a call that thaws parameters leaves to be trained.
                optimizer ??= Optimizer(session);
                optimizer.step();
            }
        }
        finally
        {
            optimizer?.Dispose();
        }
    }

    private static optim.Optimizer Optimizer(ModelSession session) => optim.Adam(
        session.Parameters.Select(entry => entry.Parameter).OfType<TorchSharp.Modules.Parameter>()
            .Where(parameter => parameter.requires_grad),
        lr: 1e-3,
        weight_decay: 1e-2);
}
