#if NUNIT
namespace TorchTrust.NUnit;
#elif MSTEST
namespace TorchTrust.MSTest;
#elif TUNIT
namespace TorchTrust.TUnit;
#else
namespace TorchTrust.Xunit;
#endif

/// <summary>Every check of a subject as a test of its own: what the classes for each kind of subject have in common.</summary>
/// <typeparam name="TSubject">The kind of subject.</typeparam>
public abstract partial class TrustTests<TSubject>
    where TSubject : Subject
{
    private protected TrustTests()
    {
    }

    /// <summary>What is checked. One line switches a check off: <c>.Skip(CheckIds.X, "reason")</c>.</summary>
    protected abstract TSubject Subject { get; }

    /// <summary>How it is checked; the defaults need no change. Write <c>base.Options with { … }</c> to change one.</summary>
    /// <remarks>
    /// <para>
    /// <see cref="Isolation.InProcess"/> and <see cref="Isolation.Auto"/> run checks in the process of the tests, where
    /// torch's generator, default device and dtype belong to all threads: a test beside them would change what they see, and
    /// they what it sees. So they are refused unless the class runs alone.
    /// </para>
    /// <para>Tests of checks that <see cref="TrustOptions.Checks"/> does not name are skipped.
    /// <see cref="TrustOptions.TimeBudget"/> has no say here: each test has <see cref="TrustOptions.CheckTimeLimit"/>.</para>
    /// </remarks>
    protected virtual TrustOptions Options => new() { Isolation = Isolation.Host };

    /// <summary>Whether a check that could not decide fails its test; by default the test is skipped with the reason.</summary>
    protected virtual bool InconclusiveFails => false;

    /// <summary>
    /// What an open question does: by default <see cref="Every_question_is_answered"/> fails with all of them. It is answered by
    /// mending, by declaring a fact on the <see cref="Subject"/>, by <see cref="TrustAnswerAttribute"/> on the member that it
    /// names, or by the baseline that <c>torchtrust check --update-baseline</c> writes.
    /// </summary>
    protected virtual OpenQuestions Questions => OpenQuestions.FailOnce;

    /// <summary>Fails with all questions that are open, in one message.</summary>
    [TrustTest]
    public async Task Every_question_is_answered()
    {
        TrustOptions options = Options;
        Tell(TestVerdict.OfQuestions((await Session(options)).Report(Cancellation), Questions));
    }

    /// <summary>
    /// Fails with all that is wrong with what the subject contains, such as the loss of a model; it is skipped where that is nothing.
    /// </summary>
    [TrustTest]
    public async Task Every_part_passes_its_checks()
    {
        TrustOptions options = Options;
        Tell(TestVerdict.OfParts((await Session(options)).Report(Cancellation), Questions, InconclusiveFails));
    }

    /// <summary>A class whose checks are all skipped, inconclusive, failed or without power has shown nothing.</summary>
    [TrustTest]
    public async Task At_least_one_check_passes_with_its_power_shown()
    {
        TrustOptions options = Options;
        IReadOnlyList<CheckResult> results = (await Session(options)).CheckAll(Cancellation);
        if (!results.Any(result => result.Verdict == Verdict.Passed && (!options.ProvesPower || result.Power is { IsShown: true })))
        {
            Fail(NothingShown(results));
        }
    }

    private string NothingShown(IReadOnlyList<CheckResult> results)
    {
        string counts = string.Join(", ", results.GroupBy(result => result.Verdict).Select(group => $"{group.Count()} {group.Key}"));
        IEnumerable<string> reasons = results
            .Where(result => result.Reason is not null)
            .GroupBy(result => result.Reason!)
            .Select(group => $"{Environment.NewLine}  {group.Count()}: {group.Key}");
        return $"None of {results.Count} checks of {Subject.Name} passed with its power shown: nothing was proven. {counts}."
            + string.Concat(reasons);
    }

    /// <summary>Runs one check, and fails or skips the test as its verdict says.</summary>
    private protected async Task Require(string checkId)
    {
        TrustOptions options = Options;
        TrustSessionFixture session = await Session(options);
        if (!session.Includes(checkId))
        {
            Skip($"{nameof(TrustOptions)}.{nameof(TrustOptions.Checks)} does not name {checkId}.");
        }

        CheckResult result = session.Check(checkId, part: null, Cancellation);
        bool isCauseTold = result.ExplainedBy is { } cause && session.HasFailed(cause);
        var verdict = TestVerdict.Of(result, session.Known(result), Questions, InconclusiveFails, isCauseTold);
        if (verdict.Fails)
        {
            session.Failed(checkId);
        }

        Tell(verdict);
    }

    private static void Tell(TestVerdict verdict)
    {
        if (verdict.Fails)
        {
            Fail(verdict.Message);
        }

        if (verdict.SkipReason is { } reason)
        {
            Skip(reason);
        }
    }

    private async Task<TrustSessionFixture> Session(TrustOptions options)
    {
        if (options.Isolation != Isolation.Host && !RunsAlone)
        {
            Fail(
                $"{GetType().Name} asks for {nameof(Isolation)}.{options.Isolation}, which may run checks in the process of the tests: "
                    + $"other tests beside them would change what they see. {HowToRunAlone}, or leave it at "
                    + $"{nameof(Isolation)}.{nameof(Isolation.Host)}.");
        }

        TrustSessionFixture fixture = await Fixture();
        fixture.Open(() => Subject, options, SubjectAddress.Of(GetType(), nameof(Subject)));
        return fixture;
    }
}
