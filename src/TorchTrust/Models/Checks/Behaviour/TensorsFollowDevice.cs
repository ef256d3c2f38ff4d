using TorchTrust.Checks;
using TorchTrust.Models.Mutants;
using TorchTrust.Models.Probes;
using TorchTrust.Mutants;
using TorchTrust.Probes;

namespace TorchTrust.Models.Checks.Behaviour;

/// <summary>
/// No tensor that the code makes lies on the default device while its neighbours lie elsewhere: found without a GPU, by
/// turning the default device to <c>meta</c>.
/// </summary>
[Check(
    "tensors-follow-device",
    "tensors that the code makes follow the device of their neighbours",
    CheckArea.Behaviour,
    Hazard = Hazard.CanAbort,
    Need = Need.MutatesState)]
internal sealed class TensorsFollowDevice : ModelCheck
{
    /// <inheritdoc/>
    public override string Why => "On a GPU this throws, or computes on the CPU what should be on the device.";

    /// <inheritdoc/>
    public override string Remedy =>
        "Make tensors like their neighbours: torch.randn_like(mean) or mean.new_zeros(shape), or pass device: mean.device.";

    /// <inheritdoc/>
    public override IReadOnlyList<Mutant> Mutants { get; } = [new MakeOnDefaultDevice()];

    /// <inheritdoc/>
    protected override CheckOutcome Run(ModelSession session, CheckContext context)
    {
        bool isSeen = DeviceWatch.Sees(session);
        StrayCalls.Outcome strays = isSeen
            ? StrayCalls.Find(session, DeviceOrigin.Default, context.AlteredStep, context.FirstFindingDecides)
            : new StrayCalls.Outcome([], []);
        if (strays.Faults.Count > 0)
        {
            return CheckOutcome.Failed(strays.Faults);
        }

        string? undecided = null;
        foreach (ForwardMode mode in new[] { ForwardMode.Eval, ForwardMode.Training })
        {
            context.AlteredStep($"calling with meta as the default device, in {mode} mode");
            DefaultDeviceTurn.Outcome outcome = DefaultDeviceTurn.Run(session, mode);
            CheckOutcome judged = Judge(outcome, context);
            if (judged.Verdict == Verdict.Failed)
            {
                return judged;
            }

            undecided ??= judged.Reason;
        }

        // Where every call is seen, each was tried for itself: that says more than all of them at once.
        undecided = !isSeen ? undecided : strays.Undecided is [string first, ..] ? first : null;
        return undecided is null ? CheckOutcome.Passed
            : SecondDevice.Of(session) is { } device ? OnSecondDevice(session, device, context, undecided)
            : CheckOutcome.BeyondThisMachine(undecided);
    }

    /// <summary>A real device decides what meta leaves open.</summary>
    private static CheckOutcome OnSecondDevice(
        ModelSession session, TorchSharp.torch.Device device, CheckContext context, string undecided) =>
        SecondDevice.Try(session, device, turnsDefault: false, context.AlteredStep) is not { } thrown ? CheckOutcome.Passed
            : DeviceNames.TellsOfMix((thrown.InnerException ?? thrown).Message)
            ? Fail($"what is made on the default device meets tensors on {device}{UserFrame.Of(thrown)}", null)
            : CheckOutcome.BeyondThisMachine(undecided);

    private static CheckOutcome Judge(DefaultDeviceTurn.Outcome outcome, CheckContext context)
    {
        if (outcome.Thrown is { } thrown)
        {
            return JudgeThrown(outcome, thrown, context.IsTrial ? "" : UserFrame.Of(thrown));
        }

        if (outcome.FirstModule is { } first)
        {
            return Fail($"the output of {Name(first)} lies on the default device, not on that of its input", first);
        }

        return outcome.Outputs.Count > 0
            ? Fail($"output {outcome.Outputs[0]} lies on the default device, not on that of the inputs", null)
            : outcome.Scalar is { } scalar
            ? CheckOutcome.BeyondThisMachine(
                $"Output {scalar} is a number of no dimension that is made on the default device, which may meet any other: it cannot be "
                    + "told whether it follows.")
            : CheckOutcome.Passed;
    }

    private static CheckOutcome JudgeThrown(DefaultDeviceTurn.Outcome outcome, SubjectException thrown, string where)
    {
        (long[] Shape, TorchSharp.torch.ScalarType Dtype)[] sized =
            [.. outcome.Strays.Where(stray => stray.Shape.Length > 0)];
        bool mixes = thrown.Message.Contains("tensors to be on the same device", StringComparison.Ordinal)
            || thrown.Message.Contains("expected to be in the same device", StringComparison.Ordinal)
            || thrown.Message.Contains("Input type (", StringComparison.Ordinal);

        // A tensor of no dimension may meet any device; one that is still to be moved throws when meta is copied out
        // of.
        if (mixes && sized.Length > 0 && sized.Length == outcome.Strays.Count)
        {
            return Fail(
                $"a tensor of shape [{string.Join(", ", sized[^1].Shape)}] and type {sized[^1].Dtype} is made on the default device, and "
                    + $"meets others{where}",
                null);
        }

        // Parameters and inputs are on one device, and so must their gradients be.
        if (thrown.Message.Contains("expected device ", StringComparison.Ordinal)
            && thrown.Message.Contains(" but got meta", StringComparison.Ordinal))
        {
            return Fail($"a gradient lies on the default device: {Short(thrown)}", null);
        }

        return CheckOutcome.BeyondThisMachine(
            "Without a second device it cannot be told whether what the code makes follows its neighbours: meta threw "
                + $"\"{Short(thrown)}\"{where}.");
    }

    private static CheckOutcome Fail(string what, string? module) =>
        CheckOutcome.Failed([new Finding(what) { Module = module }]);

    private static string Name(string module) => module.Length == 0 ? "the model" : module;

    private static string Short(SubjectException thrown)
    {
        string message = thrown.InnerException!.Message.Split('\n')[0].Trim();
        return message.Length > 90 ? message[..90] + "…" : message;
    }
}
