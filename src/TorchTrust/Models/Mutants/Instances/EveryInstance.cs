using TorchTrust.Mutants;

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
    /// <returns>Mends them all on dispose; null where the fault cannot be made in the live instance.</returns>
    public static IDisposable? Break(ModelSession session, Func<object, Action?> breakOne)
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
        ForgetStructure(session);
        return new Revert(() =>
        {
            acquittal.Dispose();
            session.OnBuilt.Remove(breakLater);
            mends.ForEach(each => each());
            ForgetStructure(session);
        });
    }

    private static void ForgetStructure(ModelSession session)
    {
        session.ForgetStructure();
        session.Twins.ForEach(twin => twin.ForgetStructure());
    }
}
