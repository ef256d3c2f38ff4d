using TorchTrust.Mutants;
using TorchTrust.Subjects;

namespace TorchTrust.Models.Mutants;

/// <summary>Lets the project's own loading swallow what is thrown, as a catch-all around it does.</summary>
internal sealed class SwallowRefusal : Mutant
{
    /// <inheritdoc/>
    public override string Name => "swallow-refusal";

    /// <inheritdoc/>
    public override string Description => "swallows what loading throws";

    /// <inheritdoc/>
    public override IReadOnlyList<string> Sites(ISubjectSession session) =>
        ((ModelSession)session).Persistence is null ? [] : [""];

    /// <inheritdoc/>
    public override IDisposable? Apply(ISubjectSession session, string site)
    {
        var model = (ModelSession)session;
        if (model.Persistence is not { } persistence)
        {
            return null;
        }

        void LoadInSilence(object instance, string path)
        {
            try
            {
                persistence.Load(instance, path);
            }
            catch (Exception exception) when (exception is not OperationCanceledException)
            {
                // This is the fault.
            }
        }

        model.Persistence = (persistence.Save, LoadInSilence);
        return new Revert(() => model.Persistence = persistence);
    }
}
