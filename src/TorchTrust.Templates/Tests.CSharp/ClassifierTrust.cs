#if (mstest)
using Microsoft.VisualStudio.TestTools.UnitTesting;
#endif
using TorchSharp;
using TorchTrust;
using TorchTrust.TestFramework1;

namespace Template._1;

/// <summary>Every check of the classifier as a test.</summary>
#if (mstest)
[TestClass]
#elseif (tunit)
[InheritsTests]
#endif
public sealed class ClassifierTrust : ModelTrustTests
{
    protected override ModelSubject Subject => ModelSubject
        .For(() => new Classifier())
        .WithInput(n => torch.randn(n, 1, 14, 14));
}
