using Xunit.Sdk;

namespace MnistVae.Tests.Training;

/// <summary>Shows that a test can fail.</summary>
internal static class Broken
{
    /// <summary>Runs a test on a subject with a broken part, and expects an assertion to fail.</summary>
    public static void Fails<T>(Action<T> test)
        where T : IDisposable, new()
    {
        using var subject = new T();
        Assert.ThrowsAny<XunitException>(() => test(subject));
    }
}
