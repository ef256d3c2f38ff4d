using TorchTrust.Checks;
using TorchTrust.Models.Mutants;
using TorchTrust.Models.Probes;
using TorchTrust.Mutants;
using TorchTrust.Probes;
using static TorchSharp.torch;

namespace TorchTrust.Models.Checks.Structure;

/// <summary>
/// Whatever a module holds is registered, so that it is trained, saved, moved and switched with the model.
/// </summary>
/// <remarks>
/// An error where a gradient of the output reaches what is not registered: it should be trained, and no optimizer gets it. A
/// question for the rest, since a frozen teacher, a target network or a table may be kept aside on purpose.
/// </remarks>
[Check(
    "everything-is-registered",
    "every layer, parameter and tensor of a module is registered",
    CheckArea.Structure,
    Need = Need.MutatesState)]
internal sealed class EverythingIsRegistered : ModelCheck
{
    /// <inheritdoc/>
    public override string Why =>
        "What is not registered is not in parameters(), state_dict(), to(), train() and eval(): it stays as it was drawn, is lost "
            + "when the model is saved, and nothing throws.";

    /// <inheritdoc/>
    public override string Remedy =>
        "Hold it in a field, or in a ModuleList, ModuleDict or ParameterList instead of a collection of .NET, and call "
            + "RegisterComponents last in the most derived constructor. If it is kept aside on purpose: "
            + "subject.KeepsUnregisteredOnPurpose(\"_teacher*\", reason).";

    /// <inheritdoc/>
    public override string Declaration => ".KeepsUnregisteredOnPurpose(\"{place}\", \"why it is right\")";

    /// <inheritdoc/>
    public override IReadOnlyList<Mutant> Mutants { get; } = [new UnregisterModule(), new UnregisterParameter()];

    /// <inheritdoc/>
    protected override CheckOutcome Run(ModelSession session, CheckContext context)
    {
        List<UnregisteredMember> members = [.. Unregistered.Find(session.Model)
            .Where(member => !Unregistered.IsOnPurpose(session.Subject.Facts, member.Path))];
        if (context.FirstFindingDecides && members is [{ Path: var path }, ..])
        {
            return CheckOutcome.Failed([new Finding($"{path} is not registered")]);
        }

        // Layers that the first call makes are found after it, and what a gradient reaches is known then.
        context.Step("calling the model in training mode");
        using var scope = NewDisposeScope();
        RunBackward(session, members.SelectMany(member => member.Tensors));
        HashSet<string> known = [.. members.Select(member => member.Path)];
        members.AddRange(Unregistered.Find(session.Model)
            .Where(member => member.IsComponent && !known.Contains(member.Path)
                && !Unregistered.IsOnPurpose(session.Subject.Facts, member.Path))
            .Select(member => member with { Reason = "is made by the first call, after RegisterComponents had run" }));
        return CheckOutcome.From(
            [.. members.Select(Describe)],
            members.SelectMany(member => member.Tensors).Any(GotGradient) ? Severity.Error : Severity.Question);
    }

    private static bool GotGradient(Tensor tensor) => !tensor.IsInvalid && tensor.is_leaf && tensor.grad is not null;

    private static void RunBackward(ModelSession session, IEnumerable<Tensor> members)
    {
        Tensor? scalar = Attempt(() =>
        {
            ModelInputs inputs = session.Inputs();
            return session.Scalar(inputs, session.Run(inputs, ForwardMode.Training));
        });
        foreach (Tensor tensor in members.Where(tensor => !tensor.IsInvalid))
        {
            // Not before the call, which puts back the gradient that a tensor was given before.
            tensor.grad = null;
        }

        Attempt(() => SubjectException.Guard<Tensor?>("running backward", () =>
        {
            session.Tally.Backward();
            scalar?.backward();
            return null;
        }));
    }

    /// <summary>That the model cannot be called or trained is the business of other checks: what is registered is known without.</summary>
    private static Tensor? Attempt(Func<Tensor?> run)
    {
        try
        {
            return run();
        }
        catch (SubjectException)
        {
            return null;
        }
    }

    private static Finding Describe(UnregisteredMember member)
    {
        // A call may have replaced and disposed what a field held.
        long elements = member.Tensors.Where(tensor => !tensor.IsInvalid).Sum(tensor => tensor.numel());
        string consequence = member switch
        {
            { Tensors.Count: 0 } => "train() and eval() do not reach it",
            _ when member.Tensors.Any(GotGradient) => "no optimizer gets it, though gradients reach it",
            _ => "it is neither saved nor moved with the model",
        };
        return new Finding($"{member.Path} ({Kind(member)}) {member.Reason}: {consequence}")
        {
            Module = member.Value is nn.Module ? member.Path : null,
            Parameter = member.Value is Tensor ? member.Path : null,
            Numbers = new Dictionary<string, double> { ["elements"] = elements },
        };
    }

    private static string Kind(UnregisteredMember member) => member.Value switch
    {
        Tensor { IsInvalid: true } tensor => tensor.GetType().Name,
        Tensor tensor => $"{tensor.GetType().Name} [{string.Join(", ", tensor.shape)}]",
        { } module => module.GetType().Name.Split('`', 2)[0],
    };
}
