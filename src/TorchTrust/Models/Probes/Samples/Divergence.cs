using TorchTrust.Probes;
using static TorchSharp.torch;

namespace TorchTrust.Models.Probes;

/// <summary>Where two runs part: the first module whose arguments agree and whose output does not.</summary>
/// <param name="Module">The path of the module whose own code makes the difference.</param>
/// <param name="Before">The child whose arguments differ already, where the difference arises between children.</param>
/// <param name="First">The first tensor that differs, in one run.</param>
/// <param name="Second">The same tensor in the other run.</param>
internal sealed record Divergence(string Module, string? Before, Tensor First, Tensor Second)
{
    private const int Named = 4;

    /// <summary>Modules below the place of which nothing was seen, so that it may be in one of them.</summary>
    private IReadOnlyList<string> Silent { get; init; } = [];

    /// <summary>Compares two runs of one session in all that modules take and give.</summary>
    public static Divergence? Find(ModuleTrace first, ModuleTrace second) => Find(first, second, (_, _, tensor) => tensor);

    /// <summary>Compares two runs of one session.</summary>
    /// <param name="first">The trace of one run, with content.</param>
    /// <param name="second">The trace of the other.</param>
    /// <param name="part">The part of a tensor that must agree, given the path of the module and of the tensor; null for none.</param>
    /// <returns>Where they part, or null where no call shows it.</returns>
    public static Divergence? Find(ModuleTrace first, ModuleTrace second, Func<string, string, Tensor, Tensor?> part)
    {
        (string Path, (Tensor A, Tensor B) Tensors)? before = null;
        foreach ((ModuleCall a, ModuleCall b) in first.Calls.Zip(second.Calls))
        {
            if (a.Path != b.Path)
            {
                return null;
            }

            if (Differing(a.Inputs, b.Inputs, (path, tensor) => part(a.Path, path, tensor)) is { } inputs)
            {
                before ??= (a.Path, inputs);
            }
            else if (Differing(a.Outputs, b.Outputs, (path, tensor) => part(a.Path, path, tensor)) is { } outputs)
            {
                Divergence place = before is { } child && IsBelow(child.Path, a.Path)
                    ? new Divergence(a.Path, child.Path, child.Tensors.A, child.Tensors.B)
                    : new Divergence(a.Path, null, outputs.A, outputs.B);
                return place with { Silent = [.. first.Silent.Where(path => IsBelow(path, a.Path))] };
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
    } + Unseen();

    private string Unseen()
    {
        string[] names = [.. Silent.Take(Named)];
        string more = Silent.Count > Named ? $" and {Silent.Count - Named} more" : "";
        return names.Length == 0 ? "" : $", or in what it runs by forward() instead of call(), where nothing is seen: {string.Join(", ", names)}{more}";
    }

    private static bool IsBelow(string path, string ancestor) =>
        ancestor.Length == 0 || path.StartsWith($"{ancestor}.", StringComparison.Ordinal) || path.StartsWith($"{ancestor}[", StringComparison.Ordinal);

    private static (Tensor A, Tensor B)? Differing(
        IReadOnlyList<(string Path, Tensor Tensor)> a, IReadOnlyList<(string Path, Tensor Tensor)> b, Func<string, Tensor, Tensor?> part)
    {
        using var scope = NewDisposeScope();
        foreach (((string pathA, Tensor tensorA), (string pathB, Tensor tensorB)) in a.Zip(b))
        {
            if (part(pathA, tensorA) is { } x && part(pathB, tensorB) is { } y && !TensorBits.AreEqual(x, y))
            {
                return (tensorA, tensorB);
            }
        }

        return null;
    }
}
