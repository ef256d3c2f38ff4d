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
/// Every check of a loss as a test of its own. Derive one class a loss and say what to check; new checks come with a new version
/// of the package.
/// </summary>
/// <remarks>
/// The checks run in a process of their own, as those of <see cref="ModelTrustTests"/>: the loss and what makes its arguments must
/// capture nothing but plain values.
/// </remarks>
/// <example>
/// <code>
/// public sealed class DivergenceTrust : LossTrustTests
/// {
///     protected override LossSubject Subject => LossSubject
///         .For((Tensor mean, Tensor logSigma) => VaeLoss.KlDivergence(mean, logSigma))
///         .WithArguments(n => (torch.randn(n, 3), torch.randn(n, 3)))
///         .HasPredictions(0, 1)
///         .Reduces(torch.nn.Reduction.Mean);
/// }
/// </code>
/// </example>
[CheckTests(TestFramework.TestAttribute, "loss", TestFramework.OrderAttribute)]
[TrustSubject(nameof(Subject))]
public abstract partial class LossTrustTests : TrustTests<LossSubject>;
