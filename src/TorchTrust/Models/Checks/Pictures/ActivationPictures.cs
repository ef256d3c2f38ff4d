using TorchTrust.Checks.Pictures;
using TorchTrust.Models.Probes;
using TorchTrust.Probes;
using static TorchSharp.torch;

namespace TorchTrust.Models.Checks.Pictures;

/// <summary>
/// How large the outputs of each module are, in the order in which they return, and how those are spread that came last
/// before the trouble and in it.
/// </summary>
internal static class ActivationPictures
{
    /// <summary>The pictures; none where no module can be watched.</summary>
    /// <param name="session">The session.</param>
    /// <param name="run">Runs it as when something was seen.</param>
    /// <param name="culprit">The path of the module that the check speaks of.</param>
    public static IReadOnlyList<Picture> Draw(ModelSession session, Action run, string? culprit)
    {
        using var scope = NewDisposeScope();
        IReadOnlyList<ModuleCall> calls = ModuleTrace.During(session, run, keepsContent: true).Calls;
        if (calls.Count == 0)
        {
            return [];
        }

        Bar[] bars =
        [
            .. calls.GroupBy(call => call.Path).Select(same => new Bar(Name(session, same.Key), same.Max(SizeOf))
            {
                IsCulprit = same.Key == culprit,
            }),
        ];
        IEnumerable<Picture?> histograms = Shown(calls, culprit).Select(call => ValueHistogram.Draw(
            $"What {Name(session, call.Path)} returns", call.Outputs[0].Tensor, "of one batch"));
        return
        [
            PictureSize.Bars(
                "Size of what each module returns",
                "largest absolute value",
                bars,
                "In the order in which the modules return."),
            .. histograms.OfType<Picture>(),
        ];
    }

    /// <summary>The module that the check speaks of, and the one that returned before it.</summary>
    private static IEnumerable<ModuleCall> Shown(IReadOnlyList<ModuleCall> calls, string? culprit)
    {
        int index = calls.Select(call => call.Path).ToList().IndexOf(culprit ?? "");
        return calls.Take(index + 1).TakeLast(2).Where(call => call.Outputs.Count > 0);
    }

    private static string Name(ModelSession session, string path) => path.Length == 0 ? session.Subject.Name : path;

    private static double SizeOf(ModuleCall call) =>
        call.Outputs.Select(leaf => SizeOf(leaf.Tensor)).DefaultIfEmpty(0).Max();

    private static double SizeOf(Tensor tensor) =>
        !(tensor.is_floating_point() || tensor.is_complex()) ? 0
        : NonFiniteOrigin.HasNan(tensor) || NonFiniteOrigin.HasInfinity(tensor) ? double.PositiveInfinity
        : TensorDistance.Scale(tensor);
}
