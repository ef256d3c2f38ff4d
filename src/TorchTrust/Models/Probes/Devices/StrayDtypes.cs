using TorchTrust.Probes;
using static TorchSharp.torch;

namespace TorchTrust.Models.Probes;

/// <summary>
/// Finds the calls of woven code that make tensors of the default dtype, or of one that is written there, which others meet.
/// </summary>
internal sealed class StrayDtypes : CallObserver
{
    private readonly Dictionary<CallSite, StrayCall> _made = [];
    private CallSite? _turned;
    private ScalarType _dtype;
    private ScalarType? _asked;

    private StrayDtypes()
        : base(CallKind.Creation)
    {
    }

    /// <summary>
    /// The calls that alone, with what they give in another dtype, change the dtype of an output of the model or of a module,
    /// or let the model throw.
    /// </summary>
    /// <param name="session">The session; its state is altered.</param>
    /// <param name="asked">The dtype that the calls ask for; null for those that ask for none.</param>
    /// <param name="dtype">The other dtype.</param>
    /// <param name="mode">The mode.</param>
    /// <param name="step">Told what is about to be done.</param>
    public static IReadOnlyList<StrayCall> Find(
        ModelSession session, ScalarType? asked, ScalarType dtype, ForwardMode mode, Action<string> step)
    {
        var watch = new StrayDtypes { _dtype = dtype, _asked = asked };
        using IDisposable watching = WovenCode.Watch(watch);
        string expected = Run(session, mode);
        var found = new List<StrayCall>();
        foreach (StrayCall made in watch._made.Values.ToList())
        {
            step($"giving in {dtype} what {made.Site} makes");
            watch._turned = made.Site;
            if (Run(session, mode) != expected)
            {
                found.Add(made);
            }
        }

        return found;
    }

    /// <inheritdoc/>
    public override void Calling(WovenCall call)
    {
        if (_turned is not null && call.Site == _turned)
        {
            call.ReplaceResult(result => result is Tensor { IsInvalid: false } made && made.is_floating_point() ? made.to(_dtype) : result);
        }
    }

    /// <inheritdoc/>
    public override void Called(WovenCall call)
    {
        if (_turned is null && call.Result is Tensor { IsInvalid: false } made && made.dim() > 0 && made.is_floating_point()
            && call.TryArgument("dtype", out object? dtype) && Equals(dtype, _asked) && !call.Arguments.Any(argument => argument is Tensor))
        {
            lock (_made)
            {
                _made.TryAdd(call.Site, new StrayCall(
                    call.Site, _asked is null ? DeviceOrigin.Default : DeviceOrigin.Literal, made.shape, made.dtype, IsKept: false));
            }
        }
    }

    /// <summary>The dtypes of all outputs, of modules and of the model; what was thrown, if it was.</summary>
    private static string Run(ModelSession session, ForwardMode mode)
    {
        using var scope = NewDisposeScope();
        ForwardResult? result = null;
        try
        {
            ModuleTrace trace = ModuleTrace.During(session, () => result = session.Run(session.Inputs(), mode));
            return string.Join(' ', trace.Calls.SelectMany(call => call.Signature).Select(leaf => leaf.Dtype)
                .Concat(result!.Leaves.Select(leaf => leaf.Tensor.dtype)));
        }
        catch (SubjectException thrown)
        {
            return thrown.Message;
        }
    }
}
