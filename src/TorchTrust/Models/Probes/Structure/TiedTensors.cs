using TorchTrust.Probes;
using static TorchSharp.torch;

namespace TorchTrust.Models.Probes;

/// <summary>The groups of places of an instance that share one parameter, or its memory.</summary>
internal static class TiedTensors
{
    /// <summary>Each group by its paths; the fields that merely name what their own module has registered are none.</summary>
    public static IReadOnlyList<IReadOnlyList<string>> In(object model)
    {
        using var scope = NewDisposeScope();
        return
        [
            .. TensorPlaces.Of(model)
                .Where(place => place.Kind != TensorPlaceKind.RegisteredField && !place.Tensor.IsInvalid)
                .DistinctBy(place => place.Path)
                .GroupBy(place => Identity(place.Tensor))
                .Where(group => group.Count() > 1 && group.Any(place => place.Kind == TensorPlaceKind.Parameter))
                .Select(group => (IReadOnlyList<string>)[.. group.Select(place => place.Path)]),
        ];
    }

    /// <summary>The paths of a group that no longer share what the first of them refers to; those that are gone count, too.</summary>
    public static IReadOnlyList<string> Apart(object model, IReadOnlyList<string> group)
    {
        using var scope = NewDisposeScope();
        IReadOnlyDictionary<string, TensorPlace> places = TensorPlaces.ByPath(model);
        return
        [
            .. group.Skip(1).Where(path => !(places.TryGetValue(group[0], out TensorPlace? first)
                && places.TryGetValue(path, out TensorPlace? other) && TensorMemory.IsShared(first.Tensor, other.Tensor))),
        ];
    }

    private static nint Identity(Tensor tensor) => TensorMemory.AddressOf(tensor) is var address and not 0 ? address : tensor.Handle;
}
