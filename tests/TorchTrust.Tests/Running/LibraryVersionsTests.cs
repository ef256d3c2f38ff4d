using TorchTrust.Running;

namespace TorchTrust.Tests.Running;

public sealed class LibraryVersionsTests
{
    [Fact]
    public void A_call_that_this_TorchSharp_lacks_names_the_version_that_has_it()
    {
        var fault = new TypeInitializationException(
            "X", new MissingMethodException("Method not found: 'Void TorchSharp.torch.set_default_device(Device)'."));

        string gap = LibraryVersions.Gap(fault)!;

        Assert.Contains($"use TorchSharp {LibraryVersions.TorchSharpNeeded}", gap, StringComparison.Ordinal);
        Assert.Contains("set_default_device", gap, StringComparison.Ordinal);
    }

    [Fact]
    public void A_call_that_another_library_lacks_is_no_gap_of_TorchSharp() =>
        Assert.Null(LibraryVersions.Gap(new MissingMethodException("Method not found: 'Void MyLibrary.X.Y()'.")));
}
