using TorchTrust.Cli.Projects;

namespace TorchTrust.Cli.Discovery;

/// <summary>
/// Whether a program has a native backend. One without is not started: TorchSharp would search the package cache, copy half a
/// gigabyte into the user's output, and fail.
/// </summary>
internal static class NativeBackend
{
    private const string Library = "torch_cpu";

    /// <summary>The one line that says what is missing; null if a backend is there.</summary>
    public static string? Problem(UserProgram program)
    {
        bool isReferenced = File.ReadAllText(program.Dependencies).Contains(Library, StringComparison.Ordinal);
        return isReferenced || Directory.EnumerateFiles(program.Folder, $"*{Library}*", SearchOption.AllDirectories).Any()
            ? null
            : $"{program.Name} has no native backend: it references TorchSharp, but no LibTorch. Mend it: dotnet add package "
                + "TorchSharp-cpu "
                + "(or the libtorch package of this system), or name the program that has one.";
    }
}
