using System.Reflection;
using TorchTrust.Probes;

namespace TorchTrust.Losses.Probes;

/// <summary>What the compiled code of a loss says of where its gradient comes from.</summary>
internal sealed class GradientCode
{
    private static readonly string[] _stops =
    [
        "detach", "detach_", "no_grad", "inference_mode", "set_grad_enabled", "item", "requires_grad_", "ToSingle", "ToDouble",
        "op_Explicit",
    ];

    private readonly MemberInfo[] _members;

    /// <summary>Reads the code that a loss can reach.</summary>
    public GradientCode(LossSession session) => _members =
    [
        .. UserCode.ReachedFrom(
            UserCode.Of(session.Loss).Concat(UserCode.OfDelegates(session.Loss)).Concat(UserCode.OfDelegates(session.Subject.Recipe.Call))),
    ];

    /// <summary>The names of the functions with a backward pass of their own.</summary>
    public IReadOnlyList<string> CustomFunctions => [.. _members.Select(UserCode.CustomFunctionOf).OfType<string>().Distinct()];

    /// <summary>
    /// Whether anything in it can keep a gradient back, on purpose or not. The name of a woven call is followed by a number.
    /// </summary>
    public bool MayStopGradients => _members.Any(member => _stops.Contains(member.Name.Split('|')[0]));
}
