using TorchTrust.Checks;
using TorchTrust.Probes;
using static TorchSharp.torch;

namespace TorchTrust.Models.Probes;

/// <summary>Where a change of the input is lost: the first module that takes other values and gives the same.</summary>
internal static class LostChange
{
    /// <summary>The path of the module; null where no call shows it.</summary>
    /// <param name="session">The session.</param>
    /// <param name="inputs">What is given.</param>
    /// <param name="changed">What is given after the change.</param>
    public static string? Find(ModelSession session, ModelInputs inputs, ModelInputs changed)
    {
        using var scope = NewDisposeScope();
        ModuleTrace one = ModuleTrace.During(session, () => session.Run(inputs, ForwardMode.Eval), keepsContent: true);
        ModuleTrace two = ModuleTrace.During(session, () => session.Run(changed, ForwardMode.Eval), keepsContent: true);
        return one.Calls.Zip(two.Calls)
            .TakeWhile(pair => pair.First.Path == pair.Second.Path)
            .FirstOrDefault(pair =>
                !Agree(pair.First.Inputs, pair.Second.Inputs) && Agree(pair.First.Outputs, pair.Second.Outputs)).First?.Path;
    }

    /// <summary>Whether tensors are the same but for the rounding of sums in another order.</summary>
    private static bool Agree(IReadOnlyList<(string Path, Tensor Tensor)> a, IReadOnlyList<(string Path, Tensor Tensor)> b) =>
        a.Count == b.Count && a.Zip(b).All(pair => pair.First.Tensor.shape.AsSpan().SequenceEqual(pair.Second.Tensor.shape)
            && (TensorBits.AreEqual(pair.First.Tensor, pair.Second.Tensor) || IsRounding(pair.First.Tensor, pair.Second.Tensor)));

    private static bool IsRounding(Tensor a, Tensor b) => a.is_floating_point()
        && TensorDistance.Between(a, b) <= TensorDistance.Scale(a) * finfo(a.dtype).eps * Thresholds.RoundingInSingle;
}
