using System.CommandLine;
using System.Diagnostics;
using System.Reflection;
using System.Runtime.InteropServices;
using System.Runtime.Loader;
using MnistVae.Data;
using MnistVae.Models;
using MnistVae.Training;
using TorchSharp.Modules;
using TorchTrust.Probes;
using TorchTrust.Running.Hosting;
using static TorchSharp.torch;
using Binomial = MathNet.Numerics.Distributions.Binomial;

namespace TorchTrust.Bench;

/// <summary>
/// What weaving costs: a shim that nobody watches, times the shims of a training step of the CNN VAE; whole trainings of the
/// sample, woven beside plain; and the time before a host starts, with nothing kept and with all kept.
/// </summary>
internal static class WeavingCommand
{
    private const int Calls = 20_000_000;

    public static Command Create()
    {
        var rounds = new Option<int>("--rounds") { Description = "The number of pairs of whole trainings.", DefaultValueFactory = _ => 15 };
        var images = new Option<int>("--images") { Description = "The images of a training, at batch 4.", DefaultValueFactory = _ => 1500 };
        var starts = new Option<int>("--starts")
        {
            Description = "The number of starts of a host of each kind.",
            DefaultValueFactory = _ => 15,
        };
        var command = new Command("weaving", "Times shims, whole trainings of the sample woven and plain, and the start of a host.")
        {
            rounds,
            images,
            starts,
        };
        command.SetAction(parsed => Measure(parsed.GetValue(rounds), parsed.GetValue(images), parsed.GetValue(starts)));
        return command;
    }

    /// <summary>Sets a rate many times: the cheapest member that has a shim.</summary>
    public static void SetRates(optim.ILearningRateController controller, int times)
    {
        for (int i = 0; i < times; i++)
        {
            controller.LearningRate = i;
        }
    }

    /// <summary>What this bench was built as: the sample's own output lies beside it.</summary>
    private static string Configuration => new DirectoryInfo(AppContext.BaseDirectory).Parent!.Name;

    private static int Measure(int rounds, int images, int starts)
    {
        string data = Directory.CreateTempSubdirectory("torchtrust-bench-").FullName;
        Environment.SetEnvironmentVariable(OwnFolder.Variable, data);
        try
        {
            string many = Path.Combine(AppContext.BaseDirectory, "MnistVae.dll");
            string one = Path.GetFullPath(
                Path.Combine(AppContext.BaseDirectory, $"../../../../../samples/MnistVae/bin/{Configuration}/net10.0/MnistVae.dll"));
            string[] hosts = [.. new[] { one, many }.SelectMany(sample => Starts(sample, starts))];
            using WovenProgram program = WovenProgram.Begin(HostLocation.Find(program: many), new TrustOptions());
            program.Complete();
            if (program.Paths is not { } paths)
            {
                Console.Error.WriteLine(program.Summary.Off);
                return 1;
            }

            Assembly woven = new WovenContext(paths.Copy).LoadFromAssemblyName(typeof(WeavingCommand).Assembly.GetName());
            double nanoseconds = Nanoseconds(woven);
            int shims = ShimsOfAStep(new WovenContext(paths.Copy).LoadFromAssemblyName(typeof(Vae).Assembly.GetName()));
            double[] ratios = Trainings(paths, rounds, images, out double plain);
            Console.WriteLine(
                $"""
                {Environment.ProcessorCount} cores, LibTorch {__version__}, {RuntimeInformation.FrameworkDescription}, {RuntimeInformation.OSDescription}

                | what | measured | bar |
                | --- | --- | --- |
                | a shim that nobody watches | {nanoseconds:f2} ns | |
                | shims of a training step of the CNN VAE at batch 4 | {shims} | |
                | both together, a step | {nanoseconds * shims / 1000:f2} µs | 90 µs |
                | training of {images} images at batch 4, whole processes, {rounds} pairs ({plain:f1} s plain) | {Numbers(ratios)} | 1.05 |
                {string.Join(Environment.NewLine, hosts)}

                """);
            return 0;
        }
        finally
        {
            Directory.Delete(data, recursive: true);
        }
    }

    private static IEnumerable<string> Starts(string program, int rounds)
    {
        int assemblies = UserAssemblies.In(Path.GetDirectoryName(program)!).Count;
        (double[] kept, double[] empty) = HostStarts.Measure(program, rounds, out double plain);
        string Row(string what, double[] more, double bar) =>
            $"| start of a host, {assemblies} assemblies, {what}, {rounds} rounds ({plain:f2} s plain) | {more[rounds / 2]:f3} s more "
                + $"({Interval(more)}) | {bar} s |";
        return [Row("nothing kept", empty, 0.3), Row("all kept", kept, 0.05)];
    }

    private static string Numbers(double[] ratios) => $"{ratios[ratios.Length / 2]:f3} times ({Interval(ratios)})";

