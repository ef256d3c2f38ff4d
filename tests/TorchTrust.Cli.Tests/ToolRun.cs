using System.Diagnostics;

namespace TorchTrust.Cli.Tests;

/// <summary>A real process of the tool, in a folder of its own.</summary>
internal sealed class ToolRun : IDisposable
{
    private readonly Process _process;
    private readonly Task<string> _errors;
    private readonly List<string> _lines = [];

    private ToolRun(string folder, IEnumerable<string> arguments, params (string Name, string Value)[] environment)
    {
        // A test host may itself have been started with SIGINT ignored, which a child inherits: here it is heard.
        string[] command = OperatingSystem.IsLinux() ? ["env", "--default-signal=INT", "dotnet"] : ["dotnet"];
        var start = new ProcessStartInfo(command[0])
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        Array.ForEach([.. command[1..], "exec", Place.Tool, .. arguments], start.ArgumentList.Add);
        start.Environment["OMP_WAIT_POLICY"] = "PASSIVE";
        foreach ((string name, string value) in environment)
        {
            start.Environment[name] = value;
        }

        _process = Process.Start(start)!;
        _errors = _process.StandardError.ReadToEndAsync();
    }

    /// <summary>The number of the process.</summary>
    public int Id => _process.Id;

    /// <summary>What it wrote to its output so far.</summary>
    public string Output => string.Join('\n', _lines);

    /// <summary>What it wrote to its standard error.</summary>
    public string Errors { get; private set; } = "";

    /// <summary>How it ended.</summary>
    public int ExitCode { get; private set; }

    /// <summary>Runs the tool to its end.</summary>
    public static async Task<ToolRun> Of(Workplace place, params string[] arguments)
    {
        ToolRun run = Start(place, arguments);
        await run.End();
        return run;
    }

    /// <summary>Runs the tool to its end, with a variable in its environment.</summary>
    public static async Task<ToolRun> With((string Name, string Value) variable, Workplace place, params string[] arguments)
    {
        var run = new ToolRun(place.Folder, arguments, variable);
        await run.End();
        return run;
    }

    /// <summary>Starts the tool.</summary>
    public static ToolRun Start(Workplace place, params string[] arguments) => new(place.Folder, arguments);

    /// <summary>Reads the output until a line holds a text.</summary>
    public async Task ReadUntil(string text)
    {
        while (await _process.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken) is { } line)
        {
            _lines.Add(line);
            if (line.Contains(text, StringComparison.Ordinal))
            {
                return;
            }
        }

        throw new InvalidOperationException($"The tool ended without saying '{text}'. It said: {Output}");
    }

    /// <summary>Waits for the end.</summary>
    public async Task End()
    {
        while (await _process.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken) is { } line)
        {
            _lines.Add(line);
        }

        await _process.WaitForExitAsync(TestContext.Current.CancellationToken);
        Errors = await _errors;
        ExitCode = _process.ExitCode;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
        }

        _process.Dispose();
    }
}
