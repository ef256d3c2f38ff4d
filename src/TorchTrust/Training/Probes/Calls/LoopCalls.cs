using TorchTrust.Probes;
using static TorchSharp.torch;

namespace TorchTrust.Training.Probes;

/// <summary>
/// The calls of TorchSharp that the user's woven code makes in a short life of a loop: each with what the loop was doing, and with
/// the user's own line. There are none where no code is woven.
/// </summary>
internal sealed class LoopCalls
{
    private const CallKind Heard = CallKind.Optimizer | CallKind.ZeroGrad | CallKind.Backward | CallKind.Clip | CallKind.Step
        | CallKind.Scheduler | CallKind.Schedule | CallKind.Mode | CallKind.Seed | CallKind.Save | CallKind.Load;

    private LoopCalls(IReadOnlyList<LoopCall> all) => All = all;

    /// <summary>All calls, in order.</summary>
    public IReadOnlyList<LoopCall> All { get; }

    /// <summary>Hears a fresh loop of a session.</summary>
    /// <exception cref="SubjectException">The user's code threw.</exception>
    public static LoopCalls Of(TrainingSession session)
    {
        var all = new List<LoopCall>();
        if (WovenAssembly.Loaded().Count == 0)
        {
            return new LoopCalls(all);
        }

        LiveLoop? built = null;
        IReadOnlyList<CallEvent> building = CallRecorder.During(() => built = session.Build(), Heard);
        using LiveLoop loop = built!;
        Note(LoopPhase.Build, building);
        Steps(session.Trace().Window + 1);
        Hear(LoopPhase.Evaluation, () => Evaluation.Run(session, loop));
        Steps(1);
        Hear(LoopPhase.EndOfEpoch, loop.EndEpoch);
        loop.Forget();
        Steps(1);
        if (session.Subject.Persistence.FirstOrDefault(way => way.Purpose == SavingPurpose.Resuming) is { } way)
        {
            using var folder = new TemporaryFolder();
            string path = folder.NewFile();
            Hear(LoopPhase.Save, () => loop.Save(way, path));
            Hear(LoopPhase.Load, () => loop.Load(way, path));
        }

        return new LoopCalls(all);

        void Steps(long count)
        {
            for (long end = loop.StepsTaken + count; loop.StepsTaken < end;)
            {
                object? batch = loop.Batch(loop.StepsTaken);
                Hear(LoopPhase.Step, () => loop.Step(batch, loop.StepsTaken));
            }
        }

        void Hear(LoopPhase phase, Action act) => Note(phase, CallRecorder.During(act, Heard));

        void Note(LoopPhase phase, IReadOnlyList<CallEvent> calls) =>
            all.AddRange(calls.Select(call => Of(phase, call, loop)));
    }

    /// <summary>The calls of some kind in a phase, in order.</summary>
    public IEnumerable<LoopCall> In(LoopPhase phase, CallKind kind) => All.Where(call => call.Phase == phase && call.Site.Kind == kind);

    /// <summary>
    /// The line of the first call of some kind on an optimizer, or on anything, while steps are taken; null where none was heard.
    /// </summary>
    /// <param name="kind">What is called.</param>
    /// <param name="optimizer">The path of the optimizer; null for any.</param>
    public SourceLocation? LineOf(CallKind kind, string? optimizer = null) => In(LoopPhase.Step, kind)
        .Where(call => optimizer is null || call.Optimizer == optimizer)
        .Select(call => call.Site.Place)
        .Where(place => place.File is not null)
        .Select(place => new SourceLocation(place.File!, place.Line))
        .FirstOrDefault();

    private static LoopCall Of(LoopPhase phase, CallEvent call, LiveLoop loop)
    {
        nn.Module[] modules = call.Object?.Reference is { } reference && reference.TryGetTarget(out object? target)
            && target is nn.Module module
            ? [.. module.modules()]
            : [];
        return new LoopCall(phase, call, OptimizerOf(loop, call))
        {
            HoldsDropout = modules.Any(each => DropoutModules.Probability(each) > 0),
            HoldsStatistics = modules.Any(each => each.named_buffers(recurse: false).Any(buffer => buffer.name == "running_mean")),
        };
    }

    private static string? OptimizerOf(LiveLoop loop, CallEvent call) => call.Object is null
        ? null
        : loop.Members.Optimizers.Where(entry => call.Object.Is(entry.Optimizer)).Select(entry => entry.Path).FirstOrDefault();
}
