using System.Diagnostics;
using TorchTrust.Checks;
using TorchTrust.Probes;
using static TorchSharp.torch;

namespace TorchTrust.Running;

/// <summary>Runs checks of one subject in this process, one after the other, and proves their power.</summary>
internal sealed class CheckRunner(Subject subject, TrustOptions options) : IDisposable
{
    private readonly SessionKeeper _keeper = new(subject, options.Seed);

    /// <summary>How often the subject was built.</summary>
    public int Builds => _keeper.Builds;

    /// <summary>Runs one check. Whatever the subject throws is a result.</summary>
    /// <param name="check">The check.</param>
    /// <param name="step">Told what is about to be done.</param>
    public CheckResult Run(Check check, Action<string> step)
    {
        var watch = Stopwatch.StartNew();
        CheckResult result = Decide(check, new CheckContext(step, options.Cancellation) { MayAbort = options.IsHost });
        return result with { Duration = watch.Elapsed };
    }

    /// <inheritdoc/>
    public void Dispose() => _keeper.Dispose();

    private CheckResult Decide(Check check, CheckContext context)
    {
        try
        {
            using AmbientState ambient = AmbientState.Remember();
            using var scope = NewDisposeScope();
            context.Step(check.Description.Id);
            CheckOutcome outcome = check.Run(_keeper.Open(), context);
            string? changed = _keeper.TakeBack(check.Description.Need);
            if (changed is not null)
            {
                return Result(check, CheckOutcome.Inconclusive($"After the check, {changed}, and it could not be put back."));
            }

            CheckResult result = Result(check, outcome);
            return outcome.Verdict == Verdict.Passed && options.ProvesPower ? Prove(check, context, result) : result;
        }
        catch (AlteredSubjectException thrown)
        {
            _keeper.TakeBack(Need.ReplacesParameters);
            return Result(check, CheckOutcome.Inconclusive($"The model refused what the check had altered: {thrown.Message}"));
        }
        catch (SubjectException thrown)
        {
            _keeper.TakeBack(Need.ReplacesParameters);
            return Result(check, CheckOutcome.Failed([new Finding($"The subject threw {thrown.Message}")]));
        }
    }

    private CheckResult Prove(Check check, CheckContext context, CheckResult passed)
    {
        PowerProof? power = new PowerProver(check, _keeper, context).Prove();
        return power is { IsRefuted: true }
            ? passed with
            {
                Verdict = Verdict.Inconclusive,
                Reason = $"No power here: a fault that was put into the subject at {power.BlindAt[0]} was not noticed.",
                Power = power,
            }
            : passed with { Power = power };
    }

    private static CheckResult Result(Check check, CheckOutcome outcome) =>
        new(check.Description.Id, check.Description.Title, outcome.Verdict)
        {
            Severity = outcome.Severity ?? check.Description.Severity,
            Reason = outcome.Reason,
            Findings = outcome.Findings,
            Why = outcome.Verdict == Verdict.Failed ? check.Why : null,
            Remedy = outcome.Verdict == Verdict.Failed ? outcome.Remedy ?? check.Remedy : null,
        };
}
