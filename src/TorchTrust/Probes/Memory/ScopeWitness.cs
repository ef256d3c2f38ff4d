using System.Runtime.CompilerServices;
using System.Runtime.ExceptionServices;
using TorchSharp;
using static TorchSharp.torch;

namespace TorchTrust.Probes;

/// <summary>
/// Looks at the tensors of all dispose scopes of this thread when an exception is thrown, before any scope on its way is
/// left: the user's own scopes are gone by the time it is caught.
/// </summary>
internal sealed class ScopeWitness : IDisposable
{
    private readonly int _thread = Environment.CurrentManagedThreadId;
    private readonly Action<IReadOnlyList<Tensor>> _see;
    private bool _looking;

    /// <summary>Watches until disposed.</summary>
    /// <param name="see">Given the live tensors of the scopes, innermost first.</param>
    public ScopeWitness(Action<IReadOnlyList<Tensor>> see)
    {
        _see = see;
        AppDomain.CurrentDomain.FirstChanceException += Look;
    }

    /// <summary>The live tensors of all dispose scopes of this thread, innermost first.</summary>
    public static IReadOnlyList<Tensor> Live()
    {
        var tensors = new List<Tensor>();
        for (DisposeScope? scope = CurrentDisposeScope; scope is not null; scope = OuterScope(scope))
        {
            tensors.AddRange(scope.DisposablesView.OfType<Tensor>().Where(tensor => !tensor.IsInvalid));
        }

        return tensors;
    }

    /// <inheritdoc/>
    public void Dispose() => AppDomain.CurrentDomain.FirstChanceException -= Look;

    private void Look(object? sender, FirstChanceExceptionEventArgs arguments)
    {
        if (_looking || Environment.CurrentManagedThreadId != _thread)
        {
            return;
        }

        _looking = true;
        _see(Live());
        _looking = false;
    }

    [UnsafeAccessor(UnsafeAccessorKind.Method, Name = "get_OuterScope")]
    private static extern DisposeScope? OuterScope(DisposeScope scope);
}
