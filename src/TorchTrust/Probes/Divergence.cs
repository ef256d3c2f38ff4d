using static TorchSharp.torch;

namespace TorchTrust.Probes;

/// <summary>Where two runs part: the first module whose arguments agree and whose output does not.</summary>
/// <param name="Module">The path of the module whose own code makes the difference.</param>
/// <param name="Before">The child whose arguments differ already, where the difference arises between children.</param>
internal sealed record Divergence(string Module, string? Before)
{
    /// <summary>Compares two runs of one session.</summary>
    /// <param name="first">The trace of one run, with content.</param>
    /// <param name="second">The trace of the other.</param>
    /// <param name="part">The part of a tensor that must agree, given the path of the module and of the tensor; null for none.</param>
    /// <returns>Where they part, or null where no call shows it.</returns>
    public static Divergence? Find(ModuleTrace first, ModuleTrace second, Func<string, string, Tensor, Tensor?> part)
    {
        string? before = null;
        foreach ((ModuleCall a, ModuleCall b) in first.Calls.Zip(second.Calls))
        {
            if (a.Path != b.Path)
            {
                return null;
            }

            bool inputsDiffer = Differ(a.Inputs, b.Inputs, (path, tensor) => part(a.Path, path, tensor));
            if (inputsDiffer)
            {
                before ??= a.Path;
            }
            else if (Differ(a.Outputs, b.Outputs, (path, tensor) => part(a.Path, path, tensor)))
            {
                return new Divergence(a.Path, before is not null && before.StartsWith(a.Path, StringComparison.Ordinal) ? before : null);
            }
        }

        return null;
    }

    /// <summary>Says where, in words that follow "arises".</summary>
    public string Describe() => (Module, Before) switch
    {
        ("", null) => "in the model itself",
        ("", { } child) => $"in the model itself, before its call of {child}",
        (_, null) => $"in {Module}",
        (_, { } child) => $"in {Module}, before its call of {child}",
    };

    private static bool Differ(
        IReadOnlyList<(string Path, Tensor Tensor)> a, IReadOnlyList<(string Path, Tensor Tensor)> b, Func<string, Tensor, Tensor?> part)
    {
        using var scope = NewDisposeScope();
        return a.Zip(b).Any(pair => (part(pair.First.Path, pair.First.Tensor), part(pair.Second.Path, pair.Second.Tensor)) switch
        {
            ({ } x, { } y) => !TensorBits.AreEqual(x, y),
            _ => false,
        });
    }
}
