using System.Runtime.CompilerServices;
using TorchSharp;
using TorchTrust.Probes;
using static TorchSharp.torch;

namespace TorchTrust.Models.Probes;

/// <summary>
/// Tries what a call that does not follow its neighbours would come to on another device: what it gives, and nothing else, is
/// put on <c>meta</c>, and the model runs on. Where it is moved to a neighbour's device, or read as a number, that is right on
/// any device: it goes on as what it was, and where something was computed of it, which has no content, the trial ends there.
/// </summary>
internal sealed class StrayTrial : CallObserver
{
    private readonly StrayCall _stray;
    private readonly DeviceWatch _watch;
    private readonly ConditionalWeakTable<Tensor, Tensor> _made = [];

    private StrayTrial(StrayCall stray, DeviceWatch watch)
        : base(CallKind.Creation | CallKind.Move | CallKind.Number) => (_stray, _watch) = (stray, watch);

    /// <summary>What came of it.</summary>
    /// <param name="Fault">What is wrong, in words that follow "it"; null if nothing was found to be.</param>
    /// <param name="Undecided">Why it cannot be told; null if it can.</param>
    internal sealed record Outcome(string? Fault, string? Undecided)
    {
        /// <summary>It reaches no other tensor.</summary>
        public static Outcome Right { get; } = new(null, null);
    }

    /// <summary>Tries a call.</summary>
    /// <param name="session">The session; its state is altered.</param>
    /// <param name="stray">The call.</param>
    /// <param name="watch">Knows where devices come from.</param>
    /// <param name="mode">The mode.</param>
    public static Outcome Of(ModelSession session, StrayCall stray, DeviceWatch watch, ForwardMode mode)
    {
        using var scope = NewDisposeScope();
        ModelInputs inputs = session.Inputs();
        try
        {
            using (WovenCode.Watch(watch))
            using (WovenCode.Watch(new StrayTrial(stray, watch)))
            {
                ForwardResult result = session.Run(inputs, mode);
                Tensor[] strays = [.. result.Leaves.Select(leaf => leaf.Tensor).Where(tensor => IsMeta(tensor) && tensor.dim() > 0)];
                if (strays.Length > 0)
                {
                    return strays.Any(tensor => tensor.requires_grad)
                        ? new Outcome("becomes a part of the output, mixed with what lies on the device of the model", null)
                        : new Outcome(null, "it is given out, and whether that is meant cannot be told");
                }

                if (result.Leaves.All(leaf => !IsMeta(leaf.Tensor)) && session.Scalar(inputs, result) is { requires_grad: true } scalar)
                {
                    SubjectException.Guard("running backward", () =>
                    {
                        scalar.backward();
                        return true;
                    });
                }

                return Outcome.Right;
            }
        }
        catch (SubjectException thrown) when (mode == ForwardMode.Eval && BackendRefusal.IsOfEvalMode(thrown))
        {
            // What is looked for is seen in training mode, too.
            return Outcome.Right;
        }
        catch (SubjectException thrown)
        {
            return Judge(thrown);
        }
    }

    /// <inheritdoc/>
    public override void Calling(WovenCall call)
    {
        if (call.Site.Equals(_stray.Site))
        {
            call.ReplaceResult(result => result is Tensor { IsInvalid: false } made && made.dim() > 0 ? OnMeta(made) : result);
        }
        else if (call.Arguments.Length > 0 && call.Arguments[0] is Tensor { IsInvalid: false } subject && IsMeta(subject)
            && (call.Member.Kind == CallKind.Number || IsBroughtHome(call)))
        {
            call.Arguments[0] = _made.TryGetValue(subject, out Tensor? made) && !made.IsInvalid ? made : throw new BroughtHomeException();
        }
        else if (call.Member.Kind == CallKind.Move && call.Member.Name == "cpu" && call.Arguments[0] is Tensor { IsInvalid: false } kept
            && IsMeta(kept))
        {
            call.LeaveOut();
        }
    }

    private Tensor OnMeta(Tensor made)
    {
        Tensor there = made.to(META);
        _made.Add(there, made);
        return there;
    }

    private bool IsBroughtHome(WovenCall call) => call.Member.Kind == CallKind.Move && _watch.OriginOf(call) == DeviceOrigin.Neighbour
        && ((call.TryArgument("device", out object? device) && device is not null)
            || (call.TryArgument("other", out object? other) && other is Tensor { IsInvalid: false } neighbour && !IsMeta(neighbour)));

    private static Outcome Judge(SubjectException thrown)
    {
        if (thrown.InnerException is BroughtHomeException)
        {
            return Outcome.Right;
        }

        string message = thrown.InnerException?.Message ?? thrown.Message;
        bool Says(string text) => message.Contains(text, StringComparison.Ordinal);
        string where = UserFrame.Of(thrown);
        if (Says("meta") && (Says("tensors to be on the same device") || Says("to be in the same device")
            || (Says("expected device ") && Says(" but got meta"))
            || Says("Input type (")))
        {
            return new Outcome($"meets tensors on the device of the model{where}", null);
        }

        // A tensor of whole numbers on the CPU may index a tensor anywhere.
        return Says("indices should be either on")
            ? Outcome.Right
            : new Outcome(null, $"meta threw \"{Short(message)}\"{where}");
    }

    private static bool IsMeta(Tensor tensor) => tensor.device_type == DeviceType.META;

    private static string Short(string message)
    {
        string line = message.Split('\n')[0].Split(". ")[0].Trim();
        return line.Length > 110 ? line[..110] + "…" : line;
    }

    /// <summary>Ends a trial: what was computed of the tensor is where it belongs, and has no content to go on with.</summary>
    private sealed class BroughtHomeException : Exception;
}
