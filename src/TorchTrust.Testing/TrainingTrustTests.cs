#if NUNIT
namespace TorchTrust.NUnit;
#elif MSTEST
namespace TorchTrust.MSTest;
#elif TUNIT
namespace TorchTrust.TUnit;
#else
namespace TorchTrust.Xunit;
#endif

/// <summary>
/// Every check of a training loop as a test of its own. Derive one class a loop and say what to check; new checks come with a new
/// version of the package.
/// </summary>
/// <remarks>
/// The checks run in a process of their own, as those of <see cref="ModelTrustTests"/>: what builds the loop, feeds it and takes its
/// steps must capture nothing but plain values.
/// </remarks>
/// <example>
/// <code>
/// public sealed class DigitTrainerTrust : TrainingTrustTests
/// {
///     protected override TrainingSubject Subject => TrainingSubject
///         .For(seed => new DigitTrainer(seed))
///         .WithBatch((trainer, n) => trainer.Batch(n))
///         .WithStep((trainer, batch) => trainer.Step(batch))
///         .ReportsLoss()
///         .WithEvaluation(trainer => trainer.Evaluate());
/// }
/// </code>
/// </example>
[CheckTests(TestFramework.TestAttribute, "training", TestFramework.OrderAttribute)]
[TrustSubject(nameof(Subject))]
public abstract partial class TrainingTrustTests : TrustTests<TrainingSubject>;
