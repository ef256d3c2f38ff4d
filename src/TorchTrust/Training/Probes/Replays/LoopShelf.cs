using TorchTrust.Probes;

namespace TorchTrust.Training.Probes;

/// <summary>
/// Loops that were built once and are put back each time that one is asked for. It is used where building is slow, and only after it was
/// shown that a loop that was put back does what it did when it was new, bit for bit.
/// </summary>
internal sealed class LoopShelf : IDisposable
{
    private readonly TrainingSession _session;
    private readonly List<Place> _places = [];

    private LoopShelf(TrainingSession session) => _session = session;

    /// <summary>Builds a loop and shows that it can be put back; null where it cannot.</summary>
    /// <exception cref="SubjectException">The user's code threw.</exception>
    public static LoopShelf? Prove(TrainingSession session)
    {
        var shelf = new LoopShelf(session);
        return shelf.IsAsGoodAsABuild() ? shelf : null;
    }

    /// <summary>Gives a loop as it was built, until it is given back.</summary>
    /// <param name="giveBack">Takes it back.</param>
    /// <exception cref="SubjectException">The user's code threw.</exception>
    public object Take(out Action giveBack)
    {
        Place? place = _places.Find(each => !each.IsTaken);
        if (place is not null && !place.Restore())
        {
            _places.Remove(place);
            place.Dispose();
            place = null;
        }

        place ??= Add();
        place.IsTaken = true;
        giveBack = () => place.IsTaken = false;
        return place.Loop;
    }

    /// <inheritdoc/>
    public void Dispose() => _places.ForEach(place => place.Dispose());

    private Place Add()
    {
        var place = new Place(_session.BuildBare());
        _places.Add(place);
        return place;
    }

    /// <summary>A life as it was built, and one after it was put back.</summary>
    private bool IsAsGoodAsABuild()
    {
        Place place = Add();
        try
        {
            using LoopLife first = LoopLife.Of(_session, _session.Wrap(place.Loop), saves: false);
            bool restored = place.Restore();
            using LoopLife? second = restored ? LoopLife.Of(_session, _session.Wrap(place.Loop), saves: false) : null;
            if (second is not null && first.IsSameAs(second))
            {
                return true;
            }
        }
        catch (SubjectException)
        {
            // What was put back throws: something of it was lost, and building is the way.
        }

        Dispose();
        return false;
    }

    private sealed class Place : IDisposable
    {
        private readonly StateSnapshot _state;
        private readonly LibraryState? _library;

        public Place(object loop)
        {
            Loop = loop;
            _state = StateSnapshot.Take(loop);
            _library = LibraryState.Of(new LoopMembers(loop));
        }

        public object Loop { get; }

        public bool IsTaken { get; set; }

        public bool Restore()
        {
            _state.Restore();
            return _library?.Restore() ?? false;
        }

        public void Dispose()
        {
            _state.Dispose();
            _library?.Dispose();
            LoopMembers.Dispose(Loop);
        }
    }
}
