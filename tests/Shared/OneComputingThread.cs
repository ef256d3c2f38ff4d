using System.Runtime.CompilerServices;

namespace TorchTrust.Tests.Shared;

/// <summary>
/// One thread computes in each test process. Several test projects run at a time: their idle OpenMP threads would spin on the
/// cores that the others need, which was seen to make tests of seconds take minutes. The processes that checks run in follow,
/// as they take the number of threads from the process that asks.
/// </summary>
internal static class OneComputingThread
{
    /// <summary>Runs before anything else of the assembly.</summary>
    [ModuleInitializer]
    internal static void Begin() => TorchSharp.torch.set_num_threads(1);
}
