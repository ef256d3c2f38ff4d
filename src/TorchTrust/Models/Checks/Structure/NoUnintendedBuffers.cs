using TorchTrust.Checks;
using TorchTrust.Models.Mutants;
using TorchTrust.Models.Probes;
using TorchTrust.Mutants;
using TorchTrust.Probes;
using static TorchSharp.torch;

namespace TorchTrust.Models.Checks.Structure;

/// <summary>What is registered is what the fields hold, and of the kind that was meant.</summary>
/// <remarks>
/// An error for a buffer that a gradient reaches and for a layer or parameter whose field holds another; a question for a
/// buffer that asks for a gradient and gets none, for one that was computed from parameters, and for one whose field a call
/// refills.
/// </remarks>
[Check(
    "no-unintended-buffers",
    "buffers are not meant to be trained, and what is registered is what the fields hold",
    CheckArea.Structure,
    Need = Need.MutatesState)]
internal sealed class NoUnintendedBuffers : ModelCheck
{
    /// <inheritdoc/>
    public override string Why =>
        "The optimizer trains, and the state dictionary saves, something else than what the model computes with, and nothing throws.";

    /// <inheritdoc/>
    public override string Remedy =>
        "Declare what is trained as Parameter, not as Tensor; set fields before RegisterComponents and not after; update buffers in "
            + "place (copy_, mul_, add_). If a tensor wants its gradient on purpose and is not trained: "
            + "subject.FreezesOnPurpose(\"points\", reason). If a field holds what passes from call to call: "
            + "subject.KeepsStateOnPurpose(reason).";

    /// <inheritdoc/>
    public override string Declaration => ".KeepsStateOnPurpose(\"why it is right\")";

    /// <inheritdoc/>
    public override IReadOnlyList<Mutant> Mutants { get; } =
        [new MakeBufferTrainable(), new RegisterGhost(), new ReplaceBuffer()];

    /// <inheritdoc/>
    protected override CheckOutcome Run(ModelSession session, CheckContext context)
    {
        List<Finding> errors = [.. RegisteredField.Of(session.Model).Where(IsGhost).Select(DescribeGhost)];
        (string Path, Tensor Buffer, long Elements)[] trainable = [.. Attached(session).Where(entry => entry.Buffer.is_leaf)];
        if (context.FirstFindingDecides && (errors.Count > 0 || trainable.Length > 0))
        {
            return CheckOutcome.Failed([.. errors, .. trainable.Select(entry => DescribeTrainable(entry, hasGradient: false))]);
        }

        // Before any call, which may write into a cache in place, so that it hangs on the call's graph.
        List<Finding> questions =
        [
            .. Attached(session).Where(entry => !entry.Buffer.is_leaf).Select(entry => DescribeComputed(entry.Path)),
        ];
        using var scope = NewDisposeScope();
        var reached = new HashSet<string>();
        foreach (ForwardMode mode in new[] { ForwardMode.Eval, ForwardMode.Training })
        {
            context.Step("looking for buffers that a call replaces");
            ModelInputs inputs = session.Inputs();
            ForwardResult result = session.Run(inputs, mode);
            if (session.Subject.Facts.KeepsState is null)
            {
                questions.AddRange(RegisteredField.Of(session.Model).Where(IsStale)
                    .Where(field => questions.All(finding => finding.Parameter != field.Path)).Select(DescribeStale));
            }

            if (trainable.Length > 0 && session.Scalar(inputs, result) is { requires_grad: true } scalar)
            {
                reached.UnionWith(Reached(session.Tally, trainable, scalar));
            }
        }

        foreach ((string Path, Tensor Buffer, long Elements) entry in trainable)
        {
            bool hasGradient = reached.Contains(entry.Path);
            (hasGradient ? errors : questions).Add(DescribeTrainable(entry, hasGradient));
        }

        return CheckOutcome.From([.. errors, .. questions], errors.Count > 0 ? Severity.Error : Severity.Question);
    }

    /// <summary>The buffers that want a gradient, or hang on the graph of what does.</summary>
    private static IEnumerable<(string Path, Tensor Buffer, long Elements)> Attached(ModelSession session) =>
        from entry in session.Modules
        from buffer in RegisteredMembers.Buffers(entry.Module)
        let path = ObjectGraph.Join(entry.Path, buffer.Name)
        where !buffer.Buffer.IsInvalid && buffer.Buffer.requires_grad
            && !session.Subject.Facts.Frozen.Any(fact => fact.Covers(path))
        select (path, buffer.Buffer, buffer.Buffer.numel());

    /// <summary>The paths of the buffers that a gradient reaches; those that the call has disposed are none.</summary>
    private static IEnumerable<string> Reached(
        PassTally tally, IEnumerable<(string Path, Tensor Buffer, long Elements)> trainable, Tensor scalar)
    {
        (string Path, Tensor Buffer, long Elements)[] alive = [.. trainable.Where(entry => !entry.Buffer.IsInvalid)];
        foreach ((string _, Tensor buffer, long _) in alive)
        {
            // Not before the call, which puts back the gradient that a buffer was given before.
            buffer.grad = null;
        }

        GradientFlow.Backward(tally, scalar);
        return alive.Where(entry => entry.Buffer.grad is not null).Select(entry => entry.Path);
    }

    private static bool IsGhost(RegisteredField field) => !field.IsCurrent
        && (field.Member is TorchSharp.Modules.Parameter || (field.Member is nn.Module module && !Unregistered.IsHarmless(module)));

    /// <summary>A persistent buffer that its field has left behind, with other content.</summary>
    private static bool IsStale(RegisteredField field) =>
        field is { Value: Tensor { IsInvalid: false } held, Member: Tensor registered and not TorchSharp.Modules.Parameter }
        && RegisteredMembers.BufferTable(field.Module)[field.Name] is (_, true)
        && (registered.IsInvalid || !TensorBits.AreEqual(held, registered));

    private static Finding DescribeGhost(RegisteredField field) =>
        new($"{field.Path} is registered, but its field holds another {field.Value.GetType().Name}: what is trained and saved is not what "
            + "computes")
        {
            Module = field.Member is nn.Module ? field.Path : null,
            Parameter = field.Member is Tensor ? field.Path : null,
        };

    private static Finding DescribeTrainable((string Path, Tensor Buffer, long Elements) entry, bool hasGradient) => new(
        $"{entry.Path} wants a gradient {(hasGradient ? "and gets one" : "and gets none")}, but is a buffer, since its field is a Tensor: "
            + "no optimizer gets it")
    {
        Parameter = entry.Path,
        Numbers = new Dictionary<string, double> { ["elements"] = entry.Elements },
    };

    private static Finding DescribeComputed(string path) =>
        new($"{path} was computed from parameters when the model was built, and does not follow them: compute it in forward, or detach() "
            + "it")
        {
            Parameter = path,
        };

    private static Finding DescribeStale(RegisteredField field) =>
        new($"{field.Path} is refilled by a call with a new tensor, while the buffer that is saved keeps its first content")
        {
            Parameter = field.Path,
        };
}
