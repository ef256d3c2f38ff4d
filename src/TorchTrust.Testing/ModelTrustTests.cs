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
/// Every check of a model as a test of its own. Derive one class a model and say what to check; new checks come with a new
/// version of the package.
/// </summary>
/// <remarks>
/// The checks run in a process of their own, so that they neither disturb the other tests nor are disturbed by them, and a
/// model that ends its process fails one test. What builds the model and its inputs must therefore capture nothing but plain
/// values.
/// </remarks>
/// <example>
/// <code>
/// public sealed class CnnVaeTrust : ModelTrustTests
/// {
///     protected override ModelSubject Subject => ModelSubject
///         .For(() => new CnnVae(new ImageShape(1, 32, 32), latentSize: 16))
///         .WithInput(n => torch.randn(n, 1, 32, 32));
/// }
/// </code>
/// </example>
[CheckTests(TestFramework.TestAttribute, "model", TestFramework.OrderAttribute)]
[TrustSubject(nameof(Subject))]
public abstract partial class ModelTrustTests : TrustTests<ModelSubject>;
