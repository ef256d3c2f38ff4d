using TorchTrust.Checks;
using TorchTrust.Models.Mutants;
using TorchTrust.Models.Probes;
using TorchTrust.Mutants;
using TorchTrust.Probes;
using static TorchSharp.torch;

namespace TorchTrust.Models.Checks.State;

/// <summary>A model that loads the saved state of another gives the same bits, whatever it was before.</summary>
[Check(
    "state-survives-save-and-load",
    "a loaded model gives the outputs of the saved one, bit for bit",
    CheckArea.State,
    Need = Need.MutatesState)]
internal sealed class StateSurvivesSaveAndLoad : ModelCheck
{
    /// <inheritdoc/>
    public override string Why =>
        "What is not in the state is lost with the process: the loaded model predicts something else, and nothing throws.";

    /// <inheritdoc/>
    public override string Remedy =>
        "Register what is named: as a field of type Parameter or Module before RegisterComponents(), by register_buffer, or in a "
            + "ModuleList. What is computed "
            + "from parameters, compute when it is needed. Where it is kept out on purpose, declare it: "
            + "subject.KeepsUnregisteredOnPurpose(pattern, reason).";

    /// <inheritdoc/>
    public override IReadOnlyList<string> ExplainedBy => [CheckIds.EverythingIsRegistered];

    /// <inheritdoc/>
    public override string Declaration => ".KeepsUnregisteredOnPurpose(\"{place}\", \"why it is right\")";

    /// <inheritdoc/>
    public override IReadOnlyList<Mutant> Mutants { get; } = [new SkipInState()];

    /// <inheritdoc/>
    protected override string? NotApplicable(ModelSubject subject) => subject.Lifetime == SubjectLifetime.Fresh
        ? null
        : "There is one instance only. Declare how to build another: ModelSubject.For(() => new …).";

    /// <inheritdoc/>
    protected override CheckOutcome Run(ModelSession session, CheckContext context)
    {
        try
        {
            _ = Save(session);
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            return CheckOutcome.Inconclusive($"TorchSharp's own save does not take this model: {exception.Message}");
        }

        return new StateRoundTrip(session, context, Save).Decide();
    }

    /// <summary>Saves by TorchSharp's own means, into memory.</summary>
    public static Action<ModelSession> Save(ModelSession from)
    {
        byte[][] states = [.. from.Roots.Select(Bytes)];
        return to =>
        {
            try
            {
                Load(to, states);
            }
            catch (SubjectException)
            {
                // What the first call registers is not there before it.
                to.RunOn(to.Inputs(), ForwardMode.Eval);
                Load(to, states);
            }
        };
    }

    /// <summary>The state of a module in TorchSharp's own format.</summary>
    public static byte[] Bytes(nn.Module root)
    {
        using var stream = new MemoryStream();
        root.save(stream);
        return stream.ToArray();
    }

    private static void Load(ModelSession to, byte[][] states)
    {
        foreach ((nn.Module root, byte[] state) in to.Roots.Zip(states))
        {
            using var stream = new MemoryStream(state);
            SubjectException.Guard("loading what was saved of another instance", () => root.load(stream));
        }
    }
}
