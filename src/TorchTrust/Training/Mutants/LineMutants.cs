using TorchTrust.Mutants;
using TorchTrust.Probes;
using TorchTrust.Training.Probes;
using static TorchSharp.torch;

namespace TorchTrust.Training.Mutants;

/// <summary>Faults at the user's own lines.</summary>
internal static class LineMutants
{
    /// <summary>Gradients that are not cleared.</summary>
    public static Mutant LeaveOutZeroGrad { get; } = LeavingOut(
        "leave-out-zero-grad-call", "leaves out a call that clears gradients", session => In(session, LoopPhase.Step, CallKind.ZeroGrad));

    /// <summary>An update that is left out, where its optimizer makes no other and shares no parameter.</summary>
    public static Mutant LeaveOutStep { get; } = LeavingOut("leave-out-step-call", "leaves out the call of an update", OnlyUpdates);

    /// <summary>A backward pass that is left out, where there is no other.</summary>
    public static Mutant LeaveOutBackward { get; } = LeavingOut("leave-out-backward-call", "leaves out the backward pass", OnlyBackward);

    /// <summary>A backward pass that is taken twice.</summary>
    public static Mutant RepeatBackward { get; } = new LineMutant(
        "repeat-backward-call",
        "takes the backward pass twice",
        session => In(session, LoopPhase.Step, CallKind.Backward),
        (_, site) => [CallFault.Repeat(site)]);

    /// <summary>A loss that is scaled where its backward pass is taken, but not where it is reported.</summary>
    public static Mutant HalveLoss { get; } = new LineMutant(
        "halve-loss-call",
        "takes the backward pass of half of the loss",
        session => In(session, LoopPhase.Step, CallKind.Backward).Where(site => site.Member.IndexOf(WovenMember.This) == 0),
        (_, site) => [CallFault.Change(site, WovenMember.This, loss => (Tensor)loss! * 0.5)]);

    /// <summary>An update that comes before the backward pass, where gradients have just been cleared.</summary>
    public static Mutant StepBeforeBackward { get; } = new LineMutant(
        "step-before-backward-call",
        "makes the update before the backward pass",
        session => PlainStep(session) is var (_, backward, _) ? [backward] : [],
        (session, _) => StepFirst(session));

    /// <summary>A second update with the same gradient.</summary>
    public static Mutant RepeatStep { get; } = new LineMutant(
        "repeat-step-call",
        "makes an update twice",
        session => session.Calls().In(LoopPhase.Step, CallKind.Step)
            .Where(call => call.Optimizer is not null && call.Call["closure"] is null or "")
            .Where(call => LoopSites.UpdatingOptimizers(session).Contains(call.Optimizer)).Select(call => call.Site),
        (_, site) => [CallFault.Repeat(site)]);

    /// <summary>Gradients that are not clipped.</summary>
    public static Mutant LeaveOutClip { get; } = LeavingOut(
        "leave-out-clip-call", "leaves out a call that clips gradients", session => In(session, LoopPhase.Step, CallKind.Clip));

    /// <summary>A schedule that is never stepped.</summary>
    public static Mutant LeaveOutSchedule { get; } = LeavingOut(
        "leave-out-schedule-call",
        "leaves out a call that steps a schedule",
        session => In(session, LoopPhase.Step, CallKind.Schedule).Concat(In(session, LoopPhase.EndOfEpoch, CallKind.Schedule)));

    /// <summary>A module that is not put back into training mode.</summary>
    public static Mutant LeaveOutTrain { get; } = LeavingOut(
        "leave-out-train-call",
        "leaves out a call of train()",
        session => Modes(session, training: true, LoopPhase.Step, LoopPhase.Evaluation, LoopPhase.EndOfEpoch).Select(call => call.Site));

    /// <summary>Dropout that draws in an evaluation.</summary>
    public static Mutant LeaveOutEvalOfDropout { get; } = LeavingOut(
        "leave-out-eval-call-of-dropout",
        "leaves out a call of eval() on a model with dropout",
        session => session.Subject.Facts.RandomEvaluation is null
            ? Modes(session, training: false, LoopPhase.Evaluation).Where(call => call.HoldsDropout).Select(call => call.Site)
            : []);

    /// <summary>Batch statistics that an evaluation estimates.</summary>
    public static Mutant LeaveOutEvalOfStatistics { get; } = LeavingOut(
        "leave-out-eval-call-of-statistics",
        "leaves out a call of eval() on a model with batch statistics",
        session => session.Subject.Facts.ReestimatesInEvaluation is null
            ? Modes(session, training: false, LoopPhase.Evaluation).Where(call => call.HoldsStatistics).Select(call => call.Site)
            : []);

