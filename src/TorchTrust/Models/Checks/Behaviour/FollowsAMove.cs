using TorchTrust.Checks;
using TorchTrust.Models.Mutants;
using TorchTrust.Models.Probes;
using TorchTrust.Mutants;
using TorchTrust.Probes;
using static TorchSharp.torch;

namespace TorchTrust.Models.Checks.Behaviour;

/// <summary>
/// The model computes wherever it is moved to: no <c>device: CPU</c> is written into its code. Found without a GPU: where the
/// code is woven, each call that makes a tensor on a device of its own is seen, and what it gives is put on <c>meta</c>; else a
/// second instance is moved there.
/// </summary>
/// <remarks>
/// An error where an operation meets a tensor on the CPU although model, inputs and default device are elsewhere; a question for
/// tensors of integers, booleans and complex numbers that a move does not reach (of floating ones, <c>survives-conversion</c> speaks).
/// Where an operator has no kernel for <c>meta</c>, nothing is claimed.
/// </remarks>
[Check("follows-a-move", "the model computes wherever it is moved to", CheckArea.Behaviour, Hazard = Hazard.CanAbort)]
internal sealed class FollowsAMove : ModelCheck
{
    /// <inheritdoc/>
    public override string Why => "On a GPU this throws: what is written to be on the CPU stays there, wherever the model goes.";

    /// <inheritdoc/>
    public override string Remedy =>
        "Write device: x.device instead of device: CPU, or make tensors like their neighbours: zeros_like(x), x.new_zeros(shape). "
            + "If the model is meant for the CPU alone: subject.Skip(CheckIds.FollowsAMove, reason).";

    /// <inheritdoc/>
    public override string Declaration => ".Skip(CheckIds.FollowsAMove, \"why it is right\")";

    /// <inheritdoc/>
    public override IReadOnlyList<Mutant> Mutants { get; } = [new MakeOnCpu(), new LeaveBehind(LeaveBehind.Content.Discrete)];

    private static string RemedyOfLeftBehind =>
        "Register them as buffers that are saved, or let forward bring them along: table.to(x.device). If they are kept aside on "
            + "purpose: subject.KeepsUnregisteredOnPurpose(\"_table\", reason).";

    /// <inheritdoc/>
    protected override string? NotApplicable(ModelSubject subject) => subject.Lifetime == SubjectLifetime.Fresh ? null
        : "The model exists already, so there is no second instance to be moved. Declare how to build it: ModelSubject.For(() => new …).";

    /// <inheritdoc/>
    protected override CheckOutcome Run(ModelSession session, CheckContext context)
    {
        CheckOutcome judged = DeviceWatch.Sees(session) ? TryStrayCalls(session, context) : CallMoved(session, context);
        judged = judged.Verdict == Verdict.Inconclusive && SecondDevice.Of(session) is { } device
            ? OnSecondDevice(session, device, context, judged)
            : judged;
        if (judged.Verdict == Verdict.Failed)
        {
            return judged;
        }

        IReadOnlyList<LeftBehind> left = Left(session, context);
        return left.Count > 0
            ? CheckOutcome.Failed(
                [.. left.Select(
                    each => new Finding($"{each.Path} ({each.Dtype} [{string.Join(", ", each.Shape)}]) {each.Reason} when the model is "
                        + "moved") { Parameter = each.Path })],
                Severity.Question,
                RemedyOfLeftBehind)
            : judged;
    }

    /// <summary>Tries what the code makes on a device that is written there; what that leaves open, a moved instance may decide.</summary>
    private static CheckOutcome TryStrayCalls(ModelSession session, CheckContext context)
    {
        object model = session.Build(session.Seed);
        using var second = new ModelSession(session.Subject.BuiltBy(() => model), session.Seed) { Rewire = session.Rewire };
        StrayCalls.Outcome outcome = StrayCalls.Find(second, DeviceOrigin.Literal, context.AlteredStep, context.FirstFindingDecides);
        if (outcome.Faults.Count > 0 || outcome.Undecided.Count == 0)
        {
            return CheckOutcome.From(outcome.Faults);
        }

        CheckOutcome moved = CallMoved(session, context);
        return moved.Verdict == Verdict.Failed ? moved : CheckOutcome.BeyondThisMachine(outcome.Undecided[0]);
    }

