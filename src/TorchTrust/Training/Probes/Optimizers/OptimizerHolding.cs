using TorchSharp.Modules;
using static TorchSharp.torch;

namespace TorchTrust.Training.Probes;

/// <summary>What an optimizer holds.</summary>
/// <param name="Optimizer">Its path.</param>
/// <param name="Held">The paths of its parameters in the loop, one as often as it is held.</param>
/// <param name="Disposed">The number of its parameters that were disposed.</param>
/// <param name="Foreign">The number of its live parameters that the loop does not hold elsewhere.</param>
/// <param name="IsStale">It has no state for a parameter that its list gives now.</param>
internal sealed record OptimizerHolding(string Optimizer, IReadOnlyList<string> Held, int Disposed, int Foreign, bool IsStale)
{
    /// <summary>Looks at an optimizer of a loop.</summary>
    public static OptimizerHolding Of(LoopMembers members, string path, optim.Optimizer optimizer)
    {
        Parameter[] parameters = [.. optimizer.parameters()];
        Parameter[] live = [.. parameters.Where(parameter => !parameter.IsInvalid)];
        string?[] paths = [.. live.Select(members.PathOf)];
        return new OptimizerHolding(
            path,
            [.. paths.OfType<string>()],
            parameters.Length - live.Length,
            paths.Count(found => found is null),
            live.Length == parameters.Length && !HasState(optimizer));
    }

    /// <summary>
    /// The list may be lazy and show what the model has now, while the state is that of what it had: only the state tells.
    /// </summary>
    private static bool HasState(optim.Optimizer optimizer)
    {
        try
        {
            _ = (optimizer as OptimizerHelper)?.state_dict();
            return true;
        }
        catch (KeyNotFoundException)
        {
            return false;
        }
    }
}
