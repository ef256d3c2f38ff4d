namespace TorchTrust.Probes;

/// <summary>
/// What was measured of a live subject while one check ran and is being proven. A check asks here for what is costly, and says
/// which facet of the subject it tells of; while a fault is in the subject, what the fault leaves as it is comes from here, and
/// all else is measured again.
/// </summary>
internal sealed class Measurements
{
    private readonly Dictionary<object, object?> _kept = [];
    private readonly List<IDisposable> _ofFault = [];
    private Facet _steady = Facet.All;

    /// <summary>What was measured before, or else what is measured now; disposed here where it can be disposed.</summary>
    /// <param name="facet">What of the subject it tells of.</param>
    /// <param name="key">What is measured, and at which point, in which mode, of which part: a tuple.</param>
    /// <param name="measure">Measures it. Tensors must be detached from the present dispose scope.</param>
    public T Of<T>(Facet facet, object key, Func<T> measure)
    {
        if (!IsSteady(facet))
        {
            T ofFault = measure();
            _ofFault.AddRange(Disposables(ofFault));
            return ofFault;
        }

        if (!_kept.TryGetValue(key, out object? value))
        {
            value = measure();
            _kept.Add(key, value);
        }

        return (T)value!;
    }

    /// <summary>Whether a fault that is in the subject leaves a facet as it is; true where none is in it.</summary>
    public bool IsSteady(Facet facet) => (_steady & facet) == facet;

    /// <summary>Remembers what was seen of the whole subject.</summary>
    public void Note<T>(object key, T value) => _kept[key] = value;

    /// <summary>What was noted of the whole subject, or a default where the check has not run on it here.</summary>
    public T Noted<T>(object key, T otherwise) => _kept.TryGetValue(key, out object? value) ? (T)value! : otherwise;

    /// <summary>A fault is in the subject until the result is disposed.</summary>
    /// <param name="steady">What it leaves as it is.</param>
    public IDisposable Under(Facet steady)
    {
        _steady = steady;
        return new FaultyTime(this);
    }

    /// <summary>Forgets everything: the check has ended, or what was measured is no more.</summary>
    public void Forget()
    {
        DisposeOfFault();
        IDisposable[] disposables = [.. _kept.Values.SelectMany(Disposables)];
        _kept.Clear();
        Array.ForEach(disposables, each => each.Dispose());
    }

    private static IEnumerable<IDisposable> Disposables(object? value) => value is IDisposable disposable ? [disposable] : [];

    private void DisposeOfFault()
    {
        _ofFault.ForEach(each => each.Dispose());
        _ofFault.Clear();
    }

    private sealed class FaultyTime(Measurements measurements) : IDisposable
    {
        public void Dispose()
        {
            measurements.DisposeOfFault();
            measurements._steady = Facet.All;
        }
    }
}
