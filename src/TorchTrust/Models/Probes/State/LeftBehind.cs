using TorchTrust.Probes;
using static TorchSharp.torch;

namespace TorchTrust.Models.Probes;

/// <summary>A tensor of an instance that a conversion or a move did not reach.</summary>
/// <param name="Path">The way to it.</param>
/// <param name="Dtype">The dtype that it still has.</param>
/// <param name="Shape">Its shape.</param>
/// <param name="Reason">Why it was not reached, in words that follow "it".</param>
internal sealed record LeftBehind(string Path, ScalarType Dtype, long[] Shape, string Reason)
{
    /// <summary>Whether it is a buffer that is not saved, which TorchSharp 0.107 neither converts nor moves.</summary>
    public bool IsTransient { get; private init; }

    /// <summary>All of them, those apart that are declared to be kept aside on purpose.</summary>
    /// <param name="session">The session whose subject declares.</param>
    /// <param name="model">The converted instance.</param>
    /// <param name="misses">Whether a tensor should have been reached and was not.</param>
    public static IReadOnlyList<LeftBehind> After(ModelSession session, object model, Func<Tensor, bool> misses)
    {
        var registry = Registered.Under(ModelSession.RootsOf(model));
        Dictionary<nint, TensorPlace> registered = TensorPlaces.Of(model)
            .Where(place => place.IsRegistered && !place.Tensor.IsInvalid && registry.Holds(place.Tensor))
            .DistinctBy(place => place.Tensor.Handle).ToDictionary(place => place.Tensor.Handle);
        return
        [
            .. ObjectGraph.Walk(model)
                .Where(node => node.Value is Tensor { IsInvalid: false } tensor && misses(tensor)
                    && !session.Subject.Facts.Unregistered.Any(
                        fact => Unregistered.Ancestors(node.Path).Prepend(node.Path).Any(fact.Covers)))
                .Select(node => Describe(node.Path, (Tensor)node.Value, registered)),
        ];
    }

    private static LeftBehind Describe(string path, Tensor tensor, Dictionary<nint, TensorPlace> registered) => new(
        path,
        tensor.dtype,
        tensor.shape,
        registered.TryGetValue(tensor.Handle, out TensorPlace? place)
            ? place.Kind == TensorPlaceKind.TransientBuffer
                ? "stays as it is: it is a buffer that is not saved, and TorchSharp 0.107 neither converts nor moves those, which is a "
                    + "defect of its own"
                : "is registered and stays as it is all the same"
            : "is not registered and stays as it is")
    {
        IsTransient = place?.Kind == TensorPlaceKind.TransientBuffer,
    };
}
