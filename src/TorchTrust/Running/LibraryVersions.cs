using System.Reflection;

namespace TorchTrust.Running;

/// <summary>The versions of the libraries that must go together.</summary>
internal static class LibraryVersions
{
    /// <summary>That of this library.</summary>
    public static string TorchTrust => Of(typeof(LibraryVersions).Assembly);

    /// <summary>The version of TorchSharp that this library was built for.</summary>
    public static string TorchSharpNeeded => typeof(LibraryVersions).Assembly.GetReferencedAssemblies()
        .First(reference => reference.Name == "TorchSharp").Version!.ToString(3);

    /// <summary>The version of an assembly, as its package has it.</summary>
    public static string Of(Assembly assembly) =>
        assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0]
            ?? assembly.GetName().Version!.ToString();

    /// <summary>Why a call failed, if it was made for another version of TorchSharp; null if that is not the reason.</summary>
    /// <param name="fault">What was thrown.</param>
    public static string? Gap(Exception fault)
    {
        for (Exception? cause = fault; cause is not null; cause = cause.InnerException)
        {
            if (cause is MissingMemberException or TypeLoadException
                && cause.Message.Contains(nameof(TorchSharp), StringComparison.Ordinal))
            {
                return $"TorchSharp {Of(typeof(TorchSharp.torch).Assembly)} lacks what TorchTrust {TorchTrust} calls: use TorchSharp "
                    + $"{TorchSharpNeeded}. {cause.Message}";
            }
        }

        return null;
    }
}
