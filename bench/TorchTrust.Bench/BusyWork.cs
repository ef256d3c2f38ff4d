using System.Diagnostics;

namespace TorchTrust.Bench;

/// <summary>A whole process of ours that is timed.</summary>
/// <param name="Name">How it is named on the command line.</param>
/// <param name="Description">What it does.</param>
/// <param name="Arguments">Of <c>dotnet exec</c>; <c>{folder}</c> stands for a temporary folder.</param>
/// <param name="ExitCodes">How it may end.</param>
internal sealed record BusyWork(string Name, string Description, IReadOnlyList<string> Arguments, IReadOnlyList<int> ExitCodes)
{
    /// <summary>Runs it once.</summary>
    /// <param name="environment">Variables that are set, or removed where they are null.</param>
    /// <returns>The seconds it took.</returns>
    /// <exception cref="InvalidOperationException">It ended otherwise.</exception>
    public double Time(IReadOnlyList<(string Name, string? Value)> environment)
    {
        string folder = Directory.CreateTempSubdirectory("torchtrust-busy-").FullName;
        try
        {
            var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true, RedirectStandardError = true };
            string[] arguments = ["exec", .. Arguments.Select(argument => argument.Replace("{folder}", folder, StringComparison.Ordinal))];
            Array.ForEach(arguments, start.ArgumentList.Add);
            foreach ((string variable, string? value) in environment)
            {
                start.Environment.Remove(variable);
                if (value is not null)
                {
                    start.Environment[variable] = value;
                }
            }

            var watch = Stopwatch.StartNew();
            using Process process = Process.Start(start)!;
            Task<string> errors = process.StandardError.ReadToEndAsync();
            string output = process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            double seconds = watch.Elapsed.TotalSeconds;
            return ExitCodes.Contains(process.ExitCode)
                ? seconds
                : throw new InvalidOperationException($"{Name} ended with {process.ExitCode}: {output}{errors.Result}");
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
