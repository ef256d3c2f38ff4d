using System.Diagnostics;
using System.Globalization;

namespace TorchTrust.Running;

/// <summary>
/// The time that a thread has had: what passed, less what it has waited for a core that others had. So a limit means the same on
/// a busy machine as on a quiet one: what waits for ever has all of the time, and what is kept from computing has none of it.
/// Linux tells how long a thread waited; elsewhere it is the time that passed.
/// </summary>
internal sealed class OwnTime
{
    private const string ThisThread = "/proc/thread-self";
    private const string Statistics = "schedstat";

    private readonly Stopwatch _passed = Stopwatch.StartNew();
    private readonly string? _path;
    private readonly TimeSpan _before;
    private TimeSpan _waited;

    private OwnTime(string? path)
    {
        _path = path;
        _before = _waited = Waited() ?? TimeSpan.Zero;
    }

    /// <summary>The time so far. It never runs faster than a clock.</summary>
    public TimeSpan Elapsed
    {
        get
        {
            _waited = Waited() ?? _waited;
            return _passed.Elapsed - (_waited - _before);
        }
    }

    /// <summary>From now on, of the first thread of a process, which is the one that runs the checks in a host.</summary>
    /// <param name="process">The process; it runs.</param>
    public static OwnTime Of(Process process) =>
        new(OperatingSystem.IsLinux() ? string.Create(CultureInfo.InvariantCulture, $"/proc/{process.Id}/{Statistics}") : null);

    /// <summary>From now on, of the thread that asks.</summary>
    public static OwnTime OfThisThread() =>
        new(Directory.Exists(ThisThread) && Directory.ResolveLinkTarget(ThisThread, returnFinalTarget: false) is { } thread
            ? Path.Combine(thread.FullName, Statistics)
            : null);

    /// <summary>
    /// The second of three numbers: "time spent waiting on a runqueue" in nanoseconds (Documentation/scheduler/sched-stats.rst of
    /// the kernel).
    /// </summary>
    /// <returns>Null where the system does not tell, or no longer.</returns>
    private TimeSpan? Waited()
    {
        if (_path is null)
        {
            return null;
        }

        try
        {
            string[] numbers = File.ReadAllText(_path).Split(' ');
            return numbers.Length == 3 && long.TryParse(numbers[1], CultureInfo.InvariantCulture, out long nanoseconds)
                ? TimeSpan.FromTicks(nanoseconds / TimeSpan.NanosecondsPerTick)
                : null;
        }
        catch (Exception missing) when (missing is IOException or UnauthorizedAccessException)
        {
            // The thread has ended, or the kernel was built without these figures.
            return null;
        }
    }
}
