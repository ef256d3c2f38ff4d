using System.Diagnostics;
using System.Globalization;

namespace MnistVae.Tests.Run;

/// <summary>The program as a process of its own, with both outputs piped.</summary>
internal sealed class ProgramProcess : IDisposable
{
    private readonly Process _process;
    private readonly Task<string> _error;
    private readonly List<string> _lines = [];

    public ProgramProcess(params string[] arguments)
    {
        // A test host may itself have been started with SIGINT ignored, which a child inherits: here it is heard.
        var start = new ProcessStartInfo("env")
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            ArgumentList = { "--default-signal=INT", "dotnet", "exec", Path.Combine(AppContext.BaseDirectory, "MnistVae.dll") },
        };
        Array.ForEach(arguments, start.ArgumentList.Add);
        _process = Process.Start(start)!;
        _error = _process.StandardError.ReadToEndAsync();
    }

    public IReadOnlyList<string> Lines => _lines;

    /// <summary>Reads the output up to a line that holds the text.</summary>
    public async Task ReadUntil(string text)
    {
        while (await ReadLine() is { } line)
        {
            if (line.Contains(text, StringComparison.Ordinal))
            {
                return;
            }
        }

        Assert.Fail($"No line with '{text}' in: {string.Join('\n', _lines)}\n{await _error}");
    }

    public async Task Signal(string name)
    {
        using Process kill = Process.Start(
            "kill", ["-s", name, _process.Id.ToString(CultureInfo.InvariantCulture)]);
        await kill.WaitForExitAsync();
        Assert.Equal(0, kill.ExitCode);
    }

    /// <summary>Reads the rest of the output and gives the exit code and what was written as error.</summary>
    public async Task<(int ExitCode, string Error)> End()
    {
        while (await ReadLine() is not null)
        {
        }

        await _process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return (_process.ExitCode, await _error);
    }

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
        }

        _process.Dispose();
    }

    private async Task<string?> ReadLine()
    {
        string? line = await _process.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken);
        if (line is not null)
        {
            _lines.Add(line);
        }

        return line;
    }
}
