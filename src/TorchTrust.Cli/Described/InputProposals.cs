using Mono.Cecil;
using TorchTrust.Models.Described;

namespace TorchTrust.Cli.Described;

/// <summary>
/// Inputs that a model may take, the likeliest first: from what its first layers take, and from the numbers that its constructor is
/// given.
/// </summary>
internal static class InputProposals
{
    private static readonly long[] _images = [32, 28, 64, 224, 16, 8];
    private static readonly long[] _lengths = [16, 64, 128, 256];
    private static readonly long[] _volumes = [16, 32, 8];

    /// <summary>Proposes them.</summary>
    /// <param name="layers">What the layers take, in the order in which they are registered.</param>
    /// <param name="forward">The call of the model.</param>
    /// <param name="model">How it is built.</param>
    /// <returns>Texts for <c>--input</c>; none where the layers tell nothing, or where the model takes what is no tensor.</returns>
    public static IReadOnlyList<string> Of(IReadOnlyList<LayerInput> layers, MethodDefinition forward, NewValue model)
    {
        ParameterDefinition[] tensors = [.. forward.Parameters.Where(parameter => !parameter.IsOptional && !parameter.HasConstant)];
        if (layers.Count == 0 || tensors.Length == 0 || tensors.Any(parameter => !InputReader.TakesTensor(parameter)))
        {
            return [];
        }

        long[] given = [.. model.Arguments.SelectMany(Numbers).Where(number => number is >= 4 and <= 1024).Distinct()];
        if (tensors.Length == 1)
        {
            return [.. Alternatives(layers[0], given)];
        }

        // Several tensors: each from a layer of its own, or all from the first.
        LayerInput[] own = layers.Count >= tensors.Length
            ? [.. layers.Take(tensors.Length)]
            : [.. Enumerable.Repeat(layers[0], tensors.Length)];
        LayerInput[] same = [.. Enumerable.Repeat(layers[0], tensors.Length)];
        return [.. Together(own, given).Concat(Together(same, given)).Distinct()];
    }

    private static IEnumerable<string> Together(LayerInput[] layers, long[] given)
    {
        string[][] each = [.. layers.Select(layer => Alternatives(layer, given).ToArray())];
        return Enumerable.Range(0, each.Max(texts => texts.Length))
            .Select(index => string.Join("; ", each.Select(texts => texts[Math.Min(index, texts.Length - 1)])));
    }

    private static IEnumerable<string> Alternatives(LayerInput layer, long[] given) => layer.Kind switch
    {
        LayerKind.Linear => [$"float[n,{layer.Size}]", .. _lengths.Take(1).Select(length => $"float[n,{length},{layer.Size}]")],
        LayerKind.Convolution1d => given.Concat(_lengths).Distinct().Select(length => $"float[n,{layer.Size},{length}]"),
        LayerKind.Convolution2d => given.Concat(_images).Distinct().Select(side => $"float[n,{layer.Size},{side},{side}]"),
        LayerKind.Convolution3d => given.Concat(_volumes).Distinct().Select(side => $"float[n,{layer.Size},{side},{side},{side}]"),
        LayerKind.Embedding => given.Where(length => length <= 64).Prepend(16).Append(8).Distinct()
            .Select(length => $"long[n,{length}] in 0..{layer.Size - 1}"),
        LayerKind.Recurrent => [$"float[n,16,{layer.Size}]", $"float[16,n,{layer.Size}]"],
        _ => [],
    };

    private static IEnumerable<long> Numbers(DescribedValue? value) => value switch
    {
        PlainValue { Value: int number } => [number],
        PlainValue { Value: long number } => [number],
        SequenceValue sequence => sequence.Items.SelectMany(Numbers),
        NewValue made => made.Arguments.SelectMany(Numbers),
        _ => [],
    };
}
