using TorchSharp;
using static TorchSharp.torch;

namespace TorchTrust.Datasets.Reading;

/// <summary>
/// Runs the user's code so that no scope of ours owns what it makes. A data set may keep a tensor that it gives (a cache), and
/// nobody can tell: so what is read is never disposed by us, but left to the garbage collector, which is called before much
/// native memory has piled up.
/// </summary>
internal static class UsersTensors
{
    /// <summary>The number of tensors after which the collector is called, if they are small.</summary>
    private const long MaximumTensors = 1 << 16;

    /// <summary>The number of bytes after which the collector is called.</summary>
    private const long MaximumBytes = 64 << 20;

    [ThreadStatic]
    private static long _bytes;

    [ThreadStatic]
    private static long _tensors;

    /// <summary>Runs what makes tensors.</summary>
    public static T From<T>(Func<T> run)
    {
        CollectWhereMuchWasMade();
        using DisposeScope scope = NewDisposeScope();
        try
        {
            return run();
        }
        finally
        {
            IDisposable[] made = [.. scope.DisposablesView];
            foreach (IDisposable each in made)
            {
                Count(each as Tensor);
            }

            scope.Detach(made);
        }
    }

    private static void Count(Tensor? tensor)
    {
        if (tensor is null || tensor.IsInvalid)
        {
            return;
        }

        _tensors++;
        _bytes += tensor.numel() * tensor.element_size();
    }

    private static void CollectWhereMuchWasMade()
    {
        if (_bytes < MaximumBytes && _tensors < MaximumTensors)
        {
            return;
        }

        _bytes = 0;
        _tensors = 0;
        GC.Collect(1, GCCollectionMode.Forced, blocking: true);
        GC.WaitForPendingFinalizers();
    }
}
