using TorchTrust.Probes;

namespace TorchTrust.Models.Probes;

/// <summary>Calls the project's own way to save and to load.</summary>
internal static class OwnPersistence
{
    /// <summary>Saves a session's model.</summary>
    /// <exception cref="SubjectException">The project's code threw.</exception>
    public static void Save(ModelSession session, string path) =>
        SubjectException.Guard("saving the model by the declared code", () =>
    {
        session.Persistence!.Value.Save(session.Model, path);
        return true;
    });

    /// <summary>Loads a file into a session's model.</summary>
    /// <exception cref="SubjectException">The project's code threw.</exception>
    public static void Load(ModelSession session, string path) =>
        SubjectException.Guard("loading the model by the declared code", () =>
    {
        session.Persistence!.Value.Load(session.Model, path);
        return true;
    });
}