    /// <summary>Calls a moved instance in both modes; the first fault decides.</summary>
    private static CheckOutcome CallMoved(ModelSession session, CheckContext context)
    {
        context.AlteredStep("moving a second instance to meta");
        object model = session.Build(session.Seed);
        CheckOutcome outcome = CheckOutcome.Passed;
        try
        {
            MetaMove.Move(model);
            using var moved = new ModelSession(session.Subject.BuiltBy(() => model), session.Seed, tally: session.Tally);
            foreach (ForwardMode mode in new[] { ForwardMode.Eval, ForwardMode.Training })
            {
                context.AlteredStep($"calling the moved instance in {mode} mode");
                CheckOutcome judged = Judge(MetaMove.Run(session, moved, mode));
                if (judged.Verdict == Verdict.Failed)
                {
                    return judged;
                }

                outcome = outcome.Verdict == Verdict.Passed ? judged : outcome;
            }

            return outcome;
        }
        catch (SubjectException thrown)
        {
            return CheckOutcome.BeyondThisMachine($"A second instance could not be moved to meta: {thrown.Message}.");
        }
    }

    /// <summary>A real device decides what meta leaves open.</summary>
    private static CheckOutcome OnSecondDevice(ModelSession session, Device device, CheckContext context, CheckOutcome undecided) =>
        SecondDevice.Try(session, device, turnsDefault: true, context.AlteredStep) is not { } thrown ? CheckOutcome.Passed
            : DeviceNames.TellsOfMix((thrown.InnerException ?? thrown).Message)
            ? CheckOutcome.Failed(
                [
                    new Finding(
                        $"a tensor is not on {device} although the model and its inputs were moved there; they meet{UserFrame.Of(thrown)}"),
                ])
            : undecided;

    /// <summary>What a move by TorchSharp's own means does not reach, floating tensors apart.</summary>
    private static IReadOnlyList<LeftBehind> Left(ModelSession session, CheckContext context)
    {
        context.AlteredStep("moving a second instance to meta by to()");
        using BuiltInstance instance = BuiltInstance.Build(session, session.Seed);
        return MetaMove.MoveByTorchSharp(instance.Model) is null
            ? LeftBehind.After(session, instance.Model, tensor => !MetaMove.IsMeta(tensor) && !tensor.is_floating_point())
            : [];
    }

    private static CheckOutcome Judge(MetaMove.Outcome outcome)
    {
        if (outcome.Thrown is not { InnerException: { } inner } thrown)
        {
            return outcome.OnCpu is { } path
                ? CheckOutcome.BeyondThisMachine(
                    $"{(path.Length == 0 ? "The output" : $"Output {path}")} is on the CPU wherever the model is: whether that is meant "
                        + "cannot be told.")
                : CheckOutcome.Passed;
        }

        string where = UserFrame.Of(thrown);
        if (inner.Message.Contains("tensors to be on the same device", StringComparison.Ordinal)
            && DeviceNames.Names(inner.Message, META) && DeviceNames.Names(inner.Message, CPU))
        {
            string what = outcome.Strays.Count > 0
                ? $"a tensor of shape [{string.Join(", ", outcome.Strays[0].Shape)}] and type {outcome.Strays[0].Dtype} is on the CPU"
                : "a tensor is on the CPU";
            return CheckOutcome.Failed([new Finding($"{what} although the model and its inputs are on another device; they meet{where}")]);
        }

        return CheckOutcome.BeyondThisMachine(
            $"Without a second device it cannot be told whether the model follows a move: meta threw \"{Short(inner)}\"{where}.");
    }

    private static string Short(Exception thrown)
    {
        string message = thrown.Message.Split('\n')[0].Split(". ")[0].Trim();
        return message.Length > 110 ? message[..110] + "…" : message;
    }
}
