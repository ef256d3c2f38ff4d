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
/// Every check of a data set as a test of its own. Derive one class a data set and say what to check; new checks come with a new
/// version of the package.
/// </summary>
/// <remarks>
/// The checks run in a process of their own, as those of <see cref="ModelTrustTests"/>: what opens, reads and loads the data must
/// capture nothing but plain values.
/// </remarks>
/// <example>
/// <code>
/// public sealed class DigitsTrust : DatasetTrustTests
/// {
///     protected override DatasetSubject Subject => DatasetSubject
///         .For(seed => new Digits("data", seed))
///         .WithSplit("train", digits => digits.Train, augmented: true)
///         .WithSplit("test", digits => digits.Test)
///         .HasTarget("label", classes: 10);
/// }
/// </code>
/// </example>
[CheckTests(TestFramework.TestAttribute, "dataset", TestFramework.OrderAttribute)]
[TrustSubject(nameof(Subject))]
public abstract partial class DatasetTrustTests : TrustTests<DatasetSubject>;
