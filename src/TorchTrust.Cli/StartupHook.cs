using System.Reflection;
using System.Runtime.Loader;
using TorchTrust.Cli.Watching.Inside;
using TorchTrust.Running.Diagnosis;

/// <summary>
/// Run by the .NET runtime in the process of the user's program, before its first line: the program binds to its own TorchSharp
/// and backend as it always does, whether it knows TorchTrust or not. For `doctor` it ends when they have been looked at; for
/// `watch` it goes on, and is watched.
/// </summary>
/// <remarks>The runtime asks for this name, outside of any namespace.</remarks>
internal static class StartupHook
{
    /// <summary>Looks, and ends the process; or begins to watch.</summary>
    public static void Initialize()
    {
        if (Environment.GetEnvironmentVariable(WatchOrder.Variable) is { Length: > 0 } order)
        {
            WatchEntry.Begin(order);
            return;
        }

        if (Environment.GetEnvironmentVariable(DiagnosisProcess.PipeVariable) is not { Length: > 0 } pipe)
        {
            return;
        }

        // Of its own context: the program may have another version of TorchTrust. What that one names is the program's.
        var context = new AssemblyLoadContext("TorchTrust");
        string path = Path.Combine(Path.GetDirectoryName(typeof(StartupHook).Assembly.Location)!, "TorchTrust.dll");
        Type doctor = context.LoadFromAssemblyPath(path).GetType(BackendDoctor.TypeName, throwOnError: true)!;
        MethodInfo run = doctor.GetMethod(nameof(BackendDoctor.Run), BindingFlags.Static | BindingFlags.Public)!;
        Environment.Exit((int)run.Invoke(null, [pipe])!);
    }
}
