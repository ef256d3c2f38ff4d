using TorchTrust.Mutants;
using static TorchSharp.torch;

namespace TorchTrust.Models.Mutants;

/// <summary>
/// Puts a fault into the live instance of a session, into its twins that are there, and into those that it builds while the
/// fault is there.
/// </summary>
internal static class EveryInstance
{
    /// <summary>Breaks them.</summary>
    /// <param name="session">The session.</param>
    /// <param name="breakOne">Breaks one instance and gives what mends it; null where the fault cannot be made.</param>
    /// <param name="editsRegistrations">Whether it edits what is registered: then what was derived from that is forgotten.</param>
    /// <returns>Mends them all on dispose; null where the fault cannot be made in the live instance.</returns>
    public static IDisposable? Break(ModelSession session, Func<object, Action?> breakOne, bool editsRegistrations = true)
    {
        if (breakOne(session.Model) is not { } mend)
        {
            return null;
        }

        List<Action> mends = [mend];
        Action<object> breakLater = instance =>
        {
            if (breakOne(instance) is { } mendLater)
            {
                mends.Add(mendLater);
            }
        };
        session.Twins.ForEach(twin => breakLater(twin.Model));
        session.OnBuilt.Add(breakLater);
        IDisposable acquittal = session.Instruments.Acquit();
        Forget();
        return new Revert(() =>
        {
            acquittal.Dispose();
            session.OnBuilt.Remove(breakLater);
            mends.ForEach(each => each());
            Forget();
        });

        void Forget()
        {
            if (editsRegistrations)
            {
                session.ForgetStructure();
                session.Twins.ForEach(twin => twin.ForgetStructure());
            }
        }
    }

    /// <summary>
    /// The module at a place of an instance, where what the session or a twin of it has derived from its registrations is still so.
    /// </summary>
    /// <param name="session">The session.</param>
    /// <param name="instance">Its live instance, that of a twin, or another.</param>
    /// <param name="path">The path of the module.</param>
    public static nn.Module? ModuleAt(ModelSession session, object instance, string path)
    {
        ModelSession? known = session.Twins.Prepend(session).FirstOrDefault(each => ReferenceEquals(each.Model, instance));
        return (known?.Modules ?? ModelSession.ModulesOf(instance)).FirstOrDefault(entry => entry.Path == path).Module;
    }
}
