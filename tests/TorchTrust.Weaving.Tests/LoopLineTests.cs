using System.Reflection;
using TorchTrust.Training;
using TorchTrust.Training.Probes;

namespace TorchTrust.Weaving.Tests;

/// <summary>Right loops are broken at their own lines, and the checks notice.</summary>
public sealed class LoopLineTests
{
    private static readonly Assembly _loops = Weaver.Copy(typeof(RightLoops.RightLoopPool).Assembly).Assembly;

    /// <summary>A loop, a check, a fault of a line, and the file in which the line stands.</summary>
    public static TheoryData<string, string, string, string> Faults => new()
    {
        { "PlainClassifier", "loop-gradients-are-cleared", "leave-out-zero-grad-call", "Optimizer.zero_grad in PlainClassifier." },
        { "PlainClassifier", "loop-every-parameter-moves", "leave-out-step-call", "step in PlainClassifier." },
        { "PlainClassifier", "loop-every-parameter-moves", "leave-out-backward-call", "Tensor.backward in PlainClassifier." },
        { "SumOfSquares", "loop-every-parameter-moves", "step-before-backward-call", "Tensor.backward in SumOfSquares." },
        { "PlainClassifier", "loop-gradient-is-the-derivative", "halve-loss-call", "Tensor.backward in PlainClassifier." },
        { "PlainClassifier", "loop-gradient-is-the-derivative", "repeat-backward-call", "Tensor.backward in PlainClassifier." },
        { "PlainClassifier", "loop-updates-have-their-own-gradients", "repeat-step-call", "step in PlainClassifier." },
        { "ClippedByNorm", "loop-gradients-are-clipped", "leave-out-clip-call", "clip_grad_norm_ in ClippedByNorm." },
        { "StepDecay", "loop-schedule-is-stepped", "leave-out-schedule-call", "LRScheduler.step in ScheduledByEpoch." },
        { "PlainClassifier", "loop-resumes", "leave-out-load-call", "load" },
        { "Gan", "loop-every-parameter-moves", "leave-out-step-call", "step in Gan." },
    };

    [Theory, MemberData(nameof(Faults))]
    public void A_fault_at_a_line_of_a_right_loop_is_noticed(string loop, string check, string mutant, string place)
    {
        CheckResult result =
            Assert.Single(Trust.Check(Find(loop), new TrustOptions { Checks = [check], IsHost = true, ProvesEverywhere = true }).Results);

        Assert.Equal(Verdict.Passed, result.Verdict);
        MutantResult[] tried = [.. result.Power!.Mutants.Where(each => each.Mutant == mutant)];
        Assert.Contains(tried, each => each.Outcome == MutantOutcome.Killed && each.Site.Contains(place, StringComparison.Ordinal)
            && each.Site.Contains(".cs:", StringComparison.Ordinal));
        Assert.DoesNotContain(tried, each => each.Outcome == MutantOutcome.Survived);
    }

    [Fact]
    public void Calls_are_heard_with_what_the_loop_was_doing_and_the_optimizer_that_they_are_made_on()
    {
        using var session = new TrainingSession(Find("PlainClassifier"), seed: 1);

        LoopCalls calls = session.Calls();

        Assert.Equal("_optimizer", calls.In(LoopPhase.Step, Probes.CallKind.Step).First().Optimizer);
        Assert.Contains(calls.All, call => call.Phase == LoopPhase.Evaluation && call.Site.Member.Name == "eval");
        Assert.Contains(calls.All, call => call.Phase == LoopPhase.Build && call.Site.Kind == Probes.CallKind.Optimizer);
        Assert.EndsWith("PlainClassifier.cs", calls.LineOf(Probes.CallKind.Step)!.File, StringComparison.Ordinal);
    }

    private static TrainingSubject Find(string name)
    {
        var loops =
            (System.Collections.IEnumerable)_loops.GetType(typeof(RightLoops.RightLoopPool).FullName!)!.GetProperty("All")!.GetValue(null)!;
        object found = loops.Cast<object>().Single(loop => loop.ToString() == name);
        return (TrainingSubject)found.GetType().GetProperty("Declared")!.GetValue(found)!;
    }
}
