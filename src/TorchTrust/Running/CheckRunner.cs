using System.Diagnostics;
using TorchTrust.Checks;
using TorchTrust.Probes;
using TorchTrust.Subjects;
using static TorchSharp.torch;

namespace TorchTrust.Running;

/// <summary>Runs checks of one subject in this process, one after the other, and proves their power.</summary>
internal sealed class CheckRunner(Subject subject, TrustOptions options) : IDisposable
{
    private const string MendTheThrow =
        "This check did not come to what it looks for, since the subject threw before: see the message, and whether the inputs are what "
            + "the model takes.";

    private readonly SessionKeeper _keeper = new(subject, options.Seed, mayAbort: options.IsHost);
    private readonly ProofBudget _proofs = options.Proofs ?? new ProofBudget(options.ProofTime);

    /// <summary>How often the subject was built.</summary>
    public int Builds => _keeper.Builds;

    /// <summary>The modules of the subject, once it was built.</summary>
    public IReadOnlyList<ModuleNode> Modules { get; private set; } = [];

    /// <summary>Why a check is not run on the subject; null if it is.</summary>
    public static CheckResult? NotRun(Check check, Subject subject) =>
        (subject.SwitchedOff(check.Description.Id) ?? check.NotApplicable(subject)) is { } reason
            ? Skipped(check, reason)
            : null;

    /// <summary>The result of a check that is not run.</summary>
    public static CheckResult Skipped(Check check, string reason) => Result(check, CheckOutcome.Skipped(reason));

    /// <summary>The result of a check that could not be run.</summary>
    public static CheckResult Undecided(Check check, string reason) => Result(check, CheckOutcome.Inconclusive(reason));

    /// <summary>The result of a check that threw, through no fault of the subject: the rest goes on.</summary>
    public static CheckResult Faulty(Check check, Exception fault) =>
        Undecided(check, LibraryVersions.Gap(fault)
            ?? $"The check itself threw, which is a fault of TorchTrust's. Please report it: {fault}");

    /// <summary>Runs one check. Whatever the subject throws is a result.</summary>
    /// <param name="check">The check.</param>
    /// <param name="observer">Told how it goes on.</param>
    /// <param name="handover">What is left for a fresh process, or was left by another one, of which the power is proven there.</param>
    public CheckResult Run(Check check, RunObserver observer, Handover? handover = null) => Guard(check, observer, context =>
    {
        context.Step($"{check.Description.Id}: building the subject");
        ISubjectSession session = Open(observer);
        context.Step(check.Description.Id);
        bool goesOn = handover is { Stage: not HandoverStage.Leave };
        CheckContext handed = context with { Handover = handover };
        CheckOutcome outcome = goesOn ? check.GoOn(session, handed) : check.Run(session, handed);
        Accelerator.Synchronize();
        CheckResult result = Answers.Attach(Result(check, outcome), session);
        string? changed = _keeper.TakeBack(check.Description.Need);
        if (changed is not null)
        {
            return Undecided(check, $"After the check, {changed}, and it could not be put back.");
        }

        if (result.Verdict != Verdict.Passed || !options.ProvesPower || goesOn)
        {
            return result;
        }

        observer.Passed(result);
        return Prove(check, context, result, null, observer);
    });

    /// <summary>Continues the proof of a pass, which another process could not end.</summary>
    /// <param name="check">The check.</param>
    /// <param name="passed">The pass.</param>
    /// <param name="tried">The mutants that were tried there.</param>
    /// <param name="observer">Told how it goes on.</param>
    public CheckResult Continue(Check check, CheckResult passed, IReadOnlyList<MutantResult> tried, RunObserver observer) =>
        Guard(check, observer, context => Prove(check, context, passed, tried, observer));

    /// <inheritdoc/>
    public void Dispose() => _keeper.Dispose();

    private ISubjectSession Open(RunObserver observer)
    {
        ISubjectSession session = _keeper.Open();
        if (Modules.Count == 0)
        {
            Modules = session.DescribeModules();
            observer.Built(Modules);
        }

        return session;
    }

    private CheckResult Guard(Check check, RunObserver observer, Func<CheckContext, CheckResult> run)
    {
        var watch = Stopwatch.StartNew();
        OwnTime own = OwnTime.OfThisThread();
        Func<TimeSpan> time = options.Time ?? (() => own.Elapsed);
        TimeSpan began = time();
        int builds = Builds;
        PassCount passes = _keeper.Passes;
        CheckResult result;
        try
        {
            result = Decide(check, new CheckContext(Step, _keeper.Measured, options.Cancellation) { MayAbort = options.IsHost }, run);
        }
        finally
        {
            _keeper.Measured.Forget();
        }

        return result with { Duration = watch.Elapsed, Builds = Builds - builds, Passes = _keeper.Passes - passes };

        void Step(string what)
        {
            if (options.CheckTimeLimit != Timeout.InfiniteTimeSpan && time() - began > options.CheckTimeLimit)
            {
                throw new TimeSpentException();
            }

            observer.Step(what);
        }
    }

