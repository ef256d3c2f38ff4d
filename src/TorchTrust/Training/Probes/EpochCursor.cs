using TorchTrust.Probes;

namespace TorchTrust.Training.Probes;

/// <summary>Finds the n-th batch of all epochs in a row. Going on is cheap, going back begins anew.</summary>
/// <param name="epoch">Gives the batches of the n-th epoch of a loop.</param>
/// <param name="loop">The loop.</param>
internal sealed class EpochCursor(Func<object, long, IEnumerable<object?>> epoch, object loop) : IDisposable
{
    private IEnumerator<object?>? _batches;
    private long _epoch = -1;
    private long _next;

    /// <summary>Gives the n-th batch, from 0.</summary>
    /// <exception cref="SubjectException">The user's code threw, or an epoch has no batch.</exception>
    public object? At(long n)
    {
        if (n < _next)
        {
            Dispose();
            (_epoch, _next) = (-1, 0);
        }

        while (_next < n)
        {
            Next();
        }

        return Next();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _batches?.Dispose();
        _batches = null;
    }

    private object? Next() => SubjectException.Guard($"taking batch {_next}", () =>
    {
        if (_batches?.MoveNext() != true)
        {
            Dispose();
            _epoch++;
            _batches = epoch(loop, _epoch).GetEnumerator();
            if (!_batches.MoveNext())
            {
                throw new InvalidOperationException($"epoch {_epoch} has no batch");
            }
        }

        _next++;
        return _batches.Current;
    });
}
