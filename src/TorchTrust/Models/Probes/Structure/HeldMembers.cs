
namespace TorchTrust.Models.Probes;

/// <summary>
/// The fields and collections of an instance that refer to what is registered, and to what they referred: a conversion
/// replaces registered tensors, and leaves behind whoever else held them.
/// </summary>
internal sealed class HeldMembers
{
    private readonly IReadOnlyList<(string Holder, string Member)> _pairs;

    private HeldMembers(IReadOnlyList<(string, string)> pairs) => _pairs = pairs;

    /// <summary>Remembers who holds what.</summary>
    public static HeldMembers Of(object model)
    {
        IReadOnlyList<TensorPlace> places = TensorPlaces.Of(model);
        Dictionary<nint, string> registered = places.Where(place => place.IsRegistered && !place.Tensor.IsInvalid)
            .DistinctBy(place => place.Tensor.Handle).ToDictionary(place => place.Tensor.Handle, place => place.Path);
        return new HeldMembers(
        [
            .. places.Where(place => !place.IsRegistered && !place.Tensor.IsInvalid && registered.ContainsKey(place.Tensor.Handle))
                .Select(place => (place.Path, registered[place.Tensor.Handle])),
        ]);
    }

    /// <summary>The holders that refer to another tensor now than what is registered, or to one that was disposed.</summary>
    /// <remarks>Where a registration itself was disposed, with one that it shares its parameter with, the tie is at fault.</remarks>
    public IReadOnlyList<(string Holder, string Member, bool IsDisposed)> Stale(object model)
    {
        IReadOnlyDictionary<string, TensorPlace> places = TensorPlaces.ByPath(model);
        return
        [
            .. from pair in _pairs
               let holder = places.GetValueOrDefault(pair.Holder)
               let member = places.GetValueOrDefault(pair.Member)
               where holder is not null && member is not null && !IsDisposedWithItsTwin(places, pair.Holder)
                   && (holder.Tensor.IsInvalid || member.Tensor.IsInvalid || holder.Tensor.Handle != member.Tensor.Handle)
               select (pair.Holder, pair.Member, holder.Tensor.IsInvalid),
        ];
    }

    private static bool IsDisposedWithItsTwin(IReadOnlyDictionary<string, TensorPlace> places, string holder) =>
        places.Values.Any(
            place => place is { IsRegistered: true, Tensor.IsInvalid: true } && TensorPlaces.NameOfField(place.Path) == holder);
}