    private CheckResult Decide(Check check, CheckContext context, Func<CheckContext, CheckResult> run)
    {
        try
        {
            using AmbientState ambient = AmbientState.Remember();
            using var scope = NewDisposeScope();
            return run(context);
        }
        catch (NoArgumentsException thrown)
        {
            _keeper.TakeBack(Need.ReplacesParameters);
            return Skipped(check, thrown.Reason);
        }
        catch (AlteredSubjectException thrown)
        {
            _keeper.TakeBack(Need.ReplacesParameters);
            return Undecided(check, $"The model refused what the check had altered: {thrown.Message}");
        }
        catch (InstrumentedSubjectException thrown)
        {
            _keeper.TakeBack(Need.ReplacesParameters);
            return Undecided(check, thrown.Reason);
        }
        catch (KeptStateException thrown)
        {
            _keeper.TakeBack(Need.ReplacesParameters);
            return Undecided(check, thrown.Reason);
        }
        catch (KeptGraphException thrown)
        {
            _keeper.TakeBack(Need.ReplacesParameters);
            return Undecided(check, thrown.Reason);
        }
        catch (SubjectException thrown) when (check.Description.Area == CheckArea.Backend)
        {
            _keeper.TakeBack(Need.ReplacesParameters);
            return Undecided(check, $"The subject threw {thrown.Message}");
        }
        catch (SubjectException thrown)
        {
            _keeper.TakeBack(Need.ReplacesParameters);
            var finding = new Finding($"The subject threw {thrown.Message}{UserFrame.Of(thrown)}")
            {
                Source = UserFrame.LocationOf(thrown),
                Throws = UserFrame.IdentityOf(thrown),
            };
            return Result(check, CheckOutcome.Failed([finding], remedy: MendTheThrow)) with { Why = null };
        }
        catch (TimeSpentException)
        {
            _keeper.TakeBack(Need.ReplacesParameters);
            return Undecided(check, $"The check did not end within {options.CheckTimeLimit}: raise TrustOptions.CheckTimeLimit.");
        }
        catch
        {
            // Whatever comes next must not meet what a fault of ours has left behind.
            _keeper.TakeBack(Need.ReplacesParameters);
            throw;
        }
    }

    private CheckResult Prove(
        Check check, CheckContext context, CheckResult passed, IReadOnlyList<MutantResult>? tried, RunObserver observer)
    {
        var watch = Stopwatch.StartNew();
        PassCount passes = _keeper.Passes;
        var clock = new ProofClock(options, _proofs.ForOne);
        PowerProof? power;
        try
        {
            power = new PowerProver(check, _keeper, context, observer, options, clock).Prove(tried);
        }
        finally
        {
            _proofs.Spend(clock.Elapsed);
        }

        power = power is null ? null : power with { Duration = watch.Elapsed, Passes = _keeper.Passes - passes };
        return power is { IsRefuted: true }
            ? passed with
            {
                Verdict = Verdict.Inconclusive,
                Reason = "No power here: a fault that was put into the subject at "
                    + $"{(power.BlindAt[0].Length == 0 ? "the model itself" : power.BlindAt[0])} was not noticed.",
                Power = power,
            }
            : passed with { Power = power };
    }

    private static CheckResult Result(Check check, CheckOutcome outcome) =>
        new(check.Description.Id, check.Description.Title, outcome.Verdict)
        {
            Area = check.Description.Area.ToString(),
            Severity = outcome.Severity ?? check.Description.Severity,
            Reason = outcome.Reason,
            Findings = outcome.Findings,
            Pictures = outcome.Pictures,
            Why = outcome.Verdict == Verdict.Failed ? check.Why : null,
            Remedy = outcome.Verdict == Verdict.Failed ? outcome.Remedy ?? check.Remedy : null,
            Declaration = outcome.Verdict == Verdict.Failed && (outcome.Severity ?? check.Description.Severity) == Severity.Question
                ? outcome.Declaration ?? Declarations.Of(check, outcome.Findings)
                : null,
            IsBeyondThisMachine = outcome.IsBeyondThisMachine,
        };
}
