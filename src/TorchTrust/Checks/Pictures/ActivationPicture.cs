using TorchTrust.Probes;
using static TorchSharp.torch;

namespace TorchTrust.Checks.Pictures;

/// <summary>How large the outputs of each module are, in the order in which they return.</summary>
internal static class ActivationPicture
{
    /// <summary>The picture; null where no module can be watched.</summary>
    /// <param name="session">The session.</param>
    /// <param name="run">Runs it as when something was seen.</param>
    /// <param name="culprit">The path of the module that the check speaks of.</param>
    public static BarPicture? Draw(ModelSession session, Action run, string? culprit)
    {
        using var scope = NewDisposeScope();
        Bar[] bars =
        [
            .. ModuleTrace.During(session, run, keepsContent: true).Calls.GroupBy(call => call.Path).Select(calls => new Bar(
                calls.Key.Length == 0 ? session.Subject.Name : calls.Key,
                calls.SelectMany(call => call.Outputs).Select(leaf => SizeOf(leaf.Tensor)).DefaultIfEmpty(0).Max())
            {
                IsCulprit = calls.Key == culprit,
            }),
        ];
        return bars.Length == 0
            ? null
            : PictureSize.Bars("Size of what each module returns", "largest absolute value", bars, "In the order in which the modules return.");
    }

    private static double SizeOf(Tensor tensor) =>
        !(tensor.is_floating_point() || tensor.is_complex()) ? 0
        : NonFiniteOrigin.HasNan(tensor) || NonFiniteOrigin.HasInfinity(tensor) ? double.PositiveInfinity
        : Outputs.Scale(tensor);
}
