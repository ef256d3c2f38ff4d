using System.Globalization;

namespace TorchTrust.Bench;

/// <summary>
/// Watches the processes that this one starts and keeps the highest resident memory of any of them, as Linux counts it
/// (<c>VmHWM</c>, which a process that has ended no longer tells: it is read every few milliseconds).
/// </summary>
internal sealed class ChildMemory : IDisposable
{
    private static readonly TimeSpan _interval = TimeSpan.FromMilliseconds(5);

    private readonly ManualResetEventSlim _end = new();
    private readonly Thread _watch;
    private long _peak;

    public ChildMemory()
    {
        _watch = new Thread(Watch) { IsBackground = true, Name = "memory of child processes" };
        _watch.Start();
    }

    /// <summary>The peak so far in bytes, up to this moment; 0 where the system does not tell.</summary>
    public long Now()
    {
        lock (_end)
        {
            return _peak = Children().Select(child => Read(child, "VmHWM")).Append(_peak).Max();
        }
    }

    /// <summary>A line of the status of a process, in bytes; 0 where there is none.</summary>
    /// <param name="process">The id of the process.</param>
    /// <param name="line">The name of the line, such as <c>VmHWM</c> or <c>VmRSS</c>.</param>
    public static long Read(int process, string line)
    {
        try
        {
            string? found = File.ReadLines($"/proc/{process}/status")
                .FirstOrDefault(text => text.StartsWith(line + ":", StringComparison.Ordinal));
            return found is null ? 0 : 1024 * long.Parse(
                found[(line.Length + 1)..].Replace("kB", "", StringComparison.Ordinal).Trim(), CultureInfo.InvariantCulture);
        }
        catch (IOException)
        {
            // The process has ended, or the system is another.
            return 0;
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _end.Set();
        _watch.Join();
        _end.Dispose();
    }

    private void Watch()
    {
        while (!_end.Wait(_interval))
        {
            Now();
        }
    }

    private static IEnumerable<int> Children()
    {
        if (!OperatingSystem.IsLinux())
        {
            return [];
        }

        try
        {
            return [.. Directory.EnumerateDirectories("/proc/self/task")
                .SelectMany(thread => File.ReadAllText($"{thread}/children").Split(' ', StringSplitOptions.RemoveEmptyEntries))
                .Select(id => int.Parse(id, CultureInfo.InvariantCulture))];
        }
        catch (IOException)
        {
            // A thread has ended between the two questions: the next time it will not be asked.
            return [];
        }
    }
}