    /// <summary>
    /// The interval that holds the median at 95 %: as many of the ordered values are left out at each end as a fair coin allows.
    /// </summary>
    private static string Interval(double[] ordered)
    {
        int left = Enumerable.Range(0, ordered.Length / 2).LastOrDefault(count => Binomial.CDF(0.5, ordered.Length, count - 1) <= 0.025);
        return $"{ordered[left]:f3} to {ordered[^(left + 1)]:f3}";
    }

    private static double Nanoseconds(Assembly woven)
    {
        using var parameter = new Parameter(zeros(1));
        using SGD optimizer = optim.SGD([parameter], 0.1);
        optim.ILearningRateController controller = optimizer.ParamGroups.First();
        MethodInfo method = woven.GetType(typeof(WeavingCommand).FullName!, throwOnError: true)!.GetMethod(nameof(SetRates))!;
        Action<optim.ILearningRateController, int> setWoven = method.CreateDelegate<Action<optim.ILearningRateController, int>>();
        double Best(Action<optim.ILearningRateController, int> set) =>
            Enumerable.Range(0, 7).Min(_ => Seconds(() => set(controller, Calls)));
        return (Best(setWoven) - Best(SetRates)) / Calls * 1e9;
    }

    /// <summary>Counts what goes through shims in a step of the sample's own trainer: model, loss, optimizer.</summary>
    private static int ShimsOfAStep(Assembly woven)
    {
        using var scope = NewDisposeScope();
        object shape = Activator.CreateInstance(woven.GetType(typeof(ImageShape).FullName!)!, 1L, 32L, 32L)!;
        dynamic model = Activator.CreateInstance(woven.GetType(typeof(CnnVae).FullName!)!, shape, 16L)!;
        dynamic loss = Activator.CreateInstance(woven.GetType(typeof(VaeLoss).FullName!)!, 1.0)!;
        using Adam optimizer = optim.Adam(((nn.Module)model).parameters(), 1e-3);
        Tensor batch = rand(4, 1, 32, 32);
        return CallRecorder.During(
            () =>
            {
                optimizer.zero_grad();
                ((Tensor)loss.Compute(model.call(batch), batch).Total).backward();
                optimizer.step();
            },
            CallRecorder.Everything).Count + 3;
    }

    private static double[] Trainings(ProgramPaths paths, int rounds, int images, out double plain)
    {
        _ = Train(paths.Home, images);
        _ = Train(paths.Copy, images);
        var ratios = new List<double>();
        var seconds = new List<double>();
        for (int round = 0; round < rounds; round++)
        {
            // Who comes second may profit from a warm cache: they take turns.
            double first = Train(round % 2 == 0 ? paths.Copy : paths.Home, images);
            double second = Train(round % 2 == 0 ? paths.Home : paths.Copy, images);
            ratios.Add(round % 2 == 0 ? first / second : second / first);
            seconds.Add(round % 2 == 0 ? second : first);
        }

        plain = seconds.Order().ElementAt(rounds / 2);
        return [.. ratios.Order()];
    }

    private static double Train(string folder, int images)
    {
        string run = Directory.CreateTempSubdirectory("torchtrust-run-").FullName;
        string[] arguments =
        [
            "exec", "--depsfile", Path.Combine(folder, "MnistVae.deps.json"), "--runtimeconfig",
            Path.Combine(folder, "MnistVae.runtimeconfig.json"),
            Path.Combine(folder, "MnistVae.dll"), "train", "--epochs", "1", "--batch-size", "4", "--limit", $"{images}", "--seed", "1",
            "--run", Path.Combine(run, "run"),
        ];
        var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true, RedirectStandardError = true };
        Array.ForEach(arguments, start.ArgumentList.Add);
        var watch = Stopwatch.StartNew();
        using Process process = Process.Start(start)!;
        Task<string> errors = process.StandardError.ReadToEndAsync();
        _ = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        double seconds = watch.Elapsed.TotalSeconds;
        Directory.Delete(run, recursive: true);
        return process.ExitCode == 0
            ? seconds
            : throw new InvalidOperationException($"The training ended with {process.ExitCode}: {errors.Result}");
    }

    private static double Seconds(Action action)
    {
        var watch = Stopwatch.StartNew();
        action();
        return watch.Elapsed.TotalSeconds;
    }

    /// <summary>Loads the woven assemblies of a copy, and shares all others.</summary>
    private sealed class WovenContext(string folder) : AssemblyLoadContext("woven")
    {
        protected override Assembly? Load(AssemblyName assemblyName)
        {
            string path = Path.Combine(folder, $"{assemblyName.Name}.dll");
            return File.Exists(path) && new FileInfo(path).LinkTarget is null && assemblyName.Name is not "TorchTrust.Host"
                ? LoadFromAssemblyPath(path)
                : null;
        }
    }
}
