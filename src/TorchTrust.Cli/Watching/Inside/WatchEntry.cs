using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Loader;
using TorchTrust.Running;
using TorchTrust.Running.Hosting;
using TorchTrust.Watching;
using TorchTrust.Watching.Hearing;
using TorchTrust.Watching.Knowledge;
using TorchTrust.Watching.Stream;

namespace TorchTrust.Cli.Watching.Inside;

/// <summary>Runs inside the process of the user's program, before its first line, and begins to watch.</summary>
internal static partial class WatchEntry
{
    /// <summary>Begins.</summary>
    /// <param name="text">What was asked for.</param>
    public static void Begin(string text)
    {
        WatchOrder order = WatchOrder.Read(text);

        // What this program starts itself is not watched: neither by .NET's copy of the environment nor by that of the system.
        Forget("DOTNET_STARTUP_HOOKS", order.Hooks);
        Forget(WatchOrder.Variable, "");
        AssemblyLoadContext.Default.Resolving += FromTool;
        Start(order);
    }

    // A program that does not know TorchTrust gets ours; one that does has its own beside it.
    private static Assembly? FromTool(AssemblyLoadContext context, AssemblyName name)
    {
        string path = Path.Combine(Path.GetDirectoryName(typeof(WatchEntry).Assembly.Location)!, $"{name.Name}.dll");
        return name.Name is "TorchTrust" or "System.IO.Hashing" && File.Exists(path) ? context.LoadFromAssemblyPath(path) : null;
    }

    // A method of its own: it cannot be compiled before it is known where TorchTrust lies.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Start(WatchOrder order)
    {
        if (WatchPipe.Connect(order.Pipe, order.MostSteps) is not { } pipe)
        {
            return;
        }

        var paths = new ProgramPaths(order.Home, order.Copy, order.Woven);
        paths.Enter();
        Watcher? watcher = null;
        var meter = new WatchMeter(() => order.HasSeries && watcher is not null ? watcher.Updates() : new Dictionary<string, double>());
        watcher = new Watcher(new MeteredListener(meter, pipe), order.Share);
        pipe.Attend(watcher, state => Complete(state, paths));
        WovenCode.Watch(new TrainingObserver(watcher));
        AppDomain.CurrentDomain.ProcessExit += (_, _) => pipe.End(RunEnd.Natural, null);
        AppDomain.CurrentDomain.UnhandledException += (_, thrown) => pipe.End(
            RunEnd.Cut,
            thrown.ExceptionObject is Exception fault
                ? $"threw {fault.GetType().Name}: {fault.Message.Split('\n')[0]}"
                : "threw something");
        _interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, _ => pipe.End(RunEnd.Cut, "was interrupted"));
        _terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, _ => pipe.End(RunEnd.Cut, "was told to end"));
    }

    private static PosixSignalRegistration? _interrupt;
    private static PosixSignalRegistration? _terminate;
    private static RunEnvironment? _environment;

    private static WatchState Complete(WatchState state, ProgramPaths paths)
    {
        LoadedAssemblies loaded = LoadedAssemblies.Now(paths);
        return state with
        {
            Environment = state.Steps == 0 ? null : _environment ??= EnvironmentProbe.Read(),
            Woven = loaded.Woven,
            NotWoven = loaded.Originals.ToDictionary(name => name, _ => "its original was loaded")
                .Concat(loaded.Elsewhere.Select(each => KeyValuePair.Create(
                    each.Key, $"it was loaded from {(each.Value.Length > 0 ? each.Value : "memory")}")))
                .DistinctBy(each => each.Key).ToDictionary(each => each.Key, each => each.Value),
        };
    }

    private static void Forget(string name, string value)
    {
        Environment.SetEnvironmentVariable(name, value.Length == 0 ? null : value);
        if (!OperatingSystem.IsWindows())
        {
            _ = value.Length == 0 ? Unset(name) : Set(name, value, 1);
        }
    }

    [LibraryImport("libc", EntryPoint = "unsetenv", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Unset(string name);

    [LibraryImport("libc", EntryPoint = "setenv", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Set(string name, string value, int replaces);
}
