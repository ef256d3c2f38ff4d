using System.CommandLine;
using System.Diagnostics;
using System.Reflection;

namespace MnistVae.Bench;

/// <summary>
/// The article's scope of tests as one process: 70,000 images, every loader, both models, and the trainer with the
/// convolutional one, as there: 500 steps, each logged, with an evaluation, pictures and a checkpoint after every fifth. As
/// many steps of a control that the article does not have follow. The slowest tests are listed as its parts.
/// </summary>
internal static class SuiteCommand
{
    private static string BuiltTests => typeof(SuiteCommand).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
        .Single(attribute => attribute.Key == "SampleTests").Value!;

    public static Command Create()
    {
        var tests = new Argument<FileInfo>("TESTS")
        {
            Description = "The built tests of the sample; those that were built with this program if left out.",
            DefaultValueFactory = _ => new FileInfo(BuiltTests),
        };
        var rounds = new Option<int>("--rounds") { Description = "Runs.", DefaultValueFactory = _ => 3 };
        var command = new Command("suite", "Times the article's scope of tests as a whole process.") { tests, rounds };
        command.SetAction(parsed => Run(parsed.GetValue(tests)!.FullName, parsed.GetValue(rounds)));
        return command;
    }

    private static int Run(string tests, int rounds)
    {
        var seconds = new List<double>();
        for (int round = 0; round < rounds; round++)
        {
            var watch = Stopwatch.StartNew();
            using Process process = Process.Start(
                "dotnet", ["exec", tests, "--filter-trait", "Suite=Article", "--show-slowest-tests", "10"]);
            process.WaitForExit();
            seconds.Add(watch.Elapsed.TotalSeconds);
            if (process.ExitCode != 0)
            {
                return process.ExitCode;
            }
        }

        seconds.Sort();
        Console.WriteLine(Conditions.Describe());
        Console.WriteLine(
            $"whole process: median {seconds[rounds / 2]:f1} s, least {seconds[0]:f1} s, most {seconds[^1]:f1} s");
        return 0;
    }
}
