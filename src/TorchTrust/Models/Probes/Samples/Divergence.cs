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

    /// <summary>Gives the part of a tensor that must agree; null where it cannot be told.</summary>
    /// <param name="module">The path of the module.</param>
    /// <param name="isArgument">Whether the module takes the tensor, or gives it.</param>
    /// <param name="path">The path of the tensor.</param>
    /// <param name="tensor">The tensor.</param>
    public delegate Tensor? Part(string module, bool isArgument, string path, Tensor tensor);

    /// <summary>What must agree in two runs.</summary>
    /// <param name="First">The part of a tensor of the first run.</param>
    /// <param name="Second">The part of a tensor of the second run.</param>
    /// <param name="Agree">Whether two parts of one shape do.</param>
    public sealed record Parts(Part First, Part Second, Func<Tensor, Tensor, bool> Agree);

    /// <summary>Modules below the place of which nothing was seen, so that it may be in one of them.</summary>
    private IReadOnlyList<string> Silent { get; init; } = [];

    /// <summary>Whether the arguments of <see cref="Before"/> only may differ: which part of them must agree cannot be told.</summary>
    private bool MayBeWithin { get; init; }

    /// <summary>Compares two runs of one session in all that modules take and give.</summary>
    public static Divergence? Find(ModuleTrace first, ModuleTrace second) => Find(first, second, (_, _, _, tensor) => tensor);

    /// <summary>Compares two runs of one session.</summary>
    /// <param name="first">The trace of one run, with content.</param>
    /// <param name="second">The trace of the other.</param>
    /// <param name="part">The part of a tensor that must agree.</param>
    /// <returns>Where they part, or null where no call shows it.</returns>
    /// <remarks>
    /// What cannot be told does not acquit: a module whose arguments may differ is not the origin, nor is any that runs after it,
    /// but the one around them is.
    /// </remarks>
    public static Divergence? Find(ModuleTrace first, ModuleTrace second, Part part) =>
        Find(first, second, new Parts(part, part, TensorBits.AreEqual));

    /// <summary>Compares two runs of one session in which what must agree lies at different places, or agrees within rounding.</summary>
    /// <inheritdoc cref="Find(ModuleTrace, ModuleTrace, Part)"/>
    /// <param name="first">The trace of one run, with content.</param>
    /// <param name="second">The trace of the other.</param>
    /// <param name="parts">What must agree, and how.</param>
    public static Divergence? Find(ModuleTrace first, ModuleTrace second, Parts parts)
    {
        (string Path, (Tensor A, Tensor B) Tensors, bool IsSure)? before = null;
        foreach ((ModuleCall a, ModuleCall b) in first.Calls.Zip(second.Calls))
        {
            if (a.Path != b.Path)
            {
                return null;
            }

            if (before is { } seen && !IsBelow(seen.Path, a.Path))
            {
                continue;
            }

            Comparison inputs = Compare(a.Path, isArgument: true, a.Inputs, b.Inputs, parts);
            if (inputs is { Differs: true, Where: { } differing })
            {
                before ??= (a.Path, differing, true);
            }
            else if (Compare(a.Path, isArgument: false, a.Outputs, b.Outputs, parts) is { Differs: true, Where: { } outputs })
            {
                if (inputs.Where is not null && a.Path.Length > 0)
                {
                    before = (a.Path, outputs, false);
                    continue;
                }

                Divergence place = before is { } child
                    ? new Divergence(a.Path, child.Path, child.Tensors.A, child.Tensors.B) { MayBeWithin = !child.IsSure }
                    : new Divergence(a.Path, null, outputs.A, outputs.B);
                return place with { Silent = [.. first.Silent.Where(path => IsBelow(path, a.Path))] };
            }
        }

        return null;
    }

    /// <summary>Says where, in words that follow "arises".</summary>
    public string Describe() => $"in {(Module.Length == 0 ? "the model itself" : Module)}"
        + (Before is { } child ? $", before its call of {child}{(MayBeWithin ? " or in it" : "")}" : "")
        + Unseen();

    private string Unseen()
    {
        string[] names = [.. Silent.Take(Named)];
        string more = Silent.Count > Named ? $" and {Silent.Count - Named} more" : "";
        return names.Length == 0
            ? ""
            : $", or in what it runs by forward() instead of call(), where nothing is seen: {string.Join(", ", names)}{more}";
    }

    private static bool IsBelow(string path, string ancestor) =>
        ancestor.Length == 0 || path.StartsWith($"{ancestor}.", StringComparison.Ordinal)
            || path.StartsWith($"{ancestor}[", StringComparison.Ordinal);

    /// <summary>
    /// What two lists of tensors have in common: where the parts that must agree differ, or else where such a part cannot be told of
    /// tensors that differ.
    /// </summary>
    private readonly record struct Comparison(bool Differs, (Tensor A, Tensor B)? Where);

    private static Comparison Compare(
        string module,
        bool isArgument,
        IReadOnlyList<(string Path, Tensor Tensor)> a,
        IReadOnlyList<(string Path, Tensor Tensor)> b,
        Parts parts)
    {
        using var scope = NewDisposeScope();
        (Tensor, Tensor)? untold = null;
        foreach (((string pathA, Tensor tensorA), (string pathB, Tensor tensorB)) in a.Zip(b))
        {
            if (TensorBits.AreEqual(tensorA, tensorB))
            {
                continue;
            }

            if (parts.First(module, isArgument, pathA, tensorA) is not { } x
                || parts.Second(module, isArgument, pathB, tensorB) is not { } y)
            {
                untold ??= (tensorA, tensorB);
            }
            else if (!x.shape.AsSpan().SequenceEqual(y.shape) || !parts.Agree(x, y))
            {
                return new Comparison(true, (tensorA, tensorB));
            }
        }

        return new Comparison(false, untold);
    }
}
