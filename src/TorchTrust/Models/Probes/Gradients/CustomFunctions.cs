using TorchTrust.Probes;

namespace TorchTrust.Models.Probes;

/// <summary>Finds whether the code of a subject applies a function with a backward pass of its own.</summary>
internal static class CustomFunctions
{
    /// <summary>The names of the functions that forward or the declared loss can apply.</summary>
    public static IReadOnlyList<string> In(ModelSession session) =>
    [
        .. UserCode.ReachedFrom(UserCode.Of(session.Model)
                .Concat(UserCode.OfDelegates(session.Model)).Concat(UserCode.OfDelegates(session.Subject.Forward))
                .Concat(UserCode.OfDelegates(session.Subject.Loss)))
            .Select(UserCode.CustomFunctionOf).OfType<string>().Distinct(),
    ];
}
