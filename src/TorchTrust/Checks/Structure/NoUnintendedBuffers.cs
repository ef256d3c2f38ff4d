using TorchTrust.Mutants;
using TorchTrust.Probes;
using static TorchSharp.torch;

namespace TorchTrust.Checks.Structure;

/// <summary>What is registered is what the fields hold, and of the kind that was meant.</summary>
/// <remarks>
/// An error for a buffer that a gradient reaches and for a layer or parameter whose field holds another; a warning for a
/// buffer that asks for a gradient and gets none, and for one whose field a call refills.
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
            + "subject.FreezesOnPurpose(\"points\", reason). If a field holds what passes from call to call: subject.KeepsStateOnPurpose(reason).";

    /// <inheritdoc/>
    public override IReadOnlyList<Mutant> Mutants { get; } =
        [new MakeBufferTrainable(), new RegisterGhost(), new ReplaceBuffer()];

    /// <inheritdoc/>
    protected override CheckOutcome Run(ModelSession session, CheckContext context)
    {
        List<Finding> errors = [.. RegisteredField.Of(session.Model).Where(IsGhost).Select(DescribeGhost)];
        (string Path, Tensor Buffer)[] trainable = [.. Trainable(session)];
        if (context.FirstFindingDecides && (errors.Count > 0 || trainable.Length > 0))
        {
            return CheckOutcome.Failed([.. errors, .. trainable.Select(entry => DescribeTrainable(entry, hasGradient: false))]);
        }

        var warnings = new List<Finding>();
        using var scope = NewDisposeScope();
        foreach ((string _, Tensor buffer) in trainable)
        {
            buffer.grad = null;
        }

        foreach (ForwardMode mode in new[] { ForwardMode.Eval, ForwardMode.Training })
        {
            context.Step("looking for buffers that a call replaces");
            ModelInputs inputs = session.Inputs();
            ForwardResult result = session.Run(inputs, mode);
            if (session.Subject.Facts.KeepsState is null)
            {
                warnings.AddRange(RegisteredField.Of(session.Model).Where(IsStale)
                    .Where(field => warnings.All(finding => finding.Parameter != field.Path)).Select(DescribeStale));
            }

            if (trainable.Length > 0 && session.Scalar(inputs, result) is { requires_grad: true } scalar)
            {
                SubjectException.Guard("running backward", () =>
                {
                    scalar.backward();
                    return true;
                });
            }
        }

        foreach ((string Path, Tensor Buffer) entry in trainable)
        {
            bool hasGradient = !entry.Buffer.IsInvalid && entry.Buffer.grad is not null;
            (hasGradient ? errors : warnings).Add(DescribeTrainable(entry, hasGradient));
        }

        return CheckOutcome.From([.. errors, .. warnings], errors.Count > 0 ? Severity.Error : Severity.Warning);
    }

    private static IEnumerable<(string Path, Tensor Buffer)> Trainable(ModelSession session) =>
        from entry in session.Modules
        from buffer in RegisteredMembers.Buffers(entry.Module)
        let path = ObjectGraph.Join(entry.Path, buffer.Name)
        where !buffer.Buffer.IsInvalid && buffer.Buffer.is_leaf && buffer.Buffer.requires_grad
            && !session.Subject.Facts.Frozen.Any(fact => fact.Covers(path))
        select (path, buffer.Buffer);

    private static bool IsGhost(RegisteredField field) => !field.IsCurrent
        && (field.Member is TorchSharp.Modules.Parameter || (field.Member is nn.Module module && !Unregistered.IsHarmless(module)));

    /// <summary>A persistent buffer that its field has left behind, with other content.</summary>
    private static bool IsStale(RegisteredField field) => !field.IsCurrent
        && field is { Value: Tensor { IsInvalid: false } held, Member: Tensor registered and not TorchSharp.Modules.Parameter }
        && RegisteredMembers.BufferEntries(field.Module).Any(entry => entry.Name == field.Name && entry.Entry.IsPersistent)
        && (registered.IsInvalid || !TensorBits.AreEqual(held, registered));

    private static Finding DescribeGhost(RegisteredField field) =>
        new($"{field.Path} is registered, but its field holds another {field.Value.GetType().Name}: what is trained and saved is not what computes")
        {
            Module = field.Member is nn.Module ? field.Path : null,
            Parameter = field.Member is Tensor ? field.Path : null,
        };

    private static Finding DescribeTrainable((string Path, Tensor Buffer) entry, bool hasGradient) => new(
        $"{entry.Path} wants a gradient {(hasGradient ? "and gets one" : "and gets none")}, but is a buffer, since its field is a Tensor: no optimizer gets it")
    {
        Parameter = entry.Path,
        Numbers = new Dictionary<string, double> { ["elements"] = entry.Buffer.numel() },
    };

    private static Finding DescribeStale(RegisteredField field) =>
        new($"{field.Path} is refilled by a call with a new tensor, while the buffer that is saved keeps its first content")
        {
            Parameter = field.Path,
        };
}
