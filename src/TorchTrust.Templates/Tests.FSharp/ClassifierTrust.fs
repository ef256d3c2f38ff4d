namespace Template._1

#if (mstest)
open Microsoft.VisualStudio.TestTools.UnitTesting
#elseif (tunit)
open TUnit.Core
#endif
open TorchSharp
open TorchTrust
open TorchTrust.TestFramework1

/// Every check of the classifier as a test.
#if (mstest)
[<TestClass>]
#elseif (tunit)
[<InheritsTests>]
#endif
type ClassifierTrust() =
    inherit ModelTrustTests()

    override _.Subject =
        ModelSubject.For(fun () -> new Classifier()).WithInput(fun n -> torch.randn(n, 1L, 14L, 14L))
