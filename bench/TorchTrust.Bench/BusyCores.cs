using System.CommandLine;
using System.Diagnostics;

namespace TorchTrust.Bench;

/// <summary>Processes that keep cores busy until this object is disposed, or this process ends.</summary>
internal sealed class BusyCores : IDisposable
{
    private const string CommandName = "spin";

    private readonly List<Process> _processes = [];

    /// <summary>Starts them.</summary>
    /// <param name="count">How many.</param>
    public BusyCores(int count)
    {
        for (int i = 0; i < count; i++)
        {
            var start = new ProcessStartInfo("dotnet", ["exec", typeof(BusyCores).Assembly.Location, CommandName])
            {
                RedirectStandardInput = true,
                RedirectStandardOutput = true,
            };
            _processes.Add(Process.Start(start)!);
        }

        // Each says when it has begun.
        _processes.ForEach(process => process.StandardOutput.ReadLine());
    }

    /// <summary>What each of these processes runs.</summary>
    public static Command Create()
    {
        var command = new Command(CommandName, "Keeps one core busy until its input ends.") { Hidden = true };
        command.SetAction(_ => Spin());
        return command;
    }

    /// <inheritdoc/>
    public void Dispose() => _processes.ForEach(process =>
    {
        process.Kill();
        process.WaitForExit();
        process.Dispose();
    });

    private static void Spin()
    {
        new Thread(() =>
        {
            Console.In.ReadToEnd();
            Environment.Exit(0);
        }).Start();
        Console.WriteLine("busy");
        while (true)
        {
        }
    }
}
