
namespace TorchTrust.Probes;

/// <summary>
/// Hears the calls of TorchSharp that woven code makes, while it is installed by <see cref="WovenCode.Watch"/>. Calls come
/// from all threads at once, and the call waits: what is read of the user's tensors is read in a scope of the observer's own
/// that is closed before it returns, and nothing is enumerated that can be enumerated once.
/// </summary>
/// <param name="kinds">What it wants to hear of.</param>
internal abstract class CallObserver(CallKind kinds)
{
    /// <summary>What it hears of.</summary>
    public CallKind Kinds { get; } = kinds;

    /// <summary>A call is about to be made, with the arguments that TorchSharp will get.</summary>
    public virtual void Calling(WovenCall call)
    {
    }

    /// <summary>A call has returned.</summary>
    public virtual void Called(WovenCall call)
    {
    }
}
