using System.Runtime.InteropServices;

namespace TorchTrust.Watching.Hearing;

/// <summary>What the system prefers where there are more threads than cores.</summary>
internal static partial class ThreadRank
{
    private const int OfProcess = 0;
    private const int Below = 10;

    /// <summary>
    /// Lets the calling thread wait for those of the program: torch computes on every core, and all its threads wait for the one that has
    /// to share its core.
    /// </summary>
    public static void Lower()
    {
        Thread.CurrentThread.Priority = ThreadPriority.BelowNormal;
        if (OperatingSystem.IsLinux())
        {
            // .NET leaves priorities to the system there, whose call means the calling thread alone; refused, it runs as it did.
            _ = SetPriority(OfProcess, 0, Below);
        }
    }

    [LibraryImport("libc", EntryPoint = "setpriority")]
    private static partial int SetPriority(int which, int who, int priority);
}