    /// <summary>Something that is not saved.</summary>
    public static Mutant LeaveOutSave { get; } = LeavingOut(
        "leave-out-save-call", "leaves out a call that saves", session => In(session, LoopPhase.Save, CallKind.Save));

    /// <summary>Something that is not loaded.</summary>
    public static Mutant LeaveOutLoad { get; } = LeavingOut(
        "leave-out-load-call", "leaves out a call that loads", session => In(session, LoopPhase.Load, CallKind.Load));

    private static LineMutant LeavingOut(string name, string description, Func<TrainingSession, IEnumerable<CallSite>> sites) => new(
        name, description, session => sites(session).Where(CallFault.CanLeaveOut), (_, site) => [CallFault.LeaveOut(site)]);

    private static IEnumerable<CallSite> In(TrainingSession session, LoopPhase phase, CallKind kind) =>
        session.Calls().In(phase, kind).Select(call => call.Site);

    private static IEnumerable<LoopCall> Modes(TrainingSession session, bool training, params LoopPhase[] phases) => phases
        .SelectMany(phase => session.Calls().In(phase, CallKind.Mode))
        .Where(call => (call.Site.Member.Name == "train" && call.Call["on"] is not ("False" or "false")) == training);

    private static IEnumerable<CallSite> OnlyBackward(TrainingSession session) =>
        In(session, LoopPhase.Step, CallKind.Backward).Distinct().ToArray() is [var only] && LoopSites.UpdatingOptimizers(session).Any()
            ? [only] : [];

    private static IEnumerable<CallSite> OnlyUpdates(TrainingSession session)
    {
        TrainingTrace trace = session.Trace();
        HashSet<string> trained = [.. trace.Trainable.Select(parameter => parameter.Path).Where(trace.Moved.Contains)];
        return session.Calls().All.Where(call => call.Site.Kind == CallKind.Step && call.Optimizer is not null)
            .GroupBy(call => call.Optimizer)
            .Where(calls => calls.Select(call => call.Site).Distinct().Count() == 1 && Alone(trace, calls.Key!).Any(trained.Contains))
            .Select(calls => calls.First().Site);
    }

    /// <summary>What no other optimizer holds.</summary>
    private static IEnumerable<string> Alone(TrainingTrace trace, string optimizer) => trace.Holdings
        .Where(holding => holding.Optimizer == optimizer).SelectMany(holding => holding.Held)
        .Except(trace.Holdings.Where(holding => holding.Optimizer != optimizer).SelectMany(holding => holding.Held));

    /// <summary>
    /// The calls of a step that clears, passes back and updates once, by an optimizer without decay: an update with gradients of zero
    /// moves nothing then. Null where a step does anything else.
    /// </summary>
    private static (CallSite Clear, CallSite Backward, CallSite Step)? PlainStep(TrainingSession session)
    {
        LoopCall[] calls = [.. session.Calls().All.Where(call => call.Phase == LoopPhase.Step)
            .Where(call => call.Site.Kind is CallKind.ZeroGrad or CallKind.Backward or CallKind.Step)];
        bool isPlain = calls.Length > 0 && calls.Chunk(3).All(step => step.Select(call => call.Site.Kind)
            .SequenceEqual([CallKind.ZeroGrad, CallKind.Backward, CallKind.Step]) && step[2].Call["closure"] is null or "")
            && calls.Select(call => call.Site).Distinct().Count() == 3
            && session.Live.Members.Optimizers is [var only] && OptimizerGroups.Decays(only.Optimizer) == false;
        return isPlain ? (calls[0].Site, calls[1].Site, calls[2].Site) : null;
    }

    /// <summary>
    /// The update is left out where it stands, and made before the backward pass by the optimizer that made the last one there.
    /// </summary>
    private static IEnumerable<CallFault> StepFirst(TrainingSession session)
    {
        if (PlainStep(session) is not var (clear, backward, step))
        {
            yield break;
        }

        // What clears, a model or an optimizer, tells of which loop the step is.
        var optimizers = new System.Runtime.CompilerServices.ConditionalWeakTable<object, optim.Optimizer>();
        object? cleared = null;
        yield return CallFault.Of(clear, $"notes {clear}", call => cleared = call.Object);
        yield return CallFault.Of(backward, $"makes the update before {backward}", _ =>
        {
            if (cleared as optim.Optimizer is { } itself)
            {
                itself.step();
            }
            else if (cleared is not null && optimizers.TryGetValue(cleared, out optim.Optimizer? last))
            {
                last.step();
            }
        });
        yield return CallFault.Of(step, $"leaves out {step}", call =>
        {
            if (cleared is not null && call.Object is optim.Optimizer optimizer)
            {
                optimizers.AddOrUpdate(cleared, optimizer);
            }

            call.LeaveOut();
        });
    }
}
