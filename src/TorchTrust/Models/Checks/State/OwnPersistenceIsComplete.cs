using TorchTrust.Checks;
using TorchTrust.Models.Mutants;
using TorchTrust.Models.Probes;
using TorchTrust.Mutants;
using TorchTrust.Probes;

namespace TorchTrust.Models.Checks.State;

/// <summary>What the project's own code saves and loads gives the same model, and saving leaves it as it is.</summary>
[Check(
    "own-persistence-is-complete", "the project's own saving and loading give the same model", CheckArea.State, Need = Need.MutatesState)]
internal sealed class OwnPersistenceIsComplete : ModelCheck
{
    /// <inheritdoc/>
    public override string Why =>
        "What saving leaves out, or loading skips in silence, is lost with the process: the loaded model predicts something else.";

    /// <inheritdoc/>
    public override string Remedy =>
        "Save the whole state_dict() of every module, and load it strictly (strict: true) into each. What is kept out on purpose, declare: "
            + "subject.KeepsUnregisteredOnPurpose(pattern, reason).";

    /// <inheritdoc/>
    public override string Declaration => ".KeepsUnregisteredOnPurpose(\"{place}\", \"why it is right\")";

    /// <inheritdoc/>
    public override IReadOnlyList<Mutant> Mutants { get; } = [new ForgetOnLoad()];

    /// <summary>Why a check of the project's own code does not apply.</summary>
    public static string? WhyNot(ModelSubject subject) => subject switch
    {
        { Persistence: null } => "The project's own way to save and to load is not declared: "
            + "subject.PersistsBy<MyModel>((model, path) => Save(model, path), (model, path) => Load(model, path)).",
        { Lifetime: not SubjectLifetime.Fresh } =>
            "There is one instance only. Declare how to build another: ModelSubject.For(() => new …).",
        _ => null,
    };

    /// <inheritdoc/>
    protected override string? NotApplicable(ModelSubject subject) => WhyNot(subject);

    /// <inheritdoc/>
    protected override CheckOutcome Run(ModelSession session, CheckContext context)
    {
        using var folder = new TemporaryFolder();
        if (!context.IsTrial && ChangesBySaving(session, folder) is { Count: > 0 } changes)
        {
            bool isMode = changes.All(change => change.What.Contains(" mode", StringComparison.Ordinal));
            return CheckOutcome.Failed(
                [.. changes.Select(
                    change => new Finding($"saving changes the model: {(change.Path.Length == 0 ? "it" : change.Path)} {change.What}")
                    {
                        Parameter = change.Path,
                    })],
                isMode ? Severity.Question : null,
                "Save a copy, or what state_dict() gives, and leave the model where and as it is: it is trained on.");
        }

        return new StateRoundTrip(session, context, from =>
        {
            string path = folder.NewFile();
            OwnPersistence.Save(from, path);
            return to => OwnPersistence.Load(to, path);
        }).Decide();
    }

    private static List<(string Path, string What)> ChangesBySaving(ModelSession session, TemporaryFolder folder)
    {
        foreach (TorchSharp.torch.nn.Module root in session.Roots)
        {
            root.train();
        }

        using var before = StateSnapshot.Take(session.Model);
        OwnPersistence.Save(session, folder.NewFile());
        return [.. before.Differences()];
    }
}
